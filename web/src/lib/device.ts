import { api, phoneProblem } from './api/client.ts'
import { base64url, unbase64url, utf8, type Bytes } from './bytes.ts'
import { cell } from './cell.ts'
import { store, strict, type Coming, type Enrolled } from './db.ts'
import { fits, type Proof } from './known.ts'
import { holderOf } from './pulled.ts'
import { cardMessage, cardSeed, enrolmentMessage, enrolmentSecret, pinMessage, requestMessage } from './signing.ts'
import { newID } from './uuid.ts'

// This phone as a device of a group: a key that it cannot give away, and the number
// of its last request.

const curve = { name: 'ECDSA', namedCurve: 'P-256' }
const scheme = { name: 'ECDSA', hash: 'SHA-256' }

// enrolled is the device that this phone is; undefined until it was looked up, null
// when it is none.
export const enrolled = cell<Enrolled | null | undefined>(undefined)

// device is the same, looked up when needed.
export async function device(): Promise<Enrolled | null> {
  const found = (await (await store()).get('device', 'current')) as Enrolled | undefined
  enrolled.set(found ?? null)
  return found ?? null
}

export type Refusal = { code: string; status: number; detail: string }

// enrol makes this phone a device, with the text of an enrolment's code; null when it
// did. A key is made once for a code and kept before it is shown to anybody: when the
// answer is lost, the same device asks again.
export async function enrol(code: string, name: string): Promise<Refusal | null> {
  const secret = await enrolmentSecret(code)
  if (!secret) return { code: 'invalid_enrolment', status: 422, detail: '' }
  const db = await store()
  const before = (await db.get('device', 'coming')) as Coming | undefined
  const coming = before?.code === code && before.name === name ? before : await fresh(code, name)
  const key = unbase64url(coming.public)
  const signature = await sign(coming.key, enrolmentMessage(secret, coming.id, key, name))
  const { data, error } = await api.POST('/v1/devices', { body: { id: coming.id, code, public_key: coming.public, name, signature } })
  if (!data) return error ?? phoneProblem('phone_strange')
  const mine: Enrolled = { id: coming.id, name, book: data.book, key: coming.key, public: coming.public, at: data.enrolled_at }
  const tx = db.transaction('device', 'readwrite', strict)
  const former = (await tx.store.get('current')) as Enrolled | undefined
  if (former) void tx.store.put(former, former.id) // what it recorded stays readable
  void tx.store.put(mine, 'current')
  void tx.store.delete('coming')
  await tx.done
  enrolled.set(mine)
  return null
}

async function fresh(code: string, name: string): Promise<Coming> {
  const pair = await crypto.subtle.generateKey(curve, false, ['sign', 'verify'])
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const coming: Coming = { id: newID(), name, code, key: pair.privateKey, public: base64url(raw) }
  const tx = (await store()).transaction('device', 'readwrite', strict)
  void tx.store.put(coming, 'coming')
  await tx.done
  return coming
}

// sign is what the server takes for the device's word: r and s, 32 bytes each.
export async function sign(key: CryptoKey, message: Bytes): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.sign(scheme, key, message)))
}

// nextRequest uses up a number: no two requests of the device have the same, also
// those of two tabs. by is how far to go on.
export async function nextRequest(of: string, by = 1): Promise<number> {
  const tx = (await store()).transaction('meta', 'readwrite', strict)
  const number = (((await tx.store.get(`request:${of}`)) as number | undefined) ?? 0) + by
  void tx.store.put(number, `request:${of}`)
  await tx.done
  return number
}

// signedHeaders are those of a request with this body, to this path; none where this
// phone is no device.
export async function signedHeaders(path: string, body: string, by = 1): Promise<Record<string, string>> {
  const mine = await device()
  if (!mine) return {}
  const number = await nextRequest(mine.id, by)
  const clock = new Date().toISOString()
  return {
    'Lumbung-Device': mine.id,
    'Lumbung-Request': String(number),
    'Lumbung-Time': clock,
    'Lumbung-Signature': await sign(mine.key, await requestMessage(path, mine.id, number, clock, body)),
  }
}

// Proving is how the actor of a command shows that it is hers. 'checked' is for who
// has opened this phone with her PIN and still holds it.
export type Proving = Proof | 'checked'

// WrongProof says that a proof is not hers, with the instant until which to wait.
export class WrongProof extends Error {
  until: number
  constructor(until: number) {
    super('This proof is not hers.')
    this.name = 'WrongProof'
    this.until = until
  }
}

// Prove proves the digest of a command.
export type Prove = (digest: Bytes) => Promise<{ card: string } | { pin: string }>

// prover checks a proof once, and gives what proves commands with it.
export async function prover(mine: Enrolled, actor: string, proof: Proving): Promise<Prove> {
  if (proof !== 'checked' && 'card' in proof) {
    const seed = await cardSeed(proof.card)
    if (!seed) throw new WrongProof(0)
    const { cardPublic, cardSign } = await import('./card.ts')
    const holder = await holderOf(mine.book, await cardPublic(seed))
    if (holder && holder.id !== actor) throw new WrongProof(0)
    return async (digest) => ({ card: await cardSign(seed, cardMessage(digest)) })
  }
  if (proof !== 'checked') {
    const verdict = await fits(actor, proof)
    if (verdict.is === 'full') throw new DOMException('The PIN cannot be checked.', 'QuotaExceededError')
    if (verdict.is !== 'fits') throw new WrongProof(verdict.is === 'wait' ? verdict.until : 0)
  }
  return async (digest) => ({ pin: await sign(mine.key, pinMessage(digest)) })
}

// sizeOf is how many bytes a text is on the way.
export const sizeOf = (text: string): number => utf8(text).length
