import { cell } from './cell.ts'
import { outdated } from './db.ts'
import { device, enrolled } from './device.ts'
import { troubleOfThrown } from './errors.ts'
import { exchange, lastFacts, waiting, type Facts, type Hindrance } from './exchange.ts'
import { mend, onRecorded, recount } from './outbox.ts'
import { askToStay, checkEviction, look } from './storage.ts'
import { alone, hear, tell } from './tabs.ts'

// When to send and pull: after each record, when the app comes to the front, when
// the phone believes that it has a signal, and while something waits in growing
// pauses. Nothing runs while nothing waits: a phone's battery is for calls.

// State is what a screen says of sending. next is when it is tried again, 0 for
// never by itself.
export type State = { busy: boolean; trouble: Hindrance | null; next: number; facts: Facts | null }

export const sync = cell<State>({ busy: false, trouble: null, next: 0, facts: null })

const set = (some: Partial<State>): void => sync.set({ ...sync.get(), ...some })

// wrongClock is from how many seconds on somebody is told.
export const wrongClock = 86_400

// After so many failures, in seconds. The first request on a network that has just
// come back often fails, and the next does not.
const pauses = [3, 15, 30, 60, 120, 300, 600, 900]
let tries = 0
let timer: ReturnType<typeof setTimeout> | null = null
let started = false
let again = false // something was recorded while it was being sent
let back = false // the network came back while it was being tried

// syncNow sends and pulls once; another tab that is at it does it for this one. asked
// is that somebody wants to know now: then all that is still open is asked for too.
export async function syncNow(asked = false): Promise<State> {
  if (timer) clearTimeout(timer)
  timer = null
  if (sync.get().busy) {
    again = true
    return sync.get()
  }
  again = back = false
  set({ busy: true, next: 0 })
  try {
    const ended = await alone('sync', () => exchange(asked ? 0 : undefined))
    if (ended) {
      const { trouble, wait, facts } = ended
      tries = trouble && trouble !== 'busy' ? tries + 1 : 0
      set({ trouble, facts: facts ?? sync.get().facts })
      tell('synced')
      plan(wait, (await waiting()) || trouble === 'busy')
    } else plan(5, false)
  } catch (e) {
    tries++
    set({ trouble: troubleOfThrown(e) })
    plan(0, true)
  } finally {
    set({ busy: false })
  }
  await recount().catch(() => undefined)
  if (back || (again && !sync.get().trouble)) return syncNow()
  return sync.get()
}

// plan tries again later: not before the server wants it, in growing pauses, and
// never two phones of a village at the same moment.
function plan(wait: number, needed: boolean): void {
  const { trouble } = sync.get()
  if (!started || trouble === 'stranger' || trouble === 'old' || (!needed && wait === 0)) return
  const pause = trouble === 'busy' ? 15 : (pauses[Math.min(Math.max(tries - 1, 0), pauses.length - 1)] ?? 900)
  const after = Math.max(wait, pause) * 1000 * (1 + Math.random() / 4)
  set({ next: Date.now() + after })
  timer = setTimeout(() => {
    if (typeof document === 'undefined' || document.visibilityState === 'visible') void syncNow()
  }, after)
}

// startSync begins; it returns how to stop. Called once by each door.
export function startSync(): () => void {
  if (started) return () => undefined
  started = true
  onRecorded.call = () => void syncNow()
  const seen = (): void => {
    if (document.visibilityState === 'visible') void syncNow()
  }
  const online = (): void => {
    tries = 0
    back = true
    void syncNow()
  }
  addEventListener('online', online)
  document.addEventListener('visibilitychange', seen)
  const deaf = hear((what) => void otherTab(what))
  let last = enrolled.get()?.id
  const became = enrolled.follow(() => {
    const now = enrolled.get()?.id
    if (now && now !== last) {
      void askToStay() // what is recorded from now on must stay here
      void syncNow()
    }
    last = now
  })
  const noticed = outdated.follow(() => set({ trouble: 'old' }))
  void (async () => {
    try {
      await mend()
      await checkEviction()
      set({ facts: await lastFacts() })
      await recount()
      await look()
      if (await device()) await syncNow()
    } catch (e) {
      set({ trouble: troubleOfThrown(e) })
    }
  })()
  return () => {
    started = false
    onRecorded.call = null
    removeEventListener('online', online)
    document.removeEventListener('visibilitychange', seen)
    deaf()
    became()
    noticed()
    if (timer) clearTimeout(timer)
  }
}

// otherTab shows here what another tab has done.
async function otherTab(what: string): Promise<void> {
  if (what === 'recorded' || what === 'heard') await recount().catch(() => undefined)
  if (what !== 'synced') return
  set({ facts: await lastFacts().catch(() => null) })
  await recount().catch(() => undefined)
}

// mayPayOut is whether money may go out without asking the server: the lease runs, by
// the server's clock.
export const mayPayOut = (f: Facts, now = Date.now()): boolean => !f.revoked && Date.parse(f.lease) > now - f.clockOff * 1000
