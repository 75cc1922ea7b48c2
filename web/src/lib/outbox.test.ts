import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ofDevice, shut, store } from './db.ts'
import { device, enrol } from './device.ts'
import { counts, items, mend, NoDevice, record, TooLarge, toSend } from './outbox.ts'
import { beginAnew, checkEviction, evicted, mark, marker } from './storage.ts'
import { actor, book, chained, code, emptyPhone, enrolledPhone, reload, Server } from './testing.ts'

const put = (memo: string): Promise<string> => record('entry.post', 1, { day: '2026-03-01', memo }, actor, 'checked')

async function both(): Promise<[string[], string[]]> {
  const db = await store()
  const of = (await device())?.id ?? ''
  const one = await db.getAll('commands', ofDevice(of))
  const two = await db.getAll('commands_copy', ofDevice(of))
  return [one.map((c) => JSON.stringify(c)), two.map((c) => JSON.stringify(c))]
}

beforeEach(async () => {
  vi.restoreAllMocks()
  await enrolledPhone(new Server())
})

describe('recording', () => {
  it('is on the disk in two places, strictly, when it returns', async () => {
    const strict = vi.spyOn(IDBDatabase.prototype, 'transaction')
    const id = await put('satu')
    const writes = strict.mock.calls.filter((c) => c[1] === 'readwrite' && Array.from(c[0] as string[]).includes('commands'))
    expect(writes).toHaveLength(1)
    expect(writes[0]).toEqual([['commands', 'commands_copy'], 'readwrite', { durability: 'strict' }])
    await reload()
    const [one, two] = await both()
    expect(one).toHaveLength(1)
    expect(two).toEqual(one)
    expect(one[0]).toContain(id)
    expect(counts.get()).toEqual({ phone: 1, server: 0, backup: null, open: 0, refused: 0, held: null })
    expect(marker()).toMatchObject({ made: 1, sent: 0 })
  })

  it('is a chain in the order in which it was asked for', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, (_, i) => put(`nomor ${i}`)))
    const mine = (await device())!
    const all = await toSend(mine, 500, 1e6)
    expect(all.map((c) => c.id)).toEqual(ids)
    expect(await chained(all)).toBe(true)
  })

  it('needs a device, and a command that fits a request', async () => {
    await expect(put('x'.repeat(300_000))).rejects.toBeInstanceOf(TooLarge)
    expect((await both())[0]).toHaveLength(0)
    await emptyPhone()
    await expect(put('satu')).rejects.toBeInstanceOf(NoDevice)
  })

  it('keeps a wrong card out', async () => {
    await expect(record('entry.post', 1, {}, actor, { card: 'LUMBUNG1-AAAA' })).rejects.toMatchObject({ name: 'WrongProof' })
    await expect(record('entry.post', 1, {}, actor, { secret: '123456' })).rejects.toMatchObject({ name: 'WrongProof' })
    expect((await both())[0]).toHaveLength(0)
  })

  it('keeps nothing of a command when the second place fails, and the next one follows the last that is there', async () => {
    await put('satu')
    const add = IDBObjectStore.prototype.add
    const broken = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...a: Parameters<typeof add>) {
      if (this.name === 'commands_copy') throw new DOMException('no room', 'QuotaExceededError')
      return add.apply(this, a)
    })
    await expect(put('dua')).rejects.toMatchObject({ name: 'QuotaExceededError' })
    expect((await both()).map((x) => x.length)).toEqual([1, 1])
    expect(marker()).toMatchObject({ made: 1 })
    broken.mockRestore()
    await put('dua lagi')
    const all = await toSend((await device())!, 500, 1e6)
    expect(all).toHaveLength(2)
    expect(await chained(all)).toBe(true)
  })

  it('says so when the disk is full at the end of the write', async () => {
    const add = IDBObjectStore.prototype.add
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...a: Parameters<typeof add>) {
      const request = add.apply(this, a)
      if (this.name === 'commands_copy') this.transaction.abort()
      return request
    })
    await expect(put('dua')).rejects.toBeDefined()
    vi.restoreAllMocks()
    expect((await both()).map((x) => x.length)).toEqual([0, 0])
  })

  it('goes on in two tabs at once: one chain, nothing lost, nothing twice', async () => {
    vi.resetModules()
    const other = await import('./outbox.ts')
    const otherDB = await import('./db.ts')
    const n = 15
    const ids = await Promise.all(
      Array.from({ length: n }, (_, i) => [put(`tab satu ${i}`), other.record('entry.post', 1, { tab: 2, i }, actor, 'checked')]).flat(),
    )
    const all = await toSend((await device())!, 500, 1e6)
    expect(new Set(all.map((c) => c.id))).toEqual(new Set(ids))
    expect(all).toHaveLength(2 * n)
    expect(await chained(all)).toBe(true)
    await otherDB.shut()
  })
})

describe('what is kept', () => {
  it('is mended from the other place', async () => {
    await put('satu')
    await put('dua')
    await put('tiga')
    const [before] = await both()
    const of = (await device())!.id
    const db = await store()
    await db.delete('commands', [of, 2])
    await db.delete('commands_copy', [of, 3])
    expect(await mend()).toBe(2)
    expect(await both()).toEqual([before, before])
    expect(await mend()).toBe(0)
  })

  it('goes in batches that respect both limits', async () => {
    for (let i = 0; i < 7; i++) await put('x'.repeat(1000))
    const mine = (await device())!
    expect(await toSend(mine, 3, 1e6)).toHaveLength(3)
    expect(await toSend(mine, 500, 3500)).toHaveLength(2)
    expect(await toSend(mine, 500, 10)).toHaveLength(1)
  })

  it('is listed the last first', async () => {
    await put('satu')
    await put('dua')
    const found = await items(() => true, 10)
    expect(found.map((i) => [i.command.seq, i.outcome])).toEqual([
      [2, null],
      [1, null],
    ])
  })
})

describe('a store that the browser has emptied', () => {
  it('is noticed by the marker outside', async () => {
    await put('satu')
    await put('dua')
    const of = (await device())!.id
    mark({ device: of, sent: 1 })
    expect(await checkEviction()).toBeNull()
    const left = localStorage
    await emptyPhone()
    Object.assign(globalThis, { localStorage: left })
    expect(await checkEviction()).toEqual({ device: of, made: 2, sent: 1, have: 0 })
    expect(evicted.get()).toMatchObject({ made: 2 })
    beginAnew()
    expect(await checkEviction()).toBeNull()
    await shut()
  })

  it('is nothing where nothing was made', async () => {
    expect(await checkEviction()).toBeNull()
  })
})

describe('becoming a device', () => {
  it('fails in the words of the client, and asks again as the same device', async () => {
    await emptyPhone()
    const server = new Server()
    server.install()
    const answer = server.answer.bind(server)
    const ids: string[] = []
    server.answer = async (path, init) => {
      ids.push((JSON.parse(init.body as string) as { id: string }).id)
      const whole = await answer(path, init)
      if (ids.length === 1) throw new TypeError('Failed to fetch') // the answer was lost
      return whole
    }
    expect(await enrol(code, 'HP kelompok')).toMatchObject({ code: 'phone_offline' })
    expect(await device()).toBeNull()
    server.oldest = 2
    expect(await enrol(code, 'HP kelompok')).toMatchObject({ code: 'app_too_old' })
    server.oldest = 1
    expect(await enrol(code, 'HP kelompok')).toBeNull()
    expect(await device()).toMatchObject({ id: ids[0], book, name: 'HP kelompok' })
    expect(new Set(ids).size).toBe(1)
  })
})
