// How a learner goes on, as ledger/training has it: her level in a lesson, and when she
// is asked again about a misunderstanding.

export const firstLevel = 0
export const lastLevel = 4

// nextLevel is one up after two scores of 80 or more, one down after one below 50, else
// the same. Scores are those at this level, the latest last.
export function nextLevel(level: number, scores: number[]): number {
  const last = scores[scores.length - 1]
  const before = scores[scores.length - 2]
  if (last === undefined) return level
  if (last < 50) return Math.max(firstLevel, level - 1)
  if (before !== undefined && last >= 80 && before >= 80) return Math.min(lastLevel, level + 1)
  return level
}

// boxDays are the days a misunderstanding rests in each of its five boxes.
const boxDays = [1, 3, 7, 16, 35]

// Review is when a learner is next asked about one misunderstanding. Days are '2026-11-24'.
export type Review = { code: string; box: number; due: string }

const dayLength = 86_400_000

const after = (day: string, box: number): string => new Date(Date.parse(day) + (boxDays[box] ?? 1) * dayLength).toISOString().slice(0, 10)

// missed is the review after an answer that showed the misunderstanding: the first box.
export const missed = (code: string, on: string): Review => ({ code, box: 0, due: after(on, 0) })

// passed is the review after an answer that could have shown it and did not: one box
// further. An answer before its day changes nothing.
export function passed(r: Review, on: string): Review {
  if (on < r.due) return r
  const box = Math.min(r.box + 1, boxDays.length - 1)
  return { code: r.code, box, due: after(on, box) }
}

// counted is the score that decides the level: what was right only on the second try is
// worth at most 70.
export const counted = (score: number, attempt: number): number => (attempt > 1 ? Math.min(score, 70) : score)
