import { hex } from './bytes.ts'
import { cell } from './cell.ts'
import { meta, ofDevice, store, strict, type Answer, type Command, type Enrolled, type Outcome } from './db.ts'
import { device, prover, sizeOf, type Prove, type Proving } from './device.ts'
import { digest, type Made } from './signing.ts'
import { mark } from './storage.ts'
import { tell } from './tabs.ts'
import { newID } from './uuid.ts'

// The outbox is all that was ever recorded on this phone, in order. A command is on
// the disk, twice, before anybody is told that it is saved; nothing changes or
// removes it. What the server says of it stands beside it.

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined }

// most is how large a command may be, in bytes, so that one always fits a request.
const most = 256 * 1024

// BackedUp is what the server's last backup holds of the book: its entries up to a
// sequence number, and whatever the server had answered before the instant.
export type BackedUp = { at: string; sequence: number }

// Came is how far the server has all commands of the device, in an epoch of its book.
// backup is null while there is none, and not there when the server has not said.
export type Came = { epoch: number; last: number; backup?: BackedUp | null }

// Counts are how many commands are where. backup is null when nobody knows; held is
// the backup itself, with the epoch in which it counts.
export type Counts = { phone: number; server: number; backup: number | null; open: number; refused: number; held: (BackedUp & { epoch: number }) | null }

export const nothing: Counts = { phone: 0, server: 0, backup: null, open: 0, refused: 0, held: null }

// A request is at most so long under way in the server, and its clocks so far apart.
const margin = 300_000

// isHeld is whether a backup holds a command: by the number of its entry, or where it
// made none by the instant at which the server had it.
const isHeld = (b: BackedUp, o: Outcome): boolean =>
  o.sequence ? o.sequence <= b.sequence : Date.parse(o.kept ?? o.at) + margin <= Date.parse(b.at)

// counts is followed by whoever shows them.
export const counts = cell<Counts>(nothing)

// recorded is called after each command, so that it is sent when it can be.
export const onRecorded = { call: null as (() => void) | null }

// NoDevice says that this phone is no device of a group.
export class NoDevice extends Error {
  constructor() {
    super('This phone is no device of a group.')
    this.name = 'NoDevice'
  }
}

// TooLarge says that a command is larger than a request may be.
export class TooLarge extends Error {
  constructor() {
    super('This is too large for one command.')
    this.name = 'TooLarge'
  }
}

let turn: Promise<unknown> = Promise.resolve()

// record keeps what somebody says has happened, and returns its id. When it returns,
// the command is on this phone's disk in two places; when it throws, nowhere.
export async function record(kind: string, version: number, body: Json, actor: string, proof: Proving): Promise<string> {
  const mine = await device()
  if (!mine) throw new NoDevice()
  const text = JSON.stringify(body)
  if (sizeOf(text) > most) throw new TooLarge()
  const prove = await prover(mine, actor, proof)
  const c = { device: mine.id, id: newID(), kind, version, body: text, made_at: new Date().toISOString(), actor }
  const next = turn.then(() => write(mine, c, prove))
  turn = next.catch(() => undefined)
  const seq = await next
  mark({ device: mine.id, made: seq })
  tell('recorded')
  await recount()
  onRecorded.call?.()
  return c.id
}

// write puts a command behind the last one, whichever tab made that.
async function write(mine: Enrolled, c: Omit<Made, 'seq' | 'prev'>, prove: Prove): Promise<number> {
  for (;;) {
    const before = await lastOf(mine)
    const made: Made = { ...c, seq: (before?.seq ?? 0) + 1, prev: before?.digest ?? '' }
    const sum = await digest(made)
    if (await append({ ...made, digest: hex(sum), proof: await prove(sum) })) return made.seq
  }
}

