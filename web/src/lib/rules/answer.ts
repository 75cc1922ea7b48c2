import type { components } from '../api/schema.d.ts'
import type { Language } from '../i18n.ts'
import { gradeEntry, gradeNumber, Refused, right, sentence, verdict, type Figure, type Line, type Result } from './grade.ts'

// What a learner answers an exercise, and how it is judged: the same as
// ledger/training says, so that a phone without a signal judges as the server does.

type Schema = components['schemas']
export type Exercise = Schema['Exercise']
export type Text = Schema['Text']
export type Cell = Schema['Cell']
export type PickTask = Schema['PickTask']

// Answer is the part that the exercise asks for.
export type Answer = {
  boxes?: string[]
  entry?: Line[]
  number?: Figure | null
  cells?: (Figure | null)[]
  choice?: number | null
  line?: number | null
  try?: number
}

// gradeAnswer judges an answer. It throws Refused for one that does not fit the exercise.
export function gradeAnswer(x: Exercise, a: Answer, language: Language): Result {
  const attempt = a.try ?? 0
  if (x.why) return picked(x.why, a, language)
  if (x.sort) return sorted(x.sort, a, language)
  if (x.form) {
    const { event, expected, accepted } = x.form
    return gradeEntry({ event, expected, accepted: accepted ?? [] }, a.entry ?? [], language)
  }
  if (x.num) {
    if (a.number === undefined || a.number === null) throw refused('answer_missing', 'number')
    return gradeNumber(x.num.expected, x.num.wrong_paths ?? [], a.number, attempt, language)
  }
  if (x.table) return filled(x.table.rows, a, attempt, language)
  if (x.pick) return picked(x.pick, a, language)
  return found(x.find, a, language)
}

// blanksOf are the blank cells in reading order.
export const blanksOf = (rows: Cell[][]): Cell[] => rows.flatMap((row) => row.filter((c) => c.blank))

// solutionOf is the model answer, which always earns 100.
export function solutionOf(x: Exercise): Answer {
  if (x.why) return { choice: x.why.options.findIndex((o) => o.right) }
  if (x.sort) return { boxes: x.sort.cards.map((c) => c.box) }
  if (x.form) return { entry: x.form.expected }
  if (x.num) return { number: x.num.expected }
  if (x.table) return { cells: blanksOf(x.table.rows).map((c) => c.value ?? null) }
  if (x.pick) return { choice: x.pick.options.findIndex((o) => o.right) }
  return { line: x.find?.wrong ?? null }
}

// codesOf are the misunderstandings that an answer to the exercise can show.
export function codesOf(x: Exercise): string[] {
  const all: (string | undefined)[] = []
  if (x.why) return []
  x.sort?.cards.forEach((c) => !c.given && all.push(...Object.values(c.wrong ?? {})))
  x.form?.planted?.forEach((p) => all.push(p.code))
  x.num?.wrong_paths?.forEach((p) => all.push(p.code))
  if (x.table) blanksOf(x.table.rows).forEach((c) => c.wrong_paths?.forEach((p) => all.push(p.code)))
  x.pick?.options.forEach((o) => all.push(o.code))
  return [...new Set(all)].filter((c): c is string => !!c)
}

const refused = (code: string, field: string): Refused => new Refused([{ code, field }])

const readAgain: Text = { id: 'Belum pas. Baca lagi ceritanya.', en: 'Not yet. Read the story once more.' }

// wrong is a wrong choice: 40 for a misunderstanding that has a name, else 0.
function wrong(code: string, said: string, language: Language): Result {
  return {
    score: code ? 40 : 0,
    primary: code || null,
    codes: code ? [code] : [],
    sentence: said || sentence(code, language) || readAgain[language],
    verdict: 'again',
  }
}

function picked(task: PickTask, a: Answer, language: Language): Result {
  if (a.choice === undefined || a.choice === null) throw refused('answer_missing', 'choice')
  const chosen = task.options[a.choice]
  if (!chosen) throw refused('unknown_choice', 'choice')
  return chosen.right ? right(language) : wrong(chosen.code ?? '', chosen.sentence[language], language)
}

// Not to have seen the fault is not to have made it: its code is not the learner's.
function found(task: Exercise['find'], a: Answer, language: Language): Result {
  if (a.line === undefined || a.line === null) throw refused('answer_missing', 'line')
  if (!task || !task.lines[a.line]) throw refused('unknown_choice', 'line')
  return a.line === task.wrong ? right(language) : wrong('', task.sentence[language], language)
}

// Of cards the score is the share of those in their box.
function sorted(task: Schema['SortTask'], a: Answer, language: Language): Result {
  const boxes = a.boxes ?? []
  if (boxes.length !== task.cards.length) throw refused('answer_count', 'boxes')
  const parts: Result[] = []
  task.cards.forEach((card, i) => {
    const box = boxes[i] ?? ''
    if (card.given) return
    if (box === card.box) parts.push(right(language))
    else if (box !== '' && !task.boxes.some((b) => b.key === box)) throw refused('unknown_box', `boxes[${i}]`)
    else parts.push({ ...wrong(card.wrong?.[box] ?? '', '', language), score: 0 })
  })
  return mean(parts, language)
}

function filled(rows: Cell[][], a: Answer, attempt: number, language: Language): Result {
  const blanks = blanksOf(rows)
  const cells = a.cells ?? []
  if (cells.length !== blanks.length) throw refused('answer_count', 'cells')
  return mean(
    blanks.map((blank, i) => {
      const cell = cells[i] ?? null
      if (cell === null) return { ...wrong('E00', '', language), score: 0 }
      return gradeNumber(blank.value ?? '', blank.wrong_paths ?? [], cell, attempt, language)
    }),
    language,
  )
}

// mean is one result of several: the mean of their scores, half up, and the first
// sentence that something is wrong with. Nothing asked is right.
function mean(parts: Result[], language: Language): Result {
  const amiss = parts.filter((p) => p.score !== 100)
  const total = parts.reduce((n, p) => n + p.score, 0)
  const score = parts.length > 0 ? Math.floor((2 * total + parts.length) / (2 * parts.length)) : 100
  const all = right(language)
  return {
    score,
    primary: amiss.find((p) => p.primary !== null)?.primary ?? null,
    codes: [...new Set(amiss.flatMap((p) => p.codes))],
    sentence: amiss[0]?.sentence ?? all.sentence,
    verdict: verdict(score),
  }
}
