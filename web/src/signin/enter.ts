import { api, phoneProblem, told, troubleOf, waitOf, type Problem } from '../lib/api/client.ts'
import { clock } from '../lib/dates.ts'
import { words } from '../lib/i18n.ts'
import { fits, known, loginOf, remember, type Known, type Proof } from '../lib/known.ts'
import { arrived, enter, notHers, session, shut, signIn, type Credentials, type Me } from '../lib/session.ts'
import { newID } from '../lib/uuid.ts'
import { cancelled, proveByPasskey, signInByPasskey } from './passkey.ts'

// Failure is why somebody could not come in, as a sentence; until is when she may
// try again, in milliseconds, 0 for at once.
export type Failure = { say: string; until: number }

// patience is how long somebody who wants her own screen back waits for a server
// that does not answer; then the phone's own knowledge has to do.
const patience = 6000

const soon = (p: Promise<Problem | null>): Promise<Problem | null> =>
  Promise.race([p, new Promise<Problem>((late) => setTimeout(() => late(phoneProblem('phone_offline')), patience))])

const failure = (say: string, until = 0): Failure => ({ say, until })

// waiting says until when to wait. Below a minute seconds are what helps.
export function waiting(until: number, now = Date.now()): Failure {
  const w = words().signin
  const seconds = Math.max(1, Math.ceil((until - now) / 1000))
  const when = seconds < 60 ? w.waitSeconds(seconds) : w.waitUntil(clock(new Date(Math.ceil(until / 60_000) * 60_000).toISOString()))
  return failure(w.wait(when), until)
}

function failureOf(p: Problem, card: boolean, name: string): Failure {
  const w = words()
  if (waitOf(p) > 0 && !troubleOf(p)) return waiting(Date.now() + waitOf(p) * 1000)
  if (p.code === notHers) return failure(w.signin.notHers(name))
  if (p.code === 'sign_in_failed') return failure(card ? w.signin.wrongCard : w.signin.wrong)
  return failure(told(p, w))
}

// comeIn signs somebody in whom this phone need not know. Without a network a card
// lets in whoever has used it here before.
export async function comeIn(c: Credentials): Promise<Failure | null> {
  const p = await signIn(c)
  if (!p) {
    await keepMe('login' in c ? c.login : '', 'card' in c ? { card: c.card } : { secret: c.secret })
    return null
  }
  const trouble = troubleOf(p)
  if (!trouble || !('card' in c)) return failureOf(p, 'card' in c, '')
  for (const k of await known()) {
    if ((await fits(k.person, { card: c.card })).is !== 'fits') continue
    enter(meOf(k))
    return null
  }
  return failureOf(p, true, '')
}

// comeInAs signs one of this phone's people in: by the server, or by the phone's
// own knowledge when the server cannot be asked.
export async function comeInAs(k: Known, proof: Proof): Promise<Failure | null> {
  if ('card' in proof) return comeIn(proof)
  const login = await loginOf(k.person)
  if (login) {
    const p = await soon(signIn({ login, secret: proof.secret }, k.person))
    if (!p) {
      await keepMe(login, proof)
      return null
    }
    if (!troubleOf(p)) return failureOf(p, false, k.name)
  }
  return byPhone(meOf(k), proof)
}

// unlock opens the screen for the person whose it is, and for nobody else.
export async function unlock(me: Me, proof: Proof): Promise<Failure | null> {
  const card = 'card' in proof
  if (shut.get() === 'idle') {
    const error = await soon(proveTo(proof))
    if (!error) {
      shut.set('open')
      await keepMe('', proof)
      return null
    }
    if (!troubleOf(error) && error.code !== 'unauthenticated') return failureOf(error, card, me.name)
    if (troubleOf(error)) return byPhone(me, proof)
  }
  const login = card ? '' : await loginOf(me.person)
  if (login === null) return byPhone(me, proof)
  const p = await soon(signIn('card' in proof ? proof : { login, secret: proof.secret }, me.person))
  if (!p) {
    await keepMe(login, proof)
    return null
  }
  return troubleOf(p) ? byPhone(me, proof) : failureOf(p, card, me.name)
}

// prove shows the server once more who is there; for some minutes she may change
// how she comes in.
export async function prove(me: Me, proof: Proof): Promise<Failure | null> {
  const p = await proveTo(proof)
  return p ? failureOf(p, 'card' in proof, me.name) : null
}

const proveTo = async (proof: Proof): Promise<Problem | null> =>
  (await api.POST('/v1/me/secret-proof', { body: { id: newID(), ...proof } })).error ?? null

async function byPhone(me: Me, proof: Proof): Promise<Failure | null> {
  const w = words().signin
  const verdict = await fits(me.person, proof)
  switch (verdict.is) {
    case 'fits':
      enter(me)
      return null
    case 'wait':
      return waiting(verdict.until)
    case 'wrong':
      return failure('card' in proof ? w.notHers(me.name) : w.wrong)
    case 'unknown':
      return failure(w.notKnown)
    case 'full':
      return failure(words().errors.full.title)
  }
}

// comeByPasskey signs in by what the browser can prove.
export async function comeByPasskey(): Promise<Failure | null> {
  const p = (await signInByPasskey()) ?? (await arrived())
  if (p) return passkeyFailure(p, '')
  await keepMe('', null)
  return null
}

// unlockByPasskey opens the screen for the person whose it is.
export async function unlockByPasskey(me: Me): Promise<Failure | null> {
  let p = await proveByPasskey()
  if (p?.code === 'unauthenticated') p = (await signInByPasskey()) ?? (await arrived(me.person))
  if (p) return passkeyFailure(p, me.name)
  shut.set('open')
  return null
}

// proveMeByPasskey shows the server once more who is there.
export async function proveMeByPasskey(me: Me): Promise<Failure | null> {
  const p = await proveByPasskey()
  return p ? passkeyFailure(p, me.name) : null
}

function passkeyFailure(p: Problem, name: string): Failure {
  const w = words().signin.passkey
  if (p.code === cancelled) return failure(w.cancelled)
  return p.code === 'sign_in_failed' ? failure(w.wrong) : failureOf(p, true, name)
}

async function keepMe(login: string, proof: Proof | null): Promise<void> {
  const me = session.get()
  if (typeof me !== 'string') await remember(me, login, proof)
}

const meOf = (k: Known): Me => ({ person: k.person, name: k.name, of: k.of, roles: k.roles, checked: false })