// append writes a command to both places, unless another tab has taken its number.
async function append(c: Command): Promise<boolean> {
  const tx = (await store()).transaction(['commands', 'commands_copy'], 'readwrite', strict)
  const done = tx.done
  done.catch(() => undefined) // it is heard below
  try {
    const taken = await tx.objectStore('commands').getKey([c.device, c.seq])
    if (!taken) {
      // What goes wrong with one of them ends the transaction, which says why.
      for (const place of ['commands', 'commands_copy'] as const) tx.objectStore(place).add(c).catch(() => undefined)
    }
    await done
    return !taken
  } catch (e) {
    try {
      tx.abort()
    } catch {
      // It is over already.
    }
    await done.catch(() => undefined)
    throw e
  }
}

async function lastOf(mine: Enrolled): Promise<Command | null> {
  const cursor = await (await store()).transaction('commands').store.openCursor(ofDevice(mine.id), 'prev')
  return cursor?.value ?? null
}

// made is how many commands the device has made.
export async function made(mine: Enrolled): Promise<number> {
  return (await lastOf(mine))?.seq ?? 0
}

// mend puts back into either place what only the other one holds. It returns how many.
export async function mend(): Promise<number> {
  const tx = (await store()).transaction(['commands', 'commands_copy'], 'readwrite', strict)
  const [one, two] = [tx.objectStore('commands'), tx.objectStore('commands_copy')]
  const [a, b] = [await one.getAllKeys(), await two.getAllKeys()]
  const names = (keys: [string, number][]): Set<string> => new Set(keys.map((k) => k.join(' ')))
  const [inOne, inTwo] = [names(a), names(b)]
  let mended = 0
  for (const key of a.filter((k) => !inTwo.has(k.join(' ')))) {
    const c = await one.get(key)
    if (c) void two.add(c)
    mended++
  }
  for (const key of b.filter((k) => !inOne.has(k.join(' ')))) {
    const c = await two.get(key)
    if (c) void one.add(c)
    mended++
  }
  await tx.done
  return mended
}

// came is how far the server has everything.
export async function came(of: string): Promise<Came> {
  return (await meta<Came>(`came:${of}`)) ?? { epoch: 0, last: 0 }
}

// toSend are the next commands that the server does not have, in order: as many as
// the limits let into one request, but at least one.
export async function toSend(mine: Enrolled, limit: number, bytes: number): Promise<Command[]> {
  const { last } = await came(mine.id)
  const batch: Command[] = []
  let size = 0
  let cursor = await (await store()).transaction('commands').store.openCursor(ofDevice(mine.id, last + 1))
  while (cursor && batch.length < limit) {
    size += sizeOf(asSent(cursor.value)) + 1
    if (batch.length > 0 && size > bytes) break
    batch.push(cursor.value)
    cursor = await cursor.continue()
  }
  return batch
}

// toAsk are commands whose outcome may have changed since it was last asked for.
export async function toAsk(mine: Enrolled, before: number, limit: number): Promise<Command[]> {
  const db = await store()
  const open = (await db.getAllFromIndex('outcomes', 'by_open', [mine.id, 1])).filter((o) => o.asked <= before || o.asked > Date.now())
  const found = await Promise.all(open.slice(0, limit).map((o) => db.get('commands', [o.device, o.seq])))
  return found.filter((c): c is Command => c !== undefined)
}

// asSent is a command as it goes to the server: its body is to the letter what was signed.
export function asSent(c: Command): string {
  const proof = 'card' in c.proof ? `"card":${JSON.stringify(c.proof.card)}` : `"pin":${JSON.stringify(c.proof.pin)}`
  const prev = c.prev === '' ? '' : `"prev":"${c.prev}",`
  return (
    `{"id":"${c.id}","device_seq":${c.seq},${prev}"kind":${JSON.stringify(c.kind)},"version":${c.version},"body":${c.body},` +
    `"made_at":${JSON.stringify(c.made_at)},"actor":"${c.actor}","proof":{${proof}}}`
  )
}

// Receipt is what the server answers for a command.
export type Receipt = { id: string; device_seq: number; outcome: Answer; code?: string; resource?: string; late?: boolean }

