import { hex } from './bytes.ts'

// Ids are UUIDs of version 7: the milliseconds since 1970, then chance. Of two ids
// made one after the other in one page the later one is greater, also within a
// millisecond and when the clock is set back.
let last = 0
let counter = 0

export function newID(now: number = Date.now()): string {
  const b = crypto.getRandomValues(new Uint8Array(16))
  if (now > last) {
    last = now
    counter = ((b[6] ?? 0) & 7) << 8 | (b[7] ?? 0) // half of what fits is left for counting on
  } else if (++counter > 0xfff) {
    last++
    counter = 0
  }
  const view = new DataView(b.buffer)
  view.setUint16(0, Math.floor(last / 0x100000000))
  view.setUint32(2, last % 0x100000000)
  view.setUint16(6, 0x7000 | counter)
  b[8] = ((b[8] ?? 0) & 0x3f) | 0x80
  const text = hex(b)
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`
}
