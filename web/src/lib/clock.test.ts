import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const now = Date.parse('2020-01-02T03:00:00Z') // what the phone believes
const there = new Map<string, string>()

beforeEach(() => {
  there.clear()
  vi.resetModules()
  vi.useFakeTimers({ now })
  vi.stubGlobal('localStorage', { getItem: (k: string) => there.get(k) ?? null, setItem: (k: string, v: string) => there.set(k, v), removeItem: (k: string) => there.delete(k) })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test.each([
  ['Tue, 24 Nov 2026 18:00:00 GMT', '2026-11-25'], // years slow; in Pontianak it is the next day
  ['Tue, 24 Dec 2019 03:00:00 GMT', '2019-12-24'], // days fast
  ['Thu, 02 Jan 2020 20:00:00 GMT', '2020-01-02'], // within a day the phone is believed
  ['no date', '2020-01-02'],
  [null, '2020-01-02'],
])('when the server says %j, today is %s', async (date, today) => {
  const clock = await import('./clock.ts')
  clock.hearClock(date)
  expect((await import('./dates.ts')).today()).toBe(today)
})

test('a phone that was put right is believed again', async () => {
  const clock = await import('./clock.ts')
  clock.hearClock('Tue, 24 Nov 2026 18:00:00 GMT')
  vi.setSystemTime(Date.parse('2026-11-24T18:05:00Z'))
  clock.hearClock('Tue, 24 Nov 2026 18:05:00 GMT')
  expect(clock.clockOff.get()).toBe(0)
})

test('without a network it is not earlier than the server was heard to say', async () => {
  ;(await import('./clock.ts')).hearClock('Tue, 24 Nov 2026 03:00:00 GMT')
  vi.resetModules() // the app was closed
  vi.setSystemTime(now + 3_600_000)
  const dates = await import('./dates.ts')
  expect(dates.today()).toBe('2026-11-24')
})
