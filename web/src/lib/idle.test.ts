import { expect, test } from 'vitest'
import { after, left, twoMinutes, type Happening, type Idle } from './idle.ts'

const start: Idle = { touched: 0, locked: false }

test.each<[string, [Happening, number][], boolean]>([
  ['nothing happens, and nobody looks', [], false],
  ['it is looked at too early', [['look', twoMinutes - 1]], false],
  ['it is looked at when the time is up', [['look', twoMinutes]], true],
  ['a touch begins the time anew', [['touch', twoMinutes - 1], ['look', twoMinutes + 1]], false],
  ['the touch that wakes it comes too late', [['touch', twoMinutes + 1]], true],
  ['touches do not open it', [['look', twoMinutes], ['touch', twoMinutes + 1], ['touch', twoMinutes + 2]], true],
  ['it is unlocked', [['look', twoMinutes], ['unlock', twoMinutes + 5], ['look', twoMinutes + 6]], false],
  ['it is locked by hand', [['lock', 1], ['touch', 2]], true],
  ['the clock goes back a little', [['touch', 5000], ['look', 3000]], false],
  ['the clock goes back a year', [['look', -365 * 86_400_000]], true],
])('%s', (_, happenings, locked) => {
  expect(happenings.reduce((s, [what, now]) => after(s, what, now), start).locked).toBe(locked)
})

test('whatever happens, it is open only if a touch or an unlocking was less than two minutes ago', () => {
  const seed = Date.now() >>> 0
  let x = seed
  const next = (n: number): number => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0
    return Math.floor((x / 2 ** 32) * n)
  }
  const whats: Happening[] = ['touch', 'touch', 'look', 'look', 'unlock', 'lock']
  let s = start
  let now = 0
  let last = 0
  for (let i = 0; i < 5000; i++) {
    now += next(80_000)
    const what = whats[next(whats.length)] ?? 'look'
    const before = s
    s = after(s, what, now)
    if (what === 'unlock' || (what === 'touch' && !s.locked)) last = now
    if (!s.locked) expect(now - last, `seed ${seed}, step ${i}`).toBeLessThan(twoMinutes)
    if (before.locked && what !== 'unlock') expect(s.locked, `seed ${seed}, step ${i}`).toBe(true)
    expect(left(s, now)).toBeGreaterThanOrEqual(0)
  }
})
