import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import accounts from './accounts.json'
import { codesOf, gradeAnswer, solutionOf, type Answer, type Exercise } from './answer.ts'
import { Refused } from './grade.ts'

type Vector = { exercise: Exercise; answers: { answer: Answer; result?: object; en?: string; refused?: string }[] }

const vectors = JSON.parse(readFileSync('src/lib/rules/testdata/answers.json', 'utf8')) as Vector[]

const judged = (x: Exercise, a: Answer): { result?: object; en?: string; refused?: string } => {
  try {
    return { result: gradeAnswer(x, a, 'id'), en: gradeAnswer(x, a, 'en').sentence }
  } catch (e) {
    if (!(e instanceof Refused)) throw e
    return { refused: e.troubles[0]?.code ?? '' }
  }
}

describe('an answer', () => {
  it('is judged on the phone as the server judges it', () => {
    expect(vectors.length).toBeGreaterThan(100)
    for (const { exercise, answers } of vectors) {
      for (const { answer, ...said } of answers) expect(judged(exercise, answer), `${exercise.id} ${JSON.stringify(answer)}`).toEqual(said)
    }
  })

  it('earns all when it is the model answer', () => {
    for (const { exercise } of vectors) expect(gradeAnswer(exercise, solutionOf(exercise), 'id').score, exercise.id).toBe(100)
  })

  it('can show only misunderstandings that are planted', () => {
    const sort = vectors.find((v) => v.exercise.sort && !v.exercise.why && v.exercise.lesson === 1)
    expect(sort && codesOf(sort.exercise)).toContain('E05')
    for (const { exercise } of vectors) if (exercise.why) expect(codesOf(exercise)).toEqual([])
  })
})

it('the places of money are those of the chart', () => {
  type Account = { code: string; names: { id: string; en: string }; class: string }
  const chart = JSON.parse(readFileSync('../ledger/charts/business.json', 'utf8')) as Account[]
  expect(accounts).toEqual(Object.fromEntries(chart.map((a) => [a.code, { id: a.names.id, en: a.names.en, class: a.class }])))
})
