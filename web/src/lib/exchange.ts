import { spoken } from './api/app.ts'
import { utf8 } from './bytes.ts'
import { meta, ofDevice, setMeta, store, type Command, type Enrolled } from './db.ts'
import { device, signedHeaders } from './device.ts'
import { troubleOfThrown, type Trouble } from './errors.ts'
import { language } from './i18n.ts'
import { asSent, came, heard, made, toAsk, toSend, type BackedUp, type Receipt } from './outbox.ts'
import { cursor, learn, unlearn, type Cursor, type Pulled } from './pulled.ts'

// One exchange with the server: what waits goes out in order, what is new comes in.

const path = '/v1/sync'
const most = 500 // commands a request
const bytes = 900 * 1024 // of commands; the server takes a mebibyte
const patience = 30_000
const askAgain = 3_600_000 // after which an open outcome is asked for again
const rounds = 25 // the server takes thirty requests a minute

// Hindrance is why nothing more can be sent for now: a trouble, or the server does not
// know this phone (stranger) or takes nothing more from it (revoked).
export type Hindrance = Trouble | 'stranger' | 'revoked'

export type Facts = { at: string; lease: string; clockOff: number; revoked: boolean }

export type Ended = { trouble: Hindrance | null; wait: number; facts: Facts | null }

type Answer = {
  at: string
  items: Receipt[]
  last_seq: number
  lease_until: string
  revoked: boolean
  book: string
  sequence: number
  head: string
  epoch?: number
  backed_up?: BackedUp
  pulled?: Pulled
}

// exchange sends and pulls until there is nothing more, or something is in the way.
// rest is for how long an open outcome is not asked for again.
export async function exchange(rest = askAgain): Promise<Ended> {
  const mine = await device()
  if (!mine) return { trouble: null, wait: 0, facts: null }
  let facts: Facts | null = null
  let limit = most
  let ahead = 1 // how far the number of the next request goes on
  let asked = false
  for (let round = 0; round < rounds; round++) {
    let batch = await toSend(mine, limit, bytes)
    if (batch.length === 0 && !asked) {
      batch = await toAsk(mine, Date.now() - rest, 100)
      asked = true
    }
    const have = await cursor(mine.book)
    const got = await post(requestBody(await made(mine), batch, have), ahead)
    if (got.is === 'trouble') return { trouble: got.trouble, wait: 0, facts }
    if (got.status === 413 && limit > 1) {
      limit = Math.max(1, Math.floor(Math.min(limit, batch.length) / 2))
      continue
    }
    if (got.status === 409 && ahead < 1e6) {
      ahead *= 10 // the server has seen a higher number
      continue
    }
    ahead = 1
    const trouble = refused(got.status)
    if (trouble) return { trouble, wait: got.wait, facts }
    const a = got.answer
    if (!isAnswer(a)) return { trouble: 'strange', wait: 0, facts }
    facts = { at: a.at, lease: a.lease_until, clockOff: Math.round((Date.now() - Date.parse(a.at)) / 1000), revoked: a.revoked }
    await setMeta('facts', facts)
    const more = await takeIn(mine, batch, a)
    if (more.trouble) return { trouble: more.trouble, wait: 0, facts }
    if (!more.more && (await toSend(mine, 1, bytes)).length === 0) {
      if (a.revoked) await unlearn()
      return { trouble: a.revoked ? 'revoked' : null, wait: 0, facts }
    }
  }
  return { trouble: null, wait: 60, facts }
}

// takeIn keeps the answer: first what became of the commands, then what is new.
async function takeIn(mine: Enrolled, batch: Command[], a: Answer): Promise<{ more: boolean; trouble: Trouble | null }> {
  const epoch = a.epoch ?? 1
  try {
    const again = await heard(mine.id, batch, a.items, { epoch, at: a.at, sequence: a.sequence, backup: a.backed_up ?? null })
    if (batch.length > 0 && !again && a.items.length < batch.length) return { more: false, trouble: 'strange' }
    if (!a.pulled) return { more: again, trouble: null }
    const fits = await learn(a.pulled, { book: a.book, epoch, sequence: a.sequence, head: a.head, at: a.at })
    return { more: again || (fits && a.pulled.more), trouble: null }
  } catch (e) {
    return { more: false, trouble: troubleOfThrown(e) } // a full disk: nothing was half kept, and it comes again
  }
}

// requestBody is the text of a request. Commands go in as they were signed.
export function requestBody(made: number, commands: Command[], have: Cursor | null): string {
  let pull = ''
  if (have) {
    const epoch = have.epoch ? `,"epoch":${have.epoch}` : ''
    const known = have.known ? `,"known":"${have.known}"` : ''
    pull = `,"pull":{"since":${have.since}${epoch}${known}}`
  }
  return `{"made":${made},"commands":[${commands.map(asSent).join(',')}]${pull}}`
}

type Got = { is: 'trouble'; trouble: Trouble } | { is: 'answer'; status: number; wait: number; answer: unknown }

async function post(body: string, ahead: number): Promise<Got> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), patience)
  try {
    const headers = await signedHeaders(path, body, ahead)
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Accept-Language': language(), ...spoken, ...headers },
      body: utf8(body),
      credentials: 'omit',
      signal: stop.signal,
    })
    const wait = Number.parseInt(answer.headers.get('Retry-After') ?? '', 10)
    return { is: 'answer', status: answer.status, wait: wait > 0 ? wait : 0, answer: await answer.json().catch(() => null) }
  } catch (e) {
    const trouble = troubleOfThrown(e)
    return { is: 'trouble', trouble: trouble === 'unknown' ? 'offline' : trouble }
  } finally {
    clearTimeout(timer)
  }
}

// refused tells what a status means for the phone; null for an answer to read.
export function refused(status: number): Hindrance | null {
  if (status === 200) return null
  if (status === 401) return 'stranger'
  if (status === 429 || status === 503) return 'busy'
  if (status >= 500) return 'down'
  // The server reads requests of ours no more, or not yet.
  if ([400, 404, 405, 406, 410, 413, 415, 422, 426].includes(status)) return 'old'
  return 'strange'
}

function isAnswer(a: unknown): a is Answer {
  const x = a as Partial<Answer> | null
  return !!x && typeof x.at === 'string' && Array.isArray(x.items) && typeof x.book === 'string' && typeof x.head === 'string'
}

// lastFacts are what the server said last.
export const lastFacts = async (): Promise<Facts | null> => (await meta<Facts>('facts')) ?? null

// waiting is whether anything was recorded that the server does not have.
export async function waiting(): Promise<boolean> {
  const mine = await device()
  if (!mine) return false
  return (await (await store()).count('commands', ofDevice(mine.id, (await came(mine.id)).last + 1))) > 0
}
