import { cell } from './cell.ts'
import { recall, retain } from './memory.ts'

// The phone's clock against the server's, which goes right. A phone that lost its
// battery often wakes years ago.
const hour = 3_600_000
const day = 24 * hour
const key = 'lumbung.clock' // the latest hour the server was heard to have

// offAtLeast is by how much the phone's clock is certainly slow: it is later than the
// server's last answer, whatever the phone says.
function offAtLeast(now: number): number {
  const heard = Number(recall(key))
  return heard - now > day ? now - heard : 0
}

// clockOff is by how many milliseconds the phone's clock is ahead; 0 within a day.
export const clockOff = cell(offAtLeast(Date.now()))

// hearClock takes in the Date of an answer of the server.
export function hearClock(date: string | null, now = Date.now()): void {
  const theirs = Date.parse(date ?? '')
  if (isNaN(theirs)) return
  clockOff.set(Math.abs(now - theirs) > day ? now - theirs : 0)
  if (Math.abs(theirs - Number(recall(key))) > hour) retain(key, String(theirs))
}
