import { describe, expect, test } from 'vitest'
import type { Entry, Opened } from './data.ts'
import { blank, linesOf, type Draft, type EntryLine } from './draft.ts'
import { afterLines, answersOf, latelyUsed, othersOf, paysOut, saysSame, shortOf, usualOf } from './moves.ts'
import { waits } from './there.ts'
import type { Item } from '../lib/outbox.ts'

const account = (id: string, role: string): Opened['accounts'][number] => ({ id, code: id, names: { id, en: id }, class: 'expense', normal: 'debit', role }) as Opened['accounts'][number]

const o = {
  book: { currency: 'IDR', places: 0 },
  accounts: [account('box', 'cash_box'), account('bank', 'cash_bank'), account('fines', 'fines'), account('paper', 'stationery'), account('hold', 'suspense'), account('between', 'interfund')],
  funds: ['general', 'social'].map((code) => ({ id: code, code, name: code, restricted: false })),
} as unknown as Opened

const pair = (to: string, from: string, sum: string, fund = 'social'): EntryLine[] => [
  { account_id: to, fund, debit: sum },
  { account_id: from, fund, credit: sum },
]
const entry = (lines: EntryLine[], part: Partial<Entry> = {}): Entry => ({ id: 'e', day: '2026-01-05', lines, ...part }) as unknown as Entry
const there = new Map([
  ['box social', 175000n],
  ['box general', 2000000n],
])

describe('what goes out', () => {
  test.each<[string, EntryLine[], [string, bigint, bigint][]]>([
    ['more than the fund has in the box', pair('paper', 'box', '900000'), [['box social', 175000n, 900000n]]],
    ['all of it', pair('paper', 'box', '175000'), []],
    ['out of another fund', pair('paper', 'box', '900000', 'general'), []],
    ['from where nothing is', pair('box', 'bank', '5'), [['bank social', 0n, 5n]]],
    ['what comes in', pair('box', 'fines', '900000'), []],
    ['what comes and goes at once', [...pair('paper', 'box', '900000'), ...pair('box', 'fines', '800000')], []],
  ])('%s', (_, lines, want) => {
    expect(shortOf(lines, o, there).map((s) => [`${s.account} ${s.fund}`, s.there, s.sum])).toEqual(want)
  })

  test('what waits on this phone has gone out already', () => {
    const left = afterLines(there, pair('paper', 'box', '100000'), o)
    expect(shortOf(pair('paper', 'box', '80000'), o, left)).toHaveLength(1)
    expect(shortOf(pair('paper', 'box', '80000'), o, there)).toHaveLength(0)
  })

  test.each<[string, Partial<NonNullable<Item['outcome']>> | null, string, boolean]>([
    ['not sent', null, '2026-01-05T00:00:00Z', true],
    ['refused', { outcome: 'refused', at: '2026-01-06T00:00:00Z' }, '2026-01-05T00:00:00Z', false],
    ['held by the key-holders', { outcome: 'held', at: '2026-01-04T00:00:00Z' }, '2026-01-05T00:00:00Z', true],
    ['in the book since', { outcome: 'posted', at: '2026-01-06T00:00:00Z' }, '2026-01-05T00:00:00Z', true],
    ['in the book before', { outcome: 'posted', at: '2026-01-04T00:00:00Z' }, '2026-01-05T00:00:00Z', false],
    ['in the book, and the server was asked just now', { outcome: 'posted', at: '2026-01-06T00:00:00Z' }, '', false],
  ])('%s: whether it is still to be taken off', (_, outcome, at, want) => {
    expect(waits({ command: { kind: 'entry.post' }, outcome } as unknown as Item, at)).toBe(want)
  })

  test('money that only moves is not paid out', () => {
    expect(paysOut(pair('bank', 'box', '5'), o)).toBe(false)
    expect(paysOut(pair('paper', 'box', '5'), o)).toBe(true)
    expect(paysOut([...pair('bank', 'box', '5'), ...pair('paper', 'bank', '1')], o)).toBe(true)
  })
})

describe('what is usual', () => {
  const paper = ['5000', '20000', '6000'].map((sum) => entry(pair('paper', 'box', sum)))
  const fine = entry(pair('box', 'fines', '1000'))

  test('what was used lately comes first, most often at the top, and what was undone does not count', () => {
    const undone = entry(pair('paper', 'box', '1'), { reversed_by: 'x' })
    const hold = Array.from({ length: 9 }, () => entry(pair('hold', 'box', '1')))
    expect(latelyUsed([fine, undone, ...hold], o, 'out')).toEqual([])
    expect(latelyUsed([fine, entry(pair('fines', 'box', '1')), ...paper], o, 'out').map((a) => a.id)).toEqual(['paper', 'fines'])
    expect(latelyUsed([fine, ...paper], o, 'in').map((a) => a.id)).toEqual(['fines'])
    expect(latelyUsed([entry(pair('fines', 'box', '1')), ...paper], o, 'out', 1)).toHaveLength(1)
  })

  test('the middle sum of three says what is usual, two say nothing', () => {
    expect(usualOf(paper, o, 'out', 'paper')).toBe(6000n)
    expect(usualOf(paper.slice(1), o, 'out', 'paper')).toBeNull()
    expect(usualOf([fine, ...paper], o, 'in', 'fines')).toBeNull()
    expect(usualOf(paper, o, 'out', 'fines')).toBe(6000n) // the same way, where the purpose is new
  })

  test('nobody is offered in plain words what only a bookkeeper moves', () => {
    expect(othersOf(o).map((a) => a.id)).toEqual(['fines', 'paper'])
  })
})

describe('an entry in the book', () => {
  const mine = { day: '2026-01-05', memo: 'kertas', lines: pair('paper', 'box', '5000') }

  test('says the same in any order of its lines', () => {
    expect(saysSame({ ...mine, lines: [...mine.lines].reverse() }, mine, o.book)).toBe(true)
    expect(saysSame({ day: mine.day, lines: mine.lines }, { ...mine, memo: '' }, o.book)).toBe(true)
  })

  test.each<[string, Partial<typeof mine>]>([
    ['note', { memo: 'pena' }],
    ['day', { day: '2026-01-06' }],
    ['sum', { lines: pair('paper', 'box', '50000') }],
    ['fund', { lines: pair('paper', 'box', '5000', 'general') }],
    ['way', { lines: pair('box', 'paper', '5000') }],
  ])('of another %s is another', (_, part) => {
    expect(saysSame({ ...mine, ...part }, mine, o.book)).toBe(false)
  })

  test.each<[string, EntryLine[], Draft['way']]>([
    ['money in', pair('box', 'fines', '5'), 'in'],
    ['money out', pair('paper', 'box', '5'), 'out'],
    ['money moved', pair('bank', 'box', '5'), 'move'],
    ['a bookkeeper’s', pair('hold', 'box', '5'), 'full'],
    ['without cash', pair('paper', 'fines', '5'), 'full'],
    ['of four lines', [...pair('paper', 'box', '5'), ...pair('box', 'fines', '4')], 'full'],
  ])('%s gives the answers that make it again', (_, lines, way) => {
    const draft = { ...blank(), ...answersOf({ day: '2026-01-05', memo: 'm', lines }, o), id: 'new' }
    expect(draft.way).toBe(way)
    expect(saysSame({ day: '2026-01-05', memo: 'm', lines }, { day: draft.day, memo: draft.memo, lines: linesOf(draft, o) }, o.book)).toBe(true)
  })
})
