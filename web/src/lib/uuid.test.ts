import { expect, it } from 'vitest'
import { newID } from './uuid.ts'

it('makes ids of version 7 that say when they were made', () => {
  const id = newID(0x0192f3c1aabb + 1e10)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.slice(0, 13).replace('-', ''), 16)).toBe(0x0192f3c1aabb + 1e10)
})

it('makes each id greater than the one before, within a millisecond and when the clock is set back', () => {
  const now = Date.now() + 1e12
  const ids = [newID(now)]
  for (let i = 0; i < 10_000; i++) ids.push(newID(i % 3 ? now : now - 86_400_000))
  expect(ids).toEqual(Array.from(ids).sort())
  expect(new Set(ids).size).toBe(ids.length)
})
