import 'fake-indexeddb/auto'
import { afterEach, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { codesOf, type Exercise } from '../lib/rules/answer.ts'
import { gradeAnswer } from '../lib/rules/answer.ts'
import { keepPack, reviewsOf, shut, type Learner, type Lesson } from './kept.ts'
import { due, note } from './reviews.ts'

const vectors = JSON.parse(readFileSync('src/lib/rules/testdata/answers.json', 'utf8')) as { exercise: Exercise }[]
const x = vectors.map((v) => v.exercise).find((e) => e.lesson === 1 && e.level === 3 && e.num) as Exercise
const rina: Learner = { class: 'MELATI', number: 1, name: 'Rina' }
const siti: Learner = { class: 'MELATI', number: 2, name: 'Siti' }

afterEach(shut)

it('what was misunderstood is asked again on its day, of her alone, and rests longer once it is understood', async () => {
  const lesson = { number: 1 } as Lesson
  await keepPack({ seed: 'MELATI-1-1', lesson, sheets: [{ lesson: 1, level: 3, seed: 'MELATI-1-1-1', exercises: [x] }] })
  const wrong = x.num?.wrong_paths[0]
  if (!wrong) throw new Error('Nothing is planted.')
  await note(rina, x, gradeAnswer(x, { number: wrong.value, try: 1 }, 'id'), '2026-11-24')
  expect(codesOf(x)).toContain(wrong.code)
  expect(await due(rina, '2026-11-24')).toEqual([])
  expect((await due(rina, '2026-11-25')).map((e) => e.id)).toEqual([x.id])
  expect(await due(siti, '2026-11-25')).toEqual([])
  await note(rina, x, gradeAnswer(x, { number: x.num?.expected ?? '', try: 1 }, 'id'), '2026-11-25')
  expect(await due(rina, '2026-11-27')).toEqual([])
  expect(await reviewsOf(rina)).toMatchObject([{ code: wrong.code, box: 1, due: '2026-11-28' }])
})
