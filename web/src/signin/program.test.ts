import { expect, test } from 'vitest'
import { programOf } from './program.ts'

test.each([
  ['Mozilla/5.0 (Linux; Android 9; SM-J260F) AppleWebKit/537.36 Chrome/80.0.3987.99 Mobile Safari/537.36', 'Chrome, HP'],
  ['Mozilla/5.0 (Linux; Android 9; SM-J260F) SamsungBrowser/12.0 Chrome/79.0 Mobile Safari/537.36', 'Samsung Internet, HP'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox'],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/128.0 Safari/537.36 Edg/128.0', 'Edge'],
  ['', 'Peramban'],
])('%s is shown as %s', (agent, name) => {
  expect(programOf(agent, 'Peramban', (what) => `${what}, HP`)).toBe(name)
})
