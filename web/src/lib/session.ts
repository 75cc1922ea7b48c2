import { api, hooks, phoneProblem, type Problem } from './api/client.ts'
import { cell, useCell } from './cell.ts'
import { recall, retain } from './memory.ts'

// A role that somebody has, and where.
export type Held = { role: string; kind: string; scope?: string }

// Me is who is using the app. Not checked means: this phone knows her, and the
// server has not been asked yet, or could not be.
export type Me = { person: string; name: string; of: string; roles: Held[]; checked: boolean }

export type Session = 'unknown' | 'none' | Me

export const session = cell<Session>('unknown')

// shut is why the screen is covered: nobody touched it (idle), or the server wants
// her to prove again who she is. What is below stays as it is.
export const shut = cell<'open' | 'idle' | 'again'>('open')

// useMe is who is using the app, null while nobody is.
export function useMe(): Me | null {
  const s = useCell(session)
  return typeof s === 'string' ? null : s
}

const meKey = 'lumbung.me' // the last person: her id, her name, what she may be
const endKey = 'lumbung.end' // the server's session is still to be ended

// touchedKey is when the screen was touched last, for the lock.
export const touchedKey = 'lumbung.touched'

function lastMe(): Me | null {
  try {
    const me = JSON.parse(recall(meKey) ?? 'null') as Partial<Me> | null
    if (!me?.person || typeof me.name !== 'string' || !Array.isArray(me.roles)) return null
    return { person: me.person, name: me.name, of: me.of ?? '', roles: me.roles, checked: false }
  } catch {
    return null
  }
}

function be(me: Me | null): void {
  retain(meKey, me ? JSON.stringify(me) : null)
  session.set(me ?? 'none')
}

// begin shows the person of last time at once, and asks the server meanwhile.
export async function begin(): Promise<void> {
  hooks.before = ending
  hooks.stranger = stranger
  if (session.get() !== 'unknown') return
  if (typeof addEventListener !== 'undefined') addEventListener('storage', elsewhere)
  const last = lastMe()
  if (last) session.set(last)
  await check()
}

// elsewhere is called when another tab of this browser has another person: there is
// one session for all of them, so this one is covered.
function elsewhere(e: StorageEvent): void {
  const now = session.get()
  if (e.key !== meKey || typeof now === 'string') return
  if (lastMe()?.person !== now.person) shut.set('again')
}

// check asks the server who is signed in. Without an answer the phone's own
// knowledge stands, as not checked.
export async function check(): Promise<void> {
  const before = session.get()
  const { data } = await api.GET('/v1/me')
  if (session.get() !== before) return // somebody signed in meanwhile
  if (!data) {
    if (before === 'unknown') be(null)
    return
  }
  const me = meOf(data)
  if (typeof before !== 'string' && before.person !== me.person) {
    // The server still has the person before her, who has left this phone.
    retain(endKey, '1')
    shut.set('again')
    return
  }
  be(me)
}

type MeOut = { person: string; name?: string; home_name?: string; roles: { role: string; kind: string; scope?: string }[] }

function meOf(d: MeOut): Me {
  const roles = d.roles.map((r) => ({ role: r.role, kind: r.kind, ...(r.scope ? { scope: r.scope } : {}) }))
  return { person: d.person, name: d.name ?? '', of: d.home_name ?? '', roles, checked: true }
}

// stranger is called when the server does not know who is asking. Whoever was
// writing keeps what she wrote, and proves who she is.
function stranger(): void {
  if (typeof session.get() === 'string') session.set('none')
  else shut.set('again')
}

// ending ends the session of who has left before anything else is asked in her name.
async function ending(path: string): Promise<boolean> {
  if (!recall(endKey) || path === '/v1/sessions/current') return true
  const { error } = await api.DELETE('/v1/sessions/current')
  if (error && error.status !== 401) return false
  retain(endKey, null)
  return true
}

// How somebody signs in.
export type Credentials = { login: string; secret: string } | { card: string }

// signIn begins a session; null when it did. Whoever used the phone before has left.
// With expected nobody else is let in by it.
export async function signIn(c: Credentials, expected?: string): Promise<Problem | null> {
  const body = { ...c, cookie: true }
  const now = session.get()
  const last = lastMe()
  if (last && (typeof now === 'string' || now.person !== last.person)) retain(endKey, '1')
  let { error } = await api.POST('/v1/sessions', { body, headers: await signed(body) })
  // What the phone sends meanwhile may overtake this: the next number is higher.
  for (let tries = 0; error?.code === 'stale_request' && tries < 2; tries++) {
    ;({ error } = await api.POST('/v1/sessions', { body, headers: await signed(body) }))
  }
  // A phone that is a group's no longer still lets people in, as any other.
  if (error?.code === 'unknown_device_signature') ({ error } = await api.POST('/v1/sessions', { body }))
  if (error) return error
  retain(endKey, null) // the cookie is hers now
  return arrived(expected)
}

// signed are the headers of an enrolled phone: sign-ins there last longer, and wrong
// PINs elsewhere do not make it wait.
async function signed(body: object): Promise<Record<string, string>> {
  try {
    return await (await import('./device.ts')).signedHeaders('/v1/sessions', JSON.stringify(body))
  } catch {
    return {} // a browser that keeps no keys
  }
}

// arrived asks who has just signed in, and opens the screen.
export async function arrived(expected?: string): Promise<Problem | null> {
  const { data, error } = await api.GET('/v1/me')
  if (!data) return error
  if (expected && data.person !== expected) {
    retain(endKey, '1')
    return phoneProblem(notHers)
  }
  retain(touchedKey, String(Date.now()))
  be(meOf(data))
  shut.set('open')
  return null
}

// notHers is the code when somebody else's card was shown.
export const notHers = 'phone_not_hers'

// enter lets somebody in whom the phone recognised by itself. The server's session
// is another's or none, so it is ended before anything is asked.
export function enter(me: Me): void {
  const now = session.get()
  if (typeof now === 'string' || now.person !== me.person) retain(endKey, '1')
  retain(touchedKey, String(Date.now()))
  be({ ...me, checked: false })
  shut.set('open')
}

// signOut leaves nobody. Without a network the server hears of it at the next request.
export async function signOut(): Promise<void> {
  retain(endKey, '1')
  be(null)
  shut.set('open')
  await (await import('./seen.ts')).forget()
  await ending('')
}
