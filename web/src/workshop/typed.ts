import { blanksOf, type Answer, type Exercise } from '../lib/rules/answer.ts'
import type { Line } from '../lib/rules/grade.ts'
import { figureOf } from './figures.ts'
import type { Typed } from './kept.ts'

// nothing is what stands in an exercise before its learner has answered: the parts that
// are given, and no more.
export function nothing(x: Exercise): Typed {
  return {
    boxes: x.sort?.cards.map((c) => (c.given ? c.box : '')) ?? [],
    lines:
      x.form?.expected.map((l, i) => ({
        code: isBlank(x, i, 'account') ? '' : l.code,
        amount: isBlank(x, i, 'amount') ? '' : String(l.amount),
      })) ?? [],
    number: '',
    cells: x.table ? blanksOf(x.table.rows).map(() => '') : [],
    choice: -1,
    line: -1,
  }
}

export const isBlank = (x: Exercise, line: number, part: 'account' | 'amount'): boolean =>
  !!x.form?.blanks.some((b) => b.line === line && b.part === part)

// oneSum reports whether an entry asks for one sum alone: it goes from one place to
// another, and all of it is left to the learner.
export const oneSum = (x: Exercise): boolean =>
  x.form?.expected.length === 2 && [0, 1].every((i) => isBlank(x, i, 'amount') && isBlank(x, i, 'account'))

// Missing is what a learner has still to do before her answer can be judged.
export type Missing = 'fill' | 'choose' | 'place' | 'figures'

// answerOf is what she typed as an answer, or what is missing.
export function answerOf(x: Exercise, t: Typed): Answer | Missing {
  if (x.why ?? x.pick) return t.choice < 0 ? 'choose' : { choice: t.choice }
  if (x.sort) return t.boxes.every((b) => b !== '') ? { boxes: t.boxes } : 'place'
  if (x.form) return { entry: entryOf(x, t) }
  if (x.num) {
    if (t.number.trim() === '') return 'fill'
    const number = figureOf(t.number)
    return number === null ? 'figures' : { number }
  }
  if (x.table) {
    if (t.cells.every((c) => c.trim() === '')) return 'fill'
    const cells = t.cells.map((c) => (c.trim() === '' ? null : figureOf(c)))
    return cells.some((c, i) => c === null && t.cells[i]?.trim() !== '') ? 'figures' : { cells }
  }
  return t.line < 0 ? 'choose' : { line: t.line }
}

// entryOf are the lines that have a place and a sum; the others are not written yet.
function entryOf(x: Exercise, t: Typed): Line[] {
  return (x.form?.expected ?? []).flatMap((l, i) => {
    const { code = '', amount = '' } = t.lines[i] ?? {}
    return code === '' || amount === '' ? [] : [{ code, side: l.side, amount }]
  })
}

// left is what stays of an answer that was not right: of cards those in their box, of
// all else what was typed.
export function left(x: Exercise, t: Typed): Typed {
  if (x.why || !x.sort) return t
  const { cards } = x.sort
  return { ...t, boxes: t.boxes.map((b, i) => (b === cards[i]?.box ? b : '')) }
}
