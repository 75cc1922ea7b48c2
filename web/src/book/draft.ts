import { daysBefore, today } from '../lib/dates.ts'
import type { Opened } from './data.ts'
import { apiOf } from './sums.ts'

// Way is how an entry is asked for: money in, out, moved, or line by line.
export type Way = 'in' | 'out' | 'move' | 'full'

// DraftLine is one line as it is typed.
export type DraftLine = { account: string; fund: string; side: 'debit' | 'credit'; sum: bigint | null }

// Draft is an entry being typed; nothing is chosen for whoever begins one. Its id is
// made with it, so that sending it twice records it once; sent says that it was sent,
// whether or not an answer came.
export type Draft = { id: string; sent?: boolean; way: Way | ''; day: string; memo: string; place: string; other: string; fund: string; amount: bigint | null; lines: DraftLine[] }

// EntryLine is a line as the API takes it.
export type EntryLine = { account_id: string; fund: string; debit?: string; credit?: string }

export const blankLine = (side: DraftLine['side']): DraftLine => ({ account: '', fund: '', side, sum: null })

export const blank = (): Draft => ({ id: '', way: '', day: today(), memo: '', place: '', other: '', fund: '', amount: null, lines: [blankLine('debit'), blankLine('credit')] })

// fundOf is the fund chosen; a book with one fund does not ask.
const fundOf = (o: Opened, chosen: string): string => chosen || (o.funds.length === 1 ? (o.funds[0]?.code ?? '') : '')

// Missing is why a field stands in the way: nothing there (empty), twice the same place
// (same), sums that differ (unequal), a day after tomorrow (far).
export type Missing = 'empty' | 'same' | 'unequal' | 'far'

// missingIn names the fields that still stand in the way, in the order of the screen.
export function missingIn(d: Draft, o: Opened): Map<string, Missing> {
  const missing = new Map<string, Missing>()
  const need = (field: string, value: unknown): void => {
    if (value === '' || value === null) missing.set(field, 'empty')
  }
  const day = (): void => {
    need('day', d.day)
    if (d.day > daysBefore(today(), -1)) missing.set('day', 'far')
  }
  need('way', d.way)
  if (d.way === 'full') {
    d.lines.forEach((l, i) => {
      need(`account${i}`, l.account)
      need(`fund${i}`, fundOf(o, l.fund))
      need(`sum${i}`, l.sum)
    })
    const { debit, credit } = totalsOf(d.lines)
    if (missing.size === 0 && debit !== credit) missing.set('lines', 'unequal')
  } else if (d.way) {
    need('amount', d.amount)
    need('place', d.place)
    need('other', d.other)
    need('fund', fundOf(o, d.fund))
    if (d.way === 'move' && d.place !== '' && d.place === d.other) missing.set('other', 'same')
  }
  day()
  return missing
}

export function totalsOf(lines: DraftLine[]): { debit: bigint; credit: bigint } {
  const on = (side: DraftLine['side']): bigint => lines.reduce((n, l) => (l.side === side ? n + (l.sum ?? 0n) : n), 0n)
  return { debit: on('debit'), credit: on('credit') }
}

// linesOf is what will be sent of a draft that misses nothing.
export function linesOf(d: Draft, o: Opened): EntryLine[] {
  if (d.way === 'full') {
    return d.lines.map((l) => ({
      account_id: l.account,
      fund: fundOf(o, l.fund),
      [l.side]: apiOf(l.sum ?? 0n, o.book),
    }))
  }
  const sum = apiOf(d.amount ?? 0n, o.book)
  const fund = fundOf(o, d.fund)
  // Money in: the place is debited. Money out or moved: it is credited.
  const [to, from] = d.way === 'in' ? [d.place, d.other] : [d.other, d.place]
  return [
    { account_id: to, fund, debit: sum },
    { account_id: from, fund, credit: sum },
  ]
}
