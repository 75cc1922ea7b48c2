import 'fake-indexeddb/auto'
import { beforeEach, expect, test } from 'vitest'
import { fits, forget, known, loginOf, remember, waitAfter } from './known.ts'
import type { Me } from './session.ts'

const sari: Me = { person: 'p-sari', name: 'Sari', of: 'Melati', roles: [{ role: 'treasurer', kind: 'group' }], checked: true }
const rina: Me = { person: 'p-rina', name: 'Rina', of: 'Melati', roles: [], checked: true }

beforeEach(async () => {
  for (const k of await known()) await forget(k.person)
})

test('who has signed in keeps her number, and what is known of her', async () => {
  await remember(sari, '081200000001', { secret: '372714' })
  await remember(rina, '', { card: 'LUMBUNG1-ABCD' })
  await remember(sari, '', { card: 'LUMBUNG1-EFGH' })
  expect(await known()).toEqual([
    { ...sari, checked: false, number: 1, login: true, pin: true, card: true },
    { ...rina, checked: false, number: 2, login: false, pin: false, card: true },
  ])
  expect(await loginOf('p-sari')).toBe('081200000001')
  expect(await loginOf('p-rina')).toBeNull()
})

test('neither PIN, number nor card can be read in what is kept', async () => {
  await remember(sari, '081200000001', { secret: '372714' })
  await remember(sari, '', { card: 'LUMBUNG1-GEHEIM' })
  const request = indexedDB.open('lumbung-people')
  const db = await new Promise<IDBDatabase>((ok) => {
    request.onsuccess = () => ok(request.result)
  })
  const rows = db.transaction('people').objectStore('people').getAll()
  await new Promise((ok) => {
    rows.onsuccess = ok
  })
  db.close()
  const text = JSON.stringify(rows.result, (_, v: unknown) =>
    v instanceof ArrayBuffer ? Buffer.from(v).toString('latin1') : ArrayBuffer.isView(v) ? Buffer.from(v.buffer).toString('latin1') : v,
  )
  expect(text).toContain('Sari')
  for (const secret of ['372714', '081200000001', 'GEHEIM']) expect(text).not.toContain(secret)
})

test('a PIN or a card opens only for whose it is', async () => {
  await remember(sari, '', { secret: '372714' })
  await remember(rina, '', { card: 'LUMBUNG1-ABCD' })
  expect(await fits('p-sari', { secret: '372714' })).toEqual({ is: 'fits' })
  expect(await fits('p-sari', { secret: '372715' })).toEqual({ is: 'wrong' })
  expect(await fits('p-sari', { card: 'LUMBUNG1-ABCD' })).toEqual({ is: 'unknown' })
  expect(await fits('p-rina', { card: 'LUMBUNG1-ABCD' })).toEqual({ is: 'fits' })
  expect(await fits('p-rina', { card: 'LUMBUNG1-ABCE' })).toEqual({ is: 'wrong' })
  expect(await fits('p-nobody', { secret: '372714' })).toEqual({ is: 'unknown' })
})

test('after five wrong PINs one waits, the right one too; a card does not wait', async () => {
  await remember(sari, '', { secret: '372714' })
  await remember(sari, '', { card: 'LUMBUNG1-ABCD' })
  const now = 1_800_000_000_000
  for (let i = 0; i < 5; i++) expect(await fits('p-sari', { secret: '000000' }, now)).toEqual({ is: 'wrong' })
  expect(await fits('p-sari', { secret: '372714' }, now)).toEqual({ is: 'wait', until: now + 5000 })
  expect(await fits('p-sari', { card: 'LUMBUNG1-ABCD' }, now)).toEqual({ is: 'fits' })
  expect(await fits('p-sari', { secret: '372714' }, now + 5000)).toEqual({ is: 'fits' })
  expect(await fits('p-sari', { secret: '000000' }, now + 5000)).toEqual({ is: 'wrong' })
})

test('attempts made at once are all counted', async () => {
  await remember(sari, '', { secret: '372714' })
  const now = 1_800_000_000_000
  const all = await Promise.all(Array.from({ length: 12 }, (_, i) => fits('p-sari', { secret: `00000${i % 10}` }, now)))
  expect(all.filter((v) => v.is === 'wrong')).toHaveLength(5)
  expect(all.filter((v) => v.is === 'wait')).toHaveLength(7)
})

test.each([
  [1, 0],
  [4, 0],
  [5, 5],
  [6, 15],
  [7, 60],
  [8, 300],
  [9, 900],
  [200, 900],
])('after %i wrong ones the wait is %i seconds', (failures, seconds) => {
  expect(waitAfter(failures)).toBe(seconds * 1000)
})
