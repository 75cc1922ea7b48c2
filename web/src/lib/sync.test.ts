import { beforeEach, describe, expect, it, vi } from 'vitest'
import { copy } from './backup.ts'
import { setMeta, store } from './db.ts'
import { device, nextRequest } from './device.ts'
import { exchange, refused, type Hindrance } from './exchange.ts'
import { came, counts, items, record, recount } from './outbox.ts'
import { pulledBook, pulledEntries } from './pulled.ts'
import { marker } from './storage.ts'
import { alone } from './tabs.ts'
import { actor, book, emptyPhone, enrolledPhone, reload, Server } from './testing.ts'
import { seeded } from './testdata/random.ts'

let server: Server

const put = (n: number): Promise<string> => record('entry.post', 1, { day: '2026-03-01', memo: `nomor ${n}` }, actor, 'checked')

beforeEach(async () => {
  vi.restoreAllMocks()
  server = new Server()
  await enrolledPhone(server)
})

describe('an exchange', () => {
  it('sends what waits, in order, and says where it is', async () => {
    const ids = [await put(1), await put(2), await put(3)]
    expect(await exchange()).toMatchObject({ trouble: null, facts: { revoked: false } })
    expect(Array.from(server.kept.values(), (c) => c.id)).toEqual(ids)
    expect(server.arrivals).toEqual([1, 2, 3])
    expect(server.made).toBe(3)
    expect(counts.get()).toEqual({ phone: 3, server: 3, backup: 0, open: 0, refused: 0, held: null })
    expect((await items(() => true, 9)).map((i) => i.outcome?.outcome)).toEqual(['posted', 'posted', 'posted'])
    expect(marker()).toMatchObject({ made: 3, sent: 3 })
    await exchange()
    expect(server.requests[server.requests.length - 1]?.commands).toBe(0)
  })

  it('is nothing on a phone that is no device', async () => {
    await emptyPhone()
    expect(await exchange()).toEqual({ trouble: null, wait: 0, facts: null })
    expect(server.requests).toHaveLength(0)
  })

  it.each<[string, Server['faults'], Hindrance]>([
    ['there is no network', ['unreachable'], 'down'],
    ['the server is down', ['down'], 'down'],
    ['the server is busy', ['busy'], 'busy'],
    ['a network answers with its own page', ['portal'], 'strange'],
    ['the server does not understand this app', ['unknown'], 'old'],
  ])('loses nothing when %s', async (_why, faults, trouble) => {
    vi.stubGlobal('navigator', { onLine: true })
    await put(1)
    server.faults = faults
    expect(await exchange()).toMatchObject({ trouble, wait: trouble === 'busy' ? 7 : 0 })
    expect(counts.get()).toMatchObject({ phone: 1, server: 0 })
    vi.unstubAllGlobals()
    expect((await exchange()).trouble).toBeNull()
    expect(server.arrivals).toEqual([1])
  })

  it('names its protocol, and is told when the server speaks it no more', async () => {
    await put(1)
    server.oldest = 2
    expect(await exchange()).toMatchObject({ trouble: 'old' })
    expect(counts.get()).toMatchObject({ phone: 1, server: 0 })
    server.oldest = 1
    expect((await exchange()).trouble).toBeNull()
    expect(counts.get()).toMatchObject({ phone: 1, server: 1 })
    expect(server.apps.length).toBeGreaterThan(2)
    expect(new Set(server.apps)).toEqual(new Set(['1'])) // enrolling too
  })

  it('sends again what it got no answer for, and nothing is done twice', async () => {
    await put(1)
    await put(2)
    server.faults = ['lost']
    expect((await exchange()).trouble).not.toBeNull()
    expect(server.arrivals).toEqual([1, 2])
    expect(counts.get()).toMatchObject({ server: 0 })
    await exchange()
    expect(server.arrivals).toEqual([1, 2])
    expect((await items(() => true, 9)).map((i) => i.outcome?.outcome)).toEqual(['duplicate', 'duplicate'])
  })

  it('goes on behind the highest number that the server has seen', async () => {
    await put(1)
    server.number = 5000
    expect((await exchange()).trouble).toBeNull()
    expect(server.arrivals).toEqual([1])
    expect(await nextRequest((await device())!.id)).toBeGreaterThan(5000)
  })

  it('sends fewer when they are too large together', async () => {
    for (let i = 0; i < 8; i++) await put(i)
    server.faults = ['large', 'large']
    expect((await exchange()).trouble).toBeNull()
    expect(server.requests.map((r) => r.commands).slice(0, 4)).toEqual([2, 2, 2, 2])
  })

  it('asks again for what is still open, but not at every turn', async () => {
    await put(1)
    server.answers.set(1, 'quarantined')
    await exchange()
    expect(counts.get()).toMatchObject({ server: 1, open: 1 })
    server.answers.set(1, 'posted')
    await exchange()
    expect(counts.get().open).toBe(1)
    const db = await store()
    const o = (await db.get('outcomes', [(await device())!.id, 1]))!
    await db.put('outcomes', { ...o, asked: Date.now() - 4_000_000 })
    await exchange()
    expect(counts.get().open).toBe(0)
  })

  it('believes no answer that speaks of other commands', async () => {
    await put(1)
    await put(2)
    const answer = server.answer.bind(server)
    server.answer = async (path, init) => {
      const a = (await (await answer(path, init)).json()) as { items: { id: string }[] }
      a.items.reverse()
      return new Response(JSON.stringify(a))
    }
    server.install()
    await exchange()
    expect(counts.get()).toMatchObject({ phone: 2, server: 0 })
  })

  it('has a plain word for every status', () => {
    const words = [200, 401, 429, 503, 500, 404, 422, 426, 403].map(refused)
    expect(words).toEqual([null, 'stranger', 'busy', 'busy', 'down', 'old', 'old', 'old', 'strange'])
  })
})

