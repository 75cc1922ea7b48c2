import { describe, expect, test } from 'vitest'
import type { Opened } from './data.ts'
import { blank, linesOf, missingIn, totalsOf, type Draft } from './draft.ts'
import { othersOf, placesOf } from './moves.ts'
import { readSum } from './sum_entry.tsx'

const account = (id: string, cls: string, role: string): Opened['accounts'][number] =>
  ({ id, code: id, names: { id, en: id }, class: cls, normal: 'debit', role }) as Opened['accounts'][number]

const opened = (funds: string[]): Opened =>
  ({
    book: { currency: 'IDR', places: 0 },
    accounts: [account('box', 'asset', 'cash_box'), account('bank', 'asset', 'cash_bank'), account('fines', 'income', 'fines'), account('between', 'equity', 'interfund')],
    funds: funds.map((code) => ({ id: code, code, name: code, restricted: false })),
  }) as unknown as Opened

const one = opened(['general'])
const two = opened(['general', 'social'])
const draft = (part: Partial<Draft>): Draft => ({ ...blank(), day: '2026-01-05', ...part })

describe('an entry being typed', () => {
  test('money in debits the place, money out credits it, a move does both', () => {
    const filled = { place: 'box', other: 'fines', amount: 1000n }
    expect(linesOf(draft({ way: 'in', ...filled }), one)).toEqual([
      { account_id: 'box', fund: 'general', debit: '1000' },
      { account_id: 'fines', fund: 'general', credit: '1000' },
    ])
    expect(linesOf(draft({ way: 'out', ...filled }), one)).toEqual([
      { account_id: 'fines', fund: 'general', debit: '1000' },
      { account_id: 'box', fund: 'general', credit: '1000' },
    ])
    expect(linesOf(draft({ way: 'move', ...filled, other: 'bank' }), one)).toEqual([
      { account_id: 'bank', fund: 'general', debit: '1000' },
      { account_id: 'box', fund: 'general', credit: '1000' },
    ])
  })

  test('what is empty stands in the way, and a fund is asked only where there are several', () => {
    expect(Array.from(missingIn(draft({ way: 'in' }), one).keys())).toEqual(['amount', 'place', 'other'])
    expect(Array.from(missingIn(draft({ way: 'in' }), two).keys())).toEqual(['amount', 'place', 'other', 'fund'])
    expect(missingIn(draft({ way: 'in', place: 'box', other: 'fines', amount: 1n }), one).size).toBe(0)
    expect(missingIn(draft({ day: '', place: 'box', other: 'fines', amount: 1n }), one).get('day')).toBe('empty')
  })

  test('nothing is chosen for her, and no day after tomorrow is taken', () => {
    expect(blank().way).toBe('')
    expect(Array.from(missingIn(draft({}), one).keys())).toEqual(['way'])
    expect(missingIn(draft({ way: 'in', day: '2199-01-01', place: 'box', other: 'fines', amount: 1n }), one).get('day')).toBe('far')
  })

  test('money does not move to where it is', () => {
    expect(missingIn(draft({ way: 'move', place: 'box', other: 'box', amount: 1n }), one).get('other')).toBe('same')
  })

  test('several lines must come to the same on both sides', () => {
    const line = { fund: '', side: 'debit', sum: 5n } as const
    const uneven = draft({ way: 'full', lines: [{ ...line, account: 'box' }, { ...line, account: 'fines', side: 'credit', sum: 4n }] })
    expect(missingIn(uneven, one).get('lines')).toBe('unequal')
    expect(totalsOf(uneven.lines)).toEqual({ debit: 5n, credit: 4n })
    const even = { ...uneven, lines: [uneven.lines[0], { ...line, account: 'fines', side: 'credit' }] } as Draft
    expect(missingIn(even, one).size).toBe(0)
    expect(linesOf(even, one)).toEqual([
      { account_id: 'box', fund: 'general', debit: '5' },
      { account_id: 'fines', fund: 'general', credit: '5' },
    ])
  })

  test('nobody is offered the account between funds', () => {
    expect(placesOf(one).map((a) => a.id)).toEqual(['box', 'bank'])
    expect(othersOf(one).map((a) => a.id)).toEqual(['fines'])
  })
})

test.each([
  ['12,5', 12500n],
  ['12', 12000n],
  ['1.234,250', 1234250n],
  ['0,0005', null],
  ['0', null],
  ['-1', null],
  ['1e3', null],
  ['', null],
])('%j of a rice barn is %s grams', (text, grams) => {
  expect(readSum(text, { currency: 'KG', places: 3 })).toBe(grams)
})
