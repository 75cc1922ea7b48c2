import { describe, expect, it } from 'vitest'
import { grade as en } from '../../locales/en/grade.ts'
import { grade as id } from '../../locales/id/grade.ts'
import { gradeEntry, gradeNumber, Refused, right, sentence, verdict, type Question, type Result, type WrongPath } from './grade.ts'
import vectors from './testdata/grade.json'

type Outcome = { result?: object; en?: string; refused?: object[] }

// outcome is what the grader says in both languages, or how it refuses.
function outcome(of: (language: 'id' | 'en') => Result): Outcome {
  try {
    return { result: of('id'), en: of('en').sentence }
  } catch (e) {
    if (!(e instanceof Refused)) throw e
    return { refused: e.troubles }
  }
}

const expected = (v: Outcome): Outcome => (v.refused ? { refused: v.refused } : { result: v.result, en: v.en })

describe('the grader of the server', () => {
  it('finds the same in every entry', () => {
    expect(vectors.entries.length).toBeGreaterThan(350)
    for (const v of vectors.entries) {
      const q: Question = v
      expect(outcome((language) => gradeEntry(q, v.learner, language)), JSON.stringify(v)).toEqual(expected(v))
    }
  })

  it('finds the same in every number', () => {
    expect(vectors.numbers.length).toBeGreaterThan(100)
    for (const v of vectors.numbers) {
      const paths: WrongPath[] = v.wrongPaths
      expect(outcome((language) => gradeNumber(v.expected, paths, v.answer, v.try, language)), JSON.stringify(v)).toEqual(expected(v))
    }
  })

  it('says the same for every code', () => {
    expect(Object.keys(vectors.sentences)).toHaveLength(44)
    for (const [code, said] of Object.entries(vectors.sentences)) expect([sentence(code, 'id'), sentence(code, 'en')]).toEqual(said)
  })
})

describe('a figure', () => {
  const sale = (amount: string | number | bigint): Question => ({
    expected: [
      { code: '1101', side: 'D', amount },
      { code: '4101', side: 'C', amount },
    ],
  })
  it('may come as digits, as a number or as a bigint', () => {
    for (const amount of ['150000', 150000, BigInt(150000), '150000.00']) {
      expect(gradeEntry(sale('150000'), sale(amount).expected, 'id')).toEqual(right('id'))
    }
  })
  it.each(['', 'seribu', '1e3', '1.', '.5', ' 5', '1,5'])('%j is none', (amount) => {
    expect(() => gradeEntry(sale('5'), sale(amount).expected, 'id')).toThrow(/invalid_amount \(learner_entry\[0\]\.amount\)/)
    expect(() => gradeNumber('5', [], amount, 1, 'id')).toThrow('invalid_amount (answer)')
  })
  it('too large for a number is never rounded', () => {
    expect(() => gradeNumber(1e21, [], '5', 1, 'id')).toThrow('invalid_amount (expected)')
  })
})

describe('what a learner is told', () => {
  it.each([
    [100, 'right'],
    [99, 'almost'],
    [50, 'almost'],
    [49, 'again'],
    [0, 'again'],
  ] as const)('of %i points is %s', (points, told) => {
    expect(verdict(points)).toBe(told)
  })
  it('is nothing for a code that is none', () => {
    expect(['', 'E26', 'N00', 'right', 'E10_paid', 'toString'].map((code) => sentence(code, 'id'))).toEqual(['', '', '', '', '', ''])
  })
  it('is short in Indonesian, and whole and another sentence in English', () => {
    for (const key of Object.keys(id) as (keyof typeof id)[]) {
      expect(id[key].split(' ').length, key).toBeLessThanOrEqual(12)
      expect(en[key]).not.toBe(id[key])
      for (const said of [id[key], en[key]]) expect(said, key).toMatch(/^[A-Z].*[.?]$/)
    }
    expect(Object.keys(en)).toEqual(Object.keys(id))
  })
})