describe('pulling', () => {
  it('brings the whole book in pages, without a gap', async () => {
    for (let i = 0; i < 30; i++) await put(i)
    await exchange()
    for (let s = 31; s <= 450; s++) server.kept.set(s, { ...server.kept.get(1)!, device_seq: s, id: `${s}` })
    server.done = 450
    await exchange()
    expect(await pulledBook(book)).toMatchObject({ sequence: 450, cursor: 450, epoch: 1 })
    const seqs = (await pulledEntries(book, undefined, 1000)).map((e) => e.sequence)
    expect(seqs).toEqual(Array.from({ length: 450 }, (_, i) => 450 - i))
    expect((await pulledEntries(book, 10, 3)).map((e) => e.sequence)).toEqual([9, 8, 7])
  })

  it('forgets everything after a restore, and the server gets all commands again', async () => {
    for (let i = 1; i <= 5; i++) await put(i)
    await exchange()
    server.restore(2)
    await put(6)
    expect((await exchange()).trouble).toBeNull()
    expect(server.arrivals).toEqual([1, 2, 3, 4, 5, 6])
    expect(await came((await device())!.id)).toEqual({ epoch: 2, last: 6, backup: null })
    expect(await pulledBook(book)).toMatchObject({ epoch: 2, cursor: 6 })
    expect((await items(() => true, 9)).map((i) => i.outcome?.outcome)).not.toContain(undefined)
  })

  it('goes on sending when the disk is too full for the copy', async () => {
    await put(1)
    const real = IDBObjectStore.prototype.put
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...a: Parameters<typeof real>) {
      if (this.name === 'entries') throw new DOMException('no room', 'QuotaExceededError')
      return real.apply(this, a)
    })
    expect((await exchange()).trouble).toBe('full')
    expect(counts.get()).toMatchObject({ phone: 1, server: 1 })
    expect(await pulledBook(book)).toBeNull()
    vi.restoreAllMocks()
    expect((await exchange()).trouble).toBeNull()
    expect(await pulledBook(book)).toMatchObject({ cursor: 1 })
  })
})

describe('the backup', () => {
  const later = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString()

  it('is not known before the server has answered, and counts nothing while there is none', async () => {
    await put(1)
    expect(counts.get()).toMatchObject({ backup: null, held: null })
    await exchange()
    expect(counts.get()).toMatchObject({ server: 1, backup: 0, held: null })
  })

  it('holds the entries up to its number, and no later one', async () => {
    for (let i = 1; i <= 3; i++) {
      await put(i)
      await exchange()
    }
    server.backup = { at: later(0), sequence: 2 }
    await exchange()
    expect(counts.get()).toMatchObject({ phone: 3, server: 3, backup: 2, held: { ...server.backup, epoch: 1 } })
    server.backup = { at: later(0), sequence: 3 }
    await exchange()
    expect(counts.get()).toMatchObject({ backup: 3 })
    await put(4)
    expect(counts.get()).toMatchObject({ phone: 4, server: 3, backup: 3 })
  })

  it('holds what made no entry when the server had it well before', async () => {
    server.answers.set(1, 'quarantined')
    await put(1)
    await record('meeting.seal', 1, {}, actor, 'checked')
    await exchange()
    for (const [minutes, held] of [[-1, 0], [4, 0], [6, 2]] as const) {
      server.backup = { at: later(minutes), sequence: 1000 }
      await exchange(0) // also asks again for what is still open
      expect(counts.get()).toMatchObject({ server: 2, backup: held })
    }
  })

  it('is none after a restore, also for what is sent again', async () => {
    for (let i = 1; i <= 3; i++) await put(i)
    server.backup = { at: later(60), sequence: 3 }
    await exchange()
    expect(counts.get()).toMatchObject({ backup: 3 })
    server.restore(1)
    await exchange()
    expect(counts.get()).toMatchObject({ server: 3, backup: 0, held: null })
    server.backup = { at: later(60), sequence: 2 }
    await exchange()
    expect(counts.get()).toMatchObject({ server: 3, backup: 0 }) // all were sent in one go, up to the third entry
  })
})

