import { codesOf, type Exercise } from '../lib/rules/answer.ts'
import type { Result } from '../lib/rules/grade.ts'
import { keepReview, packs, reviewsOf, seedOf, type Learner, type Pack } from './kept.ts'
import { missed, passed, type Review } from './progress.ts'

// What is asked again: a misunderstanding, in whatever exercise can show it.

// most is how many are asked at once.
const most = 5

// The level of repeated exercises: nothing is shown, and there is something to choose from.
const level = 3

// note keeps what a first answer showed: what was misunderstood begins anew, what was
// due and is now understood goes one box further.
export async function note(l: Learner, x: Exercise, found: Result, day: string): Promise<void> {
  const could = codesOf(x)
  const known = await reviewsOf(l)
  if (found.verdict !== 'right') {
    for (const code of found.codes) if (could.indexOf(code) >= 0) await keepReview(l, missed(code, day))
    return
  }
  for (const r of known) if (could.indexOf(r.code) >= 0) await keepReview(l, passed(r, day))
}

// due are the exercises to be repeated on a day, one for each misunderstanding, from
// what the phone keeps.
export async function due(l: Learner, day: string): Promise<Exercise[]> {
  const waiting = (await reviewsOf(l)).filter((r) => r.due <= day).sort((a, b) => (a.due < b.due ? -1 : 1))
  if (waiting.length === 0) return []
  const all = await packs()
  const hers = all.filter((p) => p.seed === seedOf(l, p.lesson.number))
  return chosen(waiting, hers.length > 0 ? hers : all)
}

// chosen is an exercise for each review; each box has other numbers.
export function chosen(waiting: Review[], from: Pack[]): Exercise[] {
  const out: Exercise[] = []
  for (const r of waiting) {
    const fit = from.flatMap((p) => p.sheets.filter((s) => s.level === level).flatMap((s) => s.exercises.filter((x) => codesOf(x).indexOf(r.code) >= 0)))
    const fresh = fit.filter((x) => !out.some((o) => o.id === x.id))
    const one = fresh[(r.box + 1) % Math.max(1, fresh.length)]
    if (one && out.length < most) out.push(one)
  }
  return out
}
