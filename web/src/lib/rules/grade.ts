import { grade as en } from '../../locales/en/grade.ts'
import { grade as id } from '../../locales/id/grade.ts'
import type { Language } from '../i18n.ts'
import { cashBank, cashBox, decimal, elsewhere, maxAccepted, read, Refused, same, shifted, sum, uses } from './grade_lines.ts'
import type { Decimal, Figure, Line, Read, Trouble } from './grade_lines.ts'
import { codes, compare, sentenceKey } from './grade_rules.ts'
import { score, slip } from './grade_score.ts'

// What a learner's answer shows: the same as ledger/training/grade says, so that a
// phone without a signal judges as the server does. Only lessons load this.

export { Refused } from './grade_lines.ts'
export type { Figure, Line } from './grade_lines.ts'

// Result is what the grader finds. Learners see the sentence and the verdict.
export type Result = {
  score: number // 0 to 100
  primary: string | null // the first code that holds
  codes: string[]
  sentence: string
  verdict: Verdict
}

export type Verdict = 'right' | 'almost' | 'again'

// Question is what an entry is held against. Days are '2026-03-31'.
export type Question = {
  event?: string
  expected: Line[]
  accepted?: Line[][]
  eitherPlace?: boolean
  day?: string
  learnerDay?: string
}

export type WrongPath = { code: string; value: Figure }

// verdict is what a learner is told of a score.
export const verdict = (points: number): Verdict => (points >= 100 ? 'right' : points >= 50 ? 'almost' : 'again')

// right is the result of an answer that has nothing wrong with it.
export const right = (language: Language): Result => ({
  score: 100,
  primary: null,
  codes: [],
  sentence: said('right', language),
  verdict: 'right',
})

// sentence is what a learner is told for a code, '' for a code that is none.
export const sentence = (code: string, language: Language): string => (known(code) ? said(code, language) : '')

const known = (code: string): boolean => code.length === 3 && Object.prototype.hasOwnProperty.call(id, code)

function said(key: string, language: Language): string {
  const sentences: Record<string, string> = language === 'en' ? en : id
  return sentences[key] ?? ''
}

function wrong(points: number, found: string[], key: string, language: Language): Result {
  const told = verdict(Math.min(points, 99)) // not right, even where nothing is taken off
  return { score: points, primary: found[0] ?? null, codes: found, sentence: said(key, language), verdict: told }
}

const caps: Record<string, number> = { E02: 40, E03: 40, E04: 60 }

// gradeEntry grades an entry against the model answer and all that is as good; the best
// score counts, and of two the first. It throws Refused for what cannot be graded.
export function gradeEntry(q: Question, learner: Line[], language: Language): Result {
  const accepted = q.accepted ?? []
  if (accepted.length > maxAccepted) throw new Refused([{ code: 'too_many_items', field: 'accepted_entries' }])
  const troubles: Trouble[] = []
  const got = read(learner, 'learner_entry', troubles)
  let models = [model(q.expected, 'expected_entry', troubles)]
  accepted.forEach((lines, i) => models.push(model(lines, `accepted_entries[${i}]`, troubles)))
  if (troubles.length > 0) throw new Refused(troubles)
  if (q.eitherPlace) {
    // Money moved between them has its places. Else the model takes hers.
    models = models.map((m) =>
      uses(m, cashBox) !== uses(m, cashBank) && uses(m, cashBox) === uses(got, cashBank) && uses(m, cashBank) === uses(got, cashBox) ? elsewhere(m) : m,
    )
  }
  return models.map((want) => gradeOne(q, want, got, language)).reduce((best, r) => {
    // What turns a model round whole is that and nothing else.
    const turned = (x: Result): boolean => x.primary === 'E03'
    if (best.score === 100) return best
    return turned(r) || (r.score > best.score && (!turned(best) || r.score === 100)) ? r : best
  })
}

// model reads a model answer, which must balance.
function model(lines: Line[], field: string, troubles: Trouble[]): Read[] {
  const before = troubles.length
  const want = read(lines, field, troubles)
  if (troubles.length === before && sum(want, true) !== sum(want, false)) troubles.push({ code: 'unbalanced', field })
  return want
}

function gradeOne(q: Question, want: Read[], got: Read[], language: Language): Result {
  if (same(want, got)) {
    const otherMonth = q.day && q.learnerDay && q.day.slice(0, 7) !== q.learnerDay.slice(0, 7)
    return want.length > 0 && otherMonth ? wrong(100, ['E25'], 'E25', language) : right(language)
  }
  const c = compare(q.event ?? '', want, got)
  const found = codes(c)
  const points = found.reduce((n, code) => Math.min(n, caps[code] ?? n), score(want, got))
  return wrong(points, found, sentenceKey(c, found[0] ?? ''), language)
}

const maxPaths = 50

// gradeNumber grades a number: 100 when exact, 40 for a wrong path, 70 for a slip of the
// pen, else nothing; from the second try on at most 70. It throws Refused likewise.
export function gradeNumber(expected: Figure, wrongPaths: WrongPath[], answer: Figure, attempt: number, language: Language): Result {
  if (wrongPaths.length > maxPaths) throw new Refused([{ code: 'too_many_items', field: 'wrong_paths' }])
  const troubles: Trouble[] = []
  const fits = (figure: Figure, field: string): Decimal => {
    const d = decimal(figure)
    if (typeof d !== 'string') return d
    troubles.push({ code: d, field })
    return { value: BigInt(0), places: 0 }
  }
  const want = fits(expected, 'expected')
  const got = fits(answer, 'answer')
  if (attempt < 0) troubles.push({ code: 'out_of_range', field: 'try' })
  const paths = wrongPaths.map((p, i) => {
    const value = fits(p.value, `wrong_paths[${i}].value`)
    if (!known(p.code)) troubles.push({ code: 'not_in_list', field: `wrong_paths[${i}].code` })
    return { code: p.code, value }
  })
  if (troubles.length > 0) throw new Refused(troubles)

  const result = number(want, paths, got, language)
  return attempt > 1 ? { ...result, score: Math.min(result.score, 70) } : result
}

function number(want: Decimal, paths: { code: string; value: Decimal }[], got: Decimal, language: Language): Result {
  if (equal(got, want)) return right(language)
  const found = [...new Set(paths.filter((p) => equal(got, p.value)).map((p) => p.code))]
  if (found.length > 0) return wrong(40, found, found[0] ?? '', language)
  const code = figureSlip(want, got)
  return wrong(code === 'E23' ? 0 : 70, [code], code, language)
}

const equal = (a: Decimal, b: Decimal): boolean => shifted(a, Math.max(a.places, b.places)) === shifted(b, Math.max(a.places, b.places))

// figureSlip compares two numbers with as many places as the longer one has.
function figureSlip(want: Decimal, got: Decimal): string {
  if (want.value * got.value < BigInt(0)) return 'E23'
  const places = Math.max(want.places, got.places)
  const digits = (d: Decimal): string => shifted(d, places).toString().replace('-', '')
  return slip(digits(want), digits(got))
}