const stillOpen: Answer[] = ['held', 'quarantined', 'mismatch']
const inBook: Answer[] = ['posted', 'posted_with_task']

// Said is the state of the book with which the server answered.
export type Said = { epoch: number; at: string; sequence: number; backup: BackedUp | null }

// heard keeps what the server said of commands that were sent. When the epoch of its
// book has changed the server was put back to an earlier day, and all commands are
// sent again.
export async function heard(of: string, sent: Command[], said: Receipt[], { epoch, at, sequence, backup }: Said): Promise<boolean> {
  const tx = (await store()).transaction(['outcomes', 'meta'], 'readwrite', strict)
  const before = ((await tx.objectStore('meta').get(`came:${of}`)) as Came | undefined) ?? { epoch, last: 0 }
  const again = before.epoch !== epoch && before.epoch !== 0
  let { last } = again ? { last: 0 } : before
  for (const [i, c] of sent.entries()) {
    const r = said[i]
    if (!r || r.id !== c.id || r.device_seq !== c.seq) break // an answer that is none of ours
    const known = await tx.objectStore('outcomes').get([of, c.seq])
    const same = known?.epoch === epoch ? known : undefined
    const outcome = r.outcome === 'duplicate' && known && inBook.includes(known.outcome) ? known.outcome : r.outcome
    void tx.objectStore('outcomes').put({
      device: of,
      seq: c.seq,
      epoch,
      outcome,
      code: r.code ?? '',
      resource: r.resource ?? '',
      late: r.late ?? false,
      at,
      asked: Date.now(),
      open: stillOpen.includes(outcome) ? 1 : 0,
      kept: same?.kept ?? at,
      // All that it did is in the book by now. Of other kinds nobody knows that they made an entry.
      sequence: same?.sequence || (c.kind === 'entry.post' && !stillOpen.includes(outcome) && outcome !== 'refused' ? sequence : 0),
    })
    if (c.seq === last + 1) last = c.seq
  }
  void tx.objectStore('meta').put({ epoch, last, backup }, `came:${of}`)
  await tx.done
  mark({ device: of, sent: last })
  tell('heard')
  await recount()
  return again
}

// Item is a command with what became of it; outcome is null while only this phone has it.
export type Item = { command: Command; outcome: Outcome | null }

// items are the commands of this phone, the last first, and the outcomes that hold now.
export async function items(want: (i: Item) => boolean, limit: number): Promise<Item[]> {
  const mine = await device()
  if (!mine) return []
  const { last, epoch } = await came(mine.id)
  const db = await store()
  const tx = db.transaction(['commands', 'outcomes'])
  const outcomes = new Map((await tx.objectStore('outcomes').getAll(ofDevice(mine.id))).map((o) => [o.seq, o]))
  const found: Item[] = []
  let cursor = await tx.objectStore('commands').openCursor(ofDevice(mine.id), 'prev')
  while (cursor && found.length < limit) {
    const o = outcomes.get(cursor.value.seq)
    const item: Item = { command: cursor.value, outcome: o && o.epoch === epoch && cursor.value.seq <= last ? o : null }
    if (want(item)) found.push(item)
    cursor = await cursor.continue()
  }
  return found
}

// recount counts what is where.
export async function recount(): Promise<Counts> {
  const mine = await device()
  if (!mine) {
    counts.set(nothing)
    return nothing
  }
  const db = await store()
  const [phone, { last, epoch, backup }, outcomes] = [await db.count('commands', ofDevice(mine.id)), await came(mine.id), await db.getAll('outcomes', ofDevice(mine.id))]
  const next: Counts = {
    phone,
    server: Math.min(phone, last),
    backup: backup === undefined ? null : backup ? outcomes.filter((o) => o.seq <= last && o.epoch === epoch && isHeld(backup, o)).length : 0,
    open: outcomes.filter((o) => o.open === 1).length,
    refused: outcomes.filter((o) => o.outcome === 'refused').length,
    held: backup ? { ...backup, epoch } : null,
  }
  counts.set(next)
  return next
}
