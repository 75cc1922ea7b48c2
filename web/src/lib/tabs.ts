import { store } from './db.ts'
import { retain } from './memory.ts'
import { newID } from './uuid.ts'

// Lumbung may be open in several tabs. One of them sends at a time, and each tells
// the others when something has changed.

const name = 'lumbung'
let channel: BroadcastChannel | null | undefined
const listeners = new Set<(what: string) => void>()

function line(): BroadcastChannel | null {
  if (channel !== undefined) return channel
  channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(name)
  const heard = (what: unknown): void => {
    if (typeof what === 'string') for (const tell of Array.from(listeners)) tell(what)
  }
  if (channel) channel.onmessage = (e) => heard(e.data)
  else if (typeof window !== 'undefined') {
    window.addEventListener('storage', (e) => e.key === `${name}.told` && e.newValue && heard(e.newValue.split(' ')[0]))
  }
  return channel
}

// tell says a word to the other tabs.
export function tell(what: string): void {
  const open = line()
  if (open) open.postMessage(what)
  else retain(`${name}.told`, `${what} ${newID()}`)
}

// hear calls back with what other tabs say, until the function it returns is called.
export function hear(tell: (what: string) => void): () => void {
  line()
  listeners.add(tell)
  return () => listeners.delete(tell)
}

// A lease is how a tab keeps others away where browsers know no locks. It runs out,
// so that a tab that was killed keeps nobody waiting.
type Lease = { holder: string; until: number }
const leaseFor = 60_000
const me = newID()

// alone runs fn while no other tab does the same; null when one is at it already.
export async function alone<T>(what: string, fn: () => Promise<T>): Promise<T | null> {
  const locks = typeof navigator === 'undefined' ? undefined : (navigator as Partial<Navigator>).locks
  if (locks) return locks.request(`${name}.${what}`, { ifAvailable: true }, async (lock) => (lock ? fn() : null))
  if (!(await lease(what))) return null
  const renew = setInterval(() => void lease(what), leaseFor / 3)
  try {
    return await fn()
  } finally {
    clearInterval(renew)
    await lease(what, 0)
  }
}

async function lease(what: string, length = leaseFor): Promise<boolean> {
  const tx = (await store()).transaction('meta', 'readwrite')
  const held = (await tx.store.get(`lease:${what}`)) as Lease | undefined
  const now = Date.now()
  const free = !held || held.holder === me || held.until <= now || held.until > now + 2 * leaseFor
  if (free) void tx.store.put({ holder: me, until: now + length }, `lease:${what}`)
  await tx.done
  return free
}
