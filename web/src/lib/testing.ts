import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { shut } from './db.ts'
import { hex, unbase64url, type Bytes } from './bytes.ts'
import { enrol, enrolled } from './device.ts'
import type { Command } from './db.ts'
import { counts, nothing } from './outbox.ts'
import { digest, requestMessage } from './signing.ts'

// What tests of the phone's store and of sending need: an empty phone, and a server
// that answers as ours does, checks as ours does, and fails when told to.

export const code = 'LUMBUNGE1:UU6KKPFFHSSTZJJ4UU6KKPFFHRN3XCRJ'
export const book = '018f3c1e-7d2a-7b44-9c55-1f0e8a6b2c11'
export const actor = '018f3c1e-7d2a-7b44-9c55-1f0e8a6b2c22'

class Shelf {
  held = new Map<string, string>()
  getItem = (key: string): string | null => this.held.get(key) ?? null
  setItem = (key: string, value: string): void => void this.held.set(key, value)
  removeItem = (key: string): void => void this.held.delete(key)
}

// emptyPhone is a phone that has never seen Lumbung.
export async function emptyPhone(): Promise<void> {
  await shut()
  Object.assign(globalThis, { indexedDB: new IDBFactory(), localStorage: new Shelf() })
  enrolled.set(undefined)
  counts.set(nothing)
}

// reload is what is left when the page is closed and opened again.
export const reload = (): Promise<void> => shut()

type Sent = Omit<Command, 'device' | 'seq' | 'digest' | 'body'> & { device_seq: number; body: unknown }
type Fault = 'unreachable' | 'lost' | 'down' | 'busy' | 'large' | 'portal' | 'stale' | 'unknown'

// Server keeps what comes as ours does: by number, each once, held behind gaps.
export class Server {
  key: Bytes | null = null
  device = ''
  number = 0
  epoch = 1
  kept = new Map<number, Sent>()
  arrivals: number[] = [] // numbers in the order in which they were done
  done = 0
  faults: Fault[] = []
  requests: { commands: number; body: string }[] = []
  apps: (string | undefined)[] = [] // which protocol each request was in
  oldest = 1 // that is spoken
  made = 0
  answers = new Map<number, string>() // what to say instead of posted
  backup: { at: string; sequence: number } | null = null
  at = (): string => new Date().toISOString()

  install(): void {
    Object.assign(globalThis, { fetch: (to: string | Request, init: RequestInit) => (typeof to === 'string' ? this.answer(to, init) : this.asked(to)) })
  }

  private async asked(r: Request): Promise<Response> {
    const headers: Record<string, string> = {}
    r.headers.forEach((value, name) => (headers[name] = value))
    return this.answer(new URL(r.url).pathname, { headers, body: await r.text() })
  }

  // restore puts the server back to an earlier day.
  restore(to: number): void {
    for (const seq of Array.from(this.kept.keys())) if (seq > to) this.kept.delete(seq)
    this.arrivals = this.arrivals.filter((s) => s <= to)
    this.done = Math.min(this.done, to)
    this.epoch++
    this.backup = null
  }

  async answer(path: string, init: RequestInit): Promise<Response> {
    const fault = path === '/v1/sync' ? this.faults.shift() : undefined
    const headers = init.headers as Record<string, string>
    const body = typeof init.body === 'string' ? init.body : new TextDecoder().decode(init.body as Bytes)
    if (fault === 'unreachable') throw new TypeError('Failed to fetch')
    if (fault === 'down') return new Response('', { status: 502 })
    if (fault === 'busy') return new Response('{}', { status: 503, headers: { 'Retry-After': '7' } })
    if (fault === 'large') return new Response('{}', { status: 413 })
    if (fault === 'portal') return new Response('<html>', { status: 200 })
    if (fault === 'unknown') return new Response('{}', { status: 422 })
    const app = headers['Lumbung-App'] ?? headers['lumbung-app']
    this.apps.push(app)
    if (app && Number(app) < this.oldest) return json({ code: 'app_too_old', detail: 'Perbarui dahulu.' }, 426)
    if (path === '/v1/devices') {
      const d = JSON.parse(body) as { id: string; public_key: string }
      this.device = d.id
      this.key = unbase64url(d.public_key)
      return json({ id: d.id, book, enrolled_at: this.at() }, 201)
    }
    if (!(await this.genuine(path, headers, body))) return json({ code: 'unknown_device_signature' }, 401)
    const number = Number(headers['Lumbung-Request'])
    if (number <= this.number || fault === 'stale') return json({ code: 'stale_request' }, 409)
    this.number = number
    const answer = await this.take(body)
    if (fault === 'lost') throw new TypeError('Failed to fetch')
    return json(answer, 200)
  }

  private async genuine(path: string, h: Record<string, string>, body: string): Promise<boolean> {
    if (!this.key || h['Lumbung-Device'] !== this.device) return false
    const key = await crypto.subtle.importKey('raw', this.key, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify'])
    const message = await requestMessage(path, this.device, Number(h['Lumbung-Request']), h['Lumbung-Time'] ?? '', body)
    return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, unbase64url(h['Lumbung-Signature'] ?? ''), message)
  }

  private async take(body: string): Promise<object> {
    const x = JSON.parse(body) as { made: number; commands: Sent[]; pull?: { since: number; epoch?: number } }
    this.requests.push({ commands: x.commands.length, body })
    this.made = x.made
    const before = new Set(this.arrivals)
    for (const c of x.commands) {
      const there = this.kept.get(c.device_seq)
      if (there && there.id !== c.id) throw new Error(`Number ${c.device_seq} was used twice.`)
      this.kept.set(c.device_seq, c)
    }
    while (this.kept.has(this.done + 1)) this.arrivals.push(++this.done)
    const items = x.commands.map((c) => ({
      id: c.id,
      device_seq: c.device_seq,
      outcome: c.device_seq > this.done ? 'held' : (this.answers.get(c.device_seq) ?? (before.has(c.device_seq) ? 'duplicate' : 'posted')),
    }))
    const since = x.pull && x.pull.epoch === this.epoch ? x.pull.since : 0
    const last = Math.min(this.done, since + 200)
    const entries = []
    for (let s = since + 1; s <= last; s++) entries.push({ id: this.kept.get(s)?.id ?? '', sequence: s, day: '2026-03-01', kind: 'manual', by: actor, recorded_at: this.at(), lines: [] })
    const pulled = { since, entries, more: last < this.done, balances: [], known: 'k', around: { book: { id: book }, accounts: [], funds: [], members: [] } }
    return {
      at: this.at(),
      items,
      last_seq: this.done,
      lease_until: new Date(Date.now() + 1e9).toISOString(),
      revoked: false,
      book,
      sequence: this.done,
      head: 'h',
      epoch: this.epoch,
      ...(this.backup ? { backed_up: this.backup } : {}),
      ...(x.pull ? { pulled } : {}),
    }
  }
}

const json = (body: object, status: number): Response => new Response(JSON.stringify(body), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' } })

// enrolledPhone is an empty phone that has become a device of the server.
export async function enrolledPhone(server: Server): Promise<void> {
  await emptyPhone()
  server.install()
  const refused = await enrol(code, 'HP kelompok')
  if (refused) throw new Error(refused.code)
}

// chained reports whether commands follow each other without a gap, each naming the
// one before.
export async function chained(all: Command[]): Promise<boolean> {
  let before = ''
  for (const [i, c] of all.entries()) {
    const sum = hex(await digest(c))
    if (c.seq !== i + 1 || c.prev !== before || c.digest !== sum) return false
    before = c.digest
  }
  return true
}