describe('two tabs', () => {
  it('send one at a time, also where browsers know no locks', async () => {
    vi.stubGlobal('navigator', {})
    let inside = 0
    let most = 0
    const work = async (): Promise<string> => {
      most = Math.max(most, ++inside)
      await new Promise((r) => setTimeout(r, 20))
      inside--
      return 'done'
    }
    vi.resetModules()
    const other = await import('./tabs.ts')
    const said = await Promise.all([alone('x', work), other.alone('x', work)])
    expect(said.filter((s) => s === 'done')).toHaveLength(1)
    expect(most).toBe(1)
    expect(await other.alone('x', work)).toBe('done')
    vi.unstubAllGlobals()
    await (await import('./db.ts')).shut()
  })

  it('wait for no tab that was killed', async () => {
    vi.stubGlobal('navigator', {})
    await setMeta('lease:y', { holder: 'another', until: Date.now() - 1 })
    expect(await alone('y', async () => 'done')).toBe('done')
    await setMeta('lease:y', { holder: 'another', until: Date.now() + 30_000 })
    expect(await alone('y', async () => 'done')).toBeNull()
    vi.unstubAllGlobals()
  })
})

it('copies the whole outbox into a file, to the letter as it was signed', async () => {
  await put(1)
  await put(2)
  await exchange()
  await put(3)
  const c = await copy()
  const lines = c.text.trim().split('\n')
  const head = JSON.parse(lines[0]!) as { lumbung: string; device: string; commands: number }
  expect([head.lumbung, head.commands, lines.length, c.commands]).toEqual(['outbox', 3, 4, 3])
  const sent = server.requests.map((r) => r.body).join('')
  expect(sent).toContain(lines[1]!)
  expect(sent).toContain(lines[2]!)
})

// Whatever the order of recording, sending, closing the page, answers that are lost
// and servers that are put back: all that was recorded reaches the server, each once,
// in exactly the order in which it was recorded.
describe('whatever happens', () => {
  const faults: Server['faults'] = ['unreachable', 'lost', 'down', 'busy', 'large', 'portal', 'stale', 'unknown']
  const seeds = Array.from({ length: 25 }, () => Math.floor(Math.random() * 1e9))
  it.each(seeds)('nothing is lost, doubled or out of order (seed %i)', async (seed) => {
    const next = seeded(seed)
    const pick = (n: number): number => Math.floor(next() * n)
    const ids: string[] = []
    const underway: Promise<unknown>[] = []
    for (let step = 0; step < 25; step++) {
      const what = pick(10)
      if (what < 4) for (let i = pick(4); i >= 0; i--) ids.push(await put(step))
      else if (what < 6) {
        server.faults = Array.from({ length: pick(4) }, () => faults[pick(faults.length)]!)
        underway.push(exchange())
      } else if (what < 8) {
        server.faults = []
        await Promise.all(underway.splice(0))
        await exchange()
      } else if (what === 8) {
        await Promise.all(underway.splice(0))
        await reload()
      } else {
        await Promise.all(underway.splice(0))
        server.restore(pick(server.done + 1))
      }
      const c = await recount()
      expect(c.phone).toBe(ids.length)
      expect(c.server).toBeLessThanOrEqual(c.phone)
    }
    await Promise.all(underway)
    server.faults = []
    for (let i = 0; i < 3; i++) expect((await exchange()).trouble).toBeNull()
    expect(Array.from({ length: server.done }, (_, i) => server.kept.get(i + 1)?.id)).toEqual(ids)
    expect(server.arrivals).toEqual(ids.map((_, i) => i + 1))
    expect(await recount()).toMatchObject({ phone: ids.length, server: ids.length })
    expect((await pulledEntries(book, undefined, 1000)).map((e) => e.id).reverse()).toEqual(ids)
  })
})
