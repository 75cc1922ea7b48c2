import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import { cell } from './cell.ts'
import type { Made } from './signing.ts'

// The phone's own store. What was recorded stands in two object stores at once and
// is never changed or removed by the app; everything else here can be made anew.

// Command is what somebody recorded on this phone, as it was signed.
export type Command = Made & { digest: string; proof: { card: string } | { pin: string } }

// Outcome is what the server said of a command, in an epoch of its book. open says
// that it may still change.
export type Outcome = {
  device: string
  seq: number
  epoch: number
  outcome: Answer
  code: string
  resource: string
  late: boolean
  at: string // the server's clock
  asked: number // this phone's clock
  open: 0 | 1
  kept?: string // the server's clock when it was first heard that the server has it
  sequence?: number // its entry in the book has this number or a lower one; 0 for none
}
export type Answer = 'posted' | 'duplicate' | 'posted_with_task' | 'held' | 'refused' | 'quarantined' | 'mismatch'

// Enrolled is this phone as a device of a group. key cannot be read by any script.
export type Enrolled = { id: string; name: string; book: string; key: CryptoKey; public: string; at: string }

// Coming is an enrolment that the server has not confirmed yet.
export type Coming = { id: string; name: string; code: string; key: CryptoKey; public: string }

export type PulledLine = { account: string; fund: string; debit?: string; credit?: string; party?: string; item?: string; memo?: string }
export type PulledEntry = {
  id: string
  sequence: number
  day: string
  kind: string
  memo?: string
  recorded_at: string
  by: string
  command?: string
  event?: string
  reverses?: string
  lines: PulledLine[]
}
export type PulledBalance = { account: string; fund: string; debit?: string; credit?: string }
export type Around = {
  book: { id: string; kind: string; name: string; currency: string; places: number; closed_through?: string }
  accounts: { id: string; code: string; names: { id: string; en?: string }; class: string; normal: string; role?: string }[]
  funds: { id: string; code: string; name: string; restricted: boolean }[]
  members: { id: string; name: string; cards?: string[] }[]
}

// PulledBook is the group's book as the server had it at the instant: balances as of
// sequence, entries up to cursor.
export type PulledBook = {
  id: string
  epoch: number
  sequence: number
  head: string
  cursor: number
  known: string
  around: Around
  balances: PulledBalance[]
  at: string
}

interface Shape extends DBSchema {
  device: { key: string; value: Enrolled | Coming }
  commands: { key: [string, number]; value: Command }
  commands_copy: { key: [string, number]; value: Command }
  outcomes: { key: [string, number]; value: Outcome; indexes: { by_open: [string, number] } }
  books: { key: string; value: PulledBook }
  entries: { key: [string, number]; value: { book: string; sequence: number; entry: PulledEntry } }
  meta: { key: string; value: unknown }
}
export type Store = IDBPDatabase<Shape>

// outdated is set when a newer app has changed the store under this page.
export const outdated = cell(false)

let opened: Promise<Store> | null = null

// store opens the phone's store; it rejects when this browser keeps nothing.
export function store(): Promise<Store> {
  opened ??= openDB<Shape>('lumbung', 1, {
    upgrade(db) {
      db.createObjectStore('device')
      db.createObjectStore('commands', { keyPath: ['device', 'seq'] })
      db.createObjectStore('commands_copy', { keyPath: ['device', 'seq'] })
      db.createObjectStore('outcomes', { keyPath: ['device', 'seq'] }).createIndex('by_open', ['device', 'open'])
      db.createObjectStore('books', { keyPath: 'id' })
      db.createObjectStore('entries', { keyPath: ['book', 'sequence'] })
      db.createObjectStore('meta')
    },
    blocking(_now, _next, e) {
      const db = e.target
      if (db instanceof IDBDatabase) db.close()
      opened = null
      outdated.set(true)
    },
    terminated() {
      opened = null
    },
  }).catch((e: unknown) => {
    opened = null
    throw e
  })
  return opened
}

// shut closes the store, for tests that open it anew.
export async function shut(): Promise<void> {
  const open = opened
  opened = null
  ;(await open)?.close()
}

// Strict writes are on the disk before they are said to be done.
export const strict = { durability: 'strict' } as const

// ofDevice are the keys of all that a device has made, from a number on.
export const ofDevice = (device: string, from = 1): IDBKeyRange => IDBKeyRange.bound([device, from], [device, Number.MAX_SAFE_INTEGER])

export async function meta<T>(key: string): Promise<T | undefined> {
  return (await (await store()).get('meta', key)) as T | undefined
}

export async function setMeta(key: string, value: unknown): Promise<void> {
  await (await store()).put('meta', value, key)
}
