import { cell } from './cell.ts'
import { markOlder } from './seen.ts'

// What was recorded changes what was looked at before. While the answers are asked for
// anew, what is kept of them says how many records it does not hold.

// landed is how many records of this phone have reached the server since the page began.
export const landed = cell(0)

type Again = () => Promise<unknown>
const asked = new Map<string, Again>()

// remember keeps how a thing is asked for; the last forty are enough.
export function remember(key: string, again: Again): void {
  asked.delete(key)
  asked.set(key, again)
  const oldest = asked.keys().next()
  if (asked.size > 40 && !oldest.done) asked.delete(oldest.value)
}

// patience is how long whoever has just saved waits for it.
const patience = 2000

// recordedIn brings what is kept of a book up to date after an entry was posted in it.
export async function recordedIn(book: string): Promise<void> {
  await markOlder(book)
  const all = Array.from(asked).filter(([key]) => key.indexOf(book) >= 0)
  const late = new Promise<void>((done) => setTimeout(done, patience))
  await Promise.race([late, Promise.all(all.map(([, again]) => again().catch(() => undefined)))])
}
