import { expect, test } from 'vitest'
import { along, share } from './share.ts'

test.each([
  [12400000n, 186400000n, '6,7\u00a0%', '6.7\u00a0%'],
  [164900000n, 186400000n, '88,5\u00a0%', '88.5\u00a0%'],
  [9100000n, 186400000n, '4,9\u00a0%', '4.9\u00a0%'],
  [1n, 2000n, '0,1\u00a0%', '0.1\u00a0%'], // half is rounded up
  [1n, 2001n, '0,0\u00a0%', '0.0\u00a0%'],
  [0n, 5n, '0,0\u00a0%', '0.0\u00a0%'],
  [5n, 5n, '100,0\u00a0%', '100.0\u00a0%'],
  [5n, 0n, '0,0\u00a0%', '0.0\u00a0%'],
])('%s of %s is %s', (part, whole, id, en) => {
  expect(share(part, whole, 'id')).toBe(id)
  expect(share(part, whole, 'en')).toBe(en)
})

test('a bar reaches as far as its part, within a tenth of a unit, and never beyond its track', () => {
  const seed = Date.now() % 1000000
  let state = seed
  const next = (): bigint => BigInt((state = (state * 48271 + 1) % 2147483647))
  for (let i = 0; i < 2000; i++) {
    const a = next()
    const b = next()
    const [part, whole] = a < b ? [a, b + 1n] : [b, a + 1n]
    const reach = along(part, whole, 100)
    const exact = (Number(part) / Number(whole)) * 100
    expect(reach, `seed ${seed}: ${part} of ${whole}`).toBeLessThanOrEqual(100)
    expect(Math.abs(reach - exact), `seed ${seed}: ${part} of ${whole}`).toBeLessThan(0.11)
  }
  expect(along(5n, 0n, 100)).toBe(0)
})
