import { expect, it } from 'vitest'
import { counted, missed, nextLevel, passed } from './progress.ts'

it.each([
  ['stays without a score', 2, [], 2],
  ['stays after one good score', 2, [100], 2],
  ['rises after two of 80', 2, [80, 80], 3],
  ['does not rise when the last but one was 79', 2, [79, 100], 2],
  ['falls after one below 50', 2, [100, 49], 1],
  ['stays at 50', 2, [100, 50], 2],
  ['never falls below the first', 0, [0], 0],
  ['never rises above the last', 4, [100, 100], 4],
] as const)('a level %s', (_what, level, scores, next) => {
  expect(nextLevel(level, [...scores])).toBe(next)
})

it('a misunderstanding rests 1, 3, 7, 16 and 35 days, and begins anew when it comes back', () => {
  let r = missed('E05', '2026-02-27')
  const due = [r.due]
  for (let n = 0; n < 5; n++) {
    r = passed(r, r.due)
    due.push(r.due)
  }
  expect(due).toEqual(['2026-02-28', '2026-03-03', '2026-03-10', '2026-03-26', '2026-04-30', '2026-06-04'])
  expect(passed(r, '2026-06-03')).toEqual(r) // too early: nothing is won
  expect(missed('E05', r.due).box).toBe(0)
})

it('what was right only on the second try is worth at most 70', () => {
  expect([counted(100, 1), counted(100, 2), counted(40, 2)]).toEqual([100, 70, 40])
})
