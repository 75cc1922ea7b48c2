import { api, type Problem } from '../lib/api/client.ts'
import { anyPack, keepList, keepPack, list, packOf, seedOf, type Learner, type Listed, type Pack } from './kept.ts'

// attempts is how many sheets of each level a phone keeps: a learner who repeats a
// level gets other numbers.
export const attempts = 3

// lessons are all lessons: the server's, or those of last time.
export async function lessons(): Promise<{ all: Listed[]; problem?: Problem | undefined }> {
  const { data, error } = await api.GET('/v1/lessons', { params: { query: { limit: 100 } } })
  if (data) {
    await keepList(data.items)
    return { all: data.items }
  }
  return { all: (await list()) ?? [], problem: error }
}

// packFor is a learner's pack of a lesson: that on the phone, since the same seed never
// gives another; else the server's; else that of somebody else who learns here.
export async function packFor(l: Learner, lesson: number): Promise<{ pack?: Pack | undefined; problem?: Problem | undefined }> {
  const here = await packOf(l, lesson)
  if (here) return { pack: here }
  const seed = seedOf(l, lesson)
  const { data, error } = await api.GET('/v1/lessons/{lesson}/pack', { params: { path: { lesson }, query: { seed, attempts } } })
  if (!data) return { pack: await anyPack(lesson), problem: error }
  const pack = { seed, lesson: data.lesson, sheets: data.sheets }
  await keepPack(pack)
  return { pack }
}
