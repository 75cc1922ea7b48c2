import { cell } from './cell.ts'
import { ofDevice, store } from './db.ts'
import { recall, retain } from './memory.ts'

// How safely this browser keeps what is recorded here.

// Room is what the browser says of its store: permanent is null where it does not
// say, share the part that is used up in percent.
export type Room = { permanent: boolean | null; used: number; quota: number; share: number }

export const room = cell<Room | null>(null)

// nearlyFull is when a sentence says so.
export const nearlyFull = 85

// Names that older browsers do not know.
type Storage = { persist?: () => Promise<boolean>; persisted?: () => Promise<boolean>; estimate?: () => Promise<{ usage?: number; quota?: number }> }

const keeper = (): Storage => (typeof navigator === 'undefined' ? {} : ((navigator as Partial<Navigator>).storage ?? {}))

// askToStay asks the browser never to clear the store, and returns its answer; null
// where it cannot be asked.
export async function askToStay(): Promise<boolean | null> {
  const answer = await (keeper().persist?.() ?? Promise.resolve(null)).catch(() => null)
  await look()
  return answer
}

// look asks how much room there is.
export async function look(): Promise<Room> {
  const permanent = await (keeper().persisted?.() ?? Promise.resolve(null)).catch(() => null)
  const none: { usage?: number; quota?: number } = {}
  const { usage = 0, quota = 0 } = await (keeper().estimate?.() ?? Promise.resolve(none)).catch(() => none)
  const next: Room = { permanent, used: usage, quota, share: quota > 0 ? Math.min(100, Math.round((usage / quota) * 100)) : 0 }
  room.set(next)
  return next
}

// A marker outside the store says what must be in it. Browsers that empty the one
// often leave the other.
export type Marker = { device: string; made: number; sent: number }

const markKey = 'lumbung.made'

export function marker(): Marker | null {
  try {
    const m = JSON.parse(recall(markKey) ?? 'null') as Partial<Marker> | null
    if (!m || typeof m.device !== 'string' || typeof m.made !== 'number') return null
    return { device: m.device, made: m.made, sent: typeof m.sent === 'number' ? m.sent : 0 }
  } catch {
    return null
  }
}

export function mark(now: { device: string; made?: number; sent?: number }): void {
  const before = marker()
  const same = before?.device === now.device ? before : { made: 0, sent: 0 }
  const next: Marker = { device: now.device, made: Math.max(same.made, now.made ?? 0), sent: now.sent ?? same.sent }
  retain(markKey, JSON.stringify(next))
}

// Evicted is what the store should hold and does not: so many commands were made on
// the device, and so many of them had been sent.
export type Evicted = Marker & { have: number }

export const evicted = cell<Evicted | null>(null)

// checkEviction compares the marker with the store.
export async function checkEviction(): Promise<Evicted | null> {
  const m = marker()
  let lost: Evicted | null = null
  if (m) {
    const db = await store()
    const there = (await db.get('device', 'current')) ?? (await db.get('device', m.device))
    const have = await db.count('commands', ofDevice(m.device))
    if (!there || have < m.made) lost = { ...m, have }
  }
  evicted.set(lost)
  return lost
}

// beginAnew forgets the marker, once what is lost was seen and dealt with.
export function beginAnew(): void {
  retain(markKey, null)
  evicted.set(null)
}
