import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { hex, sha256, utf8, type Bytes } from './bytes.ts'
import { troubleOfThrown } from './errors.ts'
import type { Me } from './session.ts'

// Who has signed in on this phone. It knows the name that is shown, what she may
// be, and what lets it recognise her without a network: a sum of her PIN under a
// key that no script can read, and a sum of her card. Her number is sealed with
// another such key, and is never shown.
export type Known = Me & { number: number; login: boolean; pin: boolean; card: boolean }

// Proof is how somebody shows who she is.
export type Proof = { secret: string } | { card: string }

// Verdict is what the phone can say about a proof by itself. When it is full it
// cannot count wrong PINs, so it says nothing about any.
export type Verdict = { is: 'fits' | 'wrong' | 'unknown' | 'full' } | { is: 'wait'; until: number }

type Sealed = { iv: Bytes; text: ArrayBuffer }
type Row = {
  person: string
  me: Me
  number: number
  seen: number
  login?: Sealed
  pin?: { salt: Bytes; sum: ArrayBuffer }
  card?: string
  failures: number
  nextAt: number
}
type Keys = { name: 'keys'; seal: CryptoKey; mac: CryptoKey }
interface Shape extends DBSchema {
  people: { key: string; value: Row }
  keys: { key: string; value: Keys }
}

let opened: Promise<IDBPDatabase<Shape>> | null = null

function open(): Promise<IDBPDatabase<Shape>> {
  opened ??= openDB<Shape>('lumbung-people', 1, {
    upgrade(db) {
      db.createObjectStore('people', { keyPath: 'person' })
      db.createObjectStore('keys', { keyPath: 'name' })
    },
  }).catch((e: unknown) => {
    opened = null
    throw e
  })
  return opened
}

async function keys(): Promise<Keys> {
  const db = await open()
  const there = await db.get('keys', 'keys')
  if (there) return there
  const seal = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  const mac = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const mine: Keys = { name: 'keys', seal, mac }
  const tx = db.transaction('keys', 'readwrite')
  const meanwhile = await tx.store.get('keys') // of another tab
  if (!meanwhile) await tx.store.put(mine)
  await tx.done
  return meanwhile ?? mine
}

// known are the people of this phone in their fixed order; none where nothing can be kept.
export async function known(): Promise<Known[]> {
  try {
    const rows = await (await open()).getAll('people')
    return rows.sort((a, b) => a.number - b.number).map(show)
  } catch {
    return []
  }
}

function show(r: Row): Known {
  return { ...r.me, checked: false, number: r.number, login: !!r.login, pin: !!r.pin, card: !!r.card }
}

// remember keeps that she has signed in here, with what, and as whom. A phone that
// cannot keep it asks for everything each time.
export async function remember(me: Me, login: string, proof: Proof | null): Promise<void> {
  try {
    const db = await open()
    const k = await keys()
    const fresh: Partial<Row> = {}
    if (login) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      fresh.login = { iv, text: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, k.seal, utf8(login)) }
    }
    if (proof && 'card' in proof) fresh.card = await cardSum(proof.card)
    if (proof && 'secret' in proof) {
      const salt = crypto.getRandomValues(new Uint8Array(16))
      fresh.pin = { salt, sum: await pinSum(k.mac, me.person, proof.secret, salt) }
    }
    const tx = db.transaction('people', 'readwrite')
    const before = await tx.store.get(me.person)
    const numbers = (await tx.store.getAll()).map((r) => r.number)
    const number = before?.number ?? Math.max(0, ...numbers) + 1
    await tx.store.put({ ...before, person: me.person, me, number, seen: Date.now(), failures: 0, nextAt: 0, ...fresh })
    await tx.done
  } catch {
    // As above.
  }
}

// forget takes her off this phone: next time she says her number again.
export async function forget(person: string): Promise<void> {
  try {
    await (await open()).delete('people', person)
  } catch {
    // There is nothing to forget.
  }
}

// loginOf is the name that she signs in with, null when this phone does not have it.
export async function loginOf(person: string): Promise<string | null> {
  try {
    const row = await (await open()).get('people', person)
    if (!row?.login) return null
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.login.iv }, (await keys()).seal, row.login.text)
    return new TextDecoder().decode(plain)
  } catch {
    return null
  }
}

// fits says by this phone's own knowledge whether the proof is hers. Wrong PINs
// are counted before they are looked at, and wait as they do at the server.
export async function fits(person: string, proof: Proof, now = Date.now()): Promise<Verdict> {
  try {
    const db = await open()
    const row = await db.get('people', person)
    if ('card' in proof) {
      if (!row?.card) return { is: 'unknown' }
      return { is: row.card === (await cardSum(proof.card)) ? 'fits' : 'wrong' }
    }
    if (!row?.pin) return { is: 'unknown' }
    const tx = db.transaction('people', 'readwrite')
    const counted = await tx.store.get(person)
    if (!counted) return { is: 'unknown' }
    if (counted.nextAt > now) return { is: 'wait', until: counted.nextAt }
    counted.failures++
    counted.nextAt = now + waitAfter(counted.failures)
    await tx.store.put(counted)
    await tx.done
    const sum = await pinSum((await keys()).mac, person, proof.secret, row.pin.salt)
    if (!same(sum, row.pin.sum)) return { is: 'wrong' }
    await db.put('people', { ...counted, failures: 0, nextAt: 0 })
    return { is: 'fits' }
  } catch (e) {
    return { is: troubleOfThrown(e) === 'full' ? 'full' : 'unknown' }
  }
}

// waitAfter is how long to wait after so many wrong PINs, in milliseconds. It never
// grows beyond a quarter of an hour: nobody is locked out for good.
export function waitAfter(failures: number): number {
  const waits = [5, 15, 60, 300, 900]
  return failures < 5 ? 0 : (waits[Math.min(failures - 5, waits.length - 1)] ?? 900) * 1000
}

async function pinSum(mac: CryptoKey, person: string, pin: string, salt: Bytes): Promise<ArrayBuffer> {
  const stretched = await crypto.subtle.deriveBits(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 100_000 },
    await crypto.subtle.importKey('raw', utf8(`${person} ${pin}`), 'PBKDF2', false, ['deriveBits']),
    256,
  )
  return crypto.subtle.sign('HMAC', mac, stretched)
}

// cardSum stands for a card, whose seed is too long to be guessed.
async function cardSum(card: string): Promise<string> {
  return hex(await sha256(utf8(`lumbung.known.card ${card}`)))
}

function same(a: ArrayBuffer, b: ArrayBuffer): boolean {
  const x = new Uint8Array(a)
  const y = new Uint8Array(b)
  return x.length === y.length && x.every((v, i) => v === y[i])
}
