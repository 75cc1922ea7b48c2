import type { Account, Entry, Opened } from './data.ts'
import type { Draft, EntryLine, Way } from './draft.ts'
import { cashRoles, type SaidLine } from './sentence.ts'
import { minorOf, type Measure } from './sums.ts'

// What entries do with money, read from their lines: for what is asked before one is
// saved, and for what is offered.

type Line = Pick<SaidLine, 'account_id' | 'fund' | 'debit' | 'credit'>

// netOf is what a line adds on the debit side.
const netOf = (l: Line, m: Measure): bigint => minorOf(l.debit || '0', m) - minorOf(l.credit || '0', m)

const isCash = (a: { role?: string } | undefined): boolean => cashRoles.includes(a?.role ?? '')

// bookkeeping are accounts of which nobody speaks in a meeting: they are moved by whoever
// closes a year, and offered line by line only.
const bookkeeping = [
  'interfund', 'suspense', 'reserves', 'surplus', 'shu_payable', 'fund_balance', 'opening_fund', 'retained',
  'loss_allowance', 'loan_loss', 'write_offs', 'allowance', 'bad_debt', 'acc_dep', 'depreciation', 'fg_change',
  'net_assets_unrestricted', 'net_assets_restricted', 'released_in', 'released_out',
]

// placesOf are the accounts where money is; othersOf are what it is for.
export const placesOf = (o: Opened): Account[] => o.accounts.filter(isCash)
export const othersOf = (o: Opened): Account[] => o.accounts.filter((a) => !isCash(a) && !bookkeeping.includes(a.role ?? ''))

// Spot is money of a fund at a place.
export type Spot = { account: string; fund: string }
export const spotKey = (s: Spot): string => `${s.account} ${s.fund}`

// outOf is what lines take from each spot, where they take more than they bring.
export function outOf(lines: Line[], o: Opened): (Spot & { sum: bigint })[] {
  const places = new Set(placesOf(o).map((a) => a.id))
  const out = new Map<string, Spot & { sum: bigint }>()
  for (const l of lines.filter((l) => places.has(l.account_id))) {
    const spot = { account: l.account_id, fund: l.fund }
    const before = out.get(spotKey(spot))?.sum ?? 0n
    out.set(spotKey(spot), { ...spot, sum: before - netOf(l, o.book) })
  }
  return Array.from(out.values()).filter((s) => s.sum > 0n)
}

// There is what lies at each spot.
export type There = Map<string, bigint>

// afterLines is what lies there once lines have moved it.
export function afterLines(there: There, lines: Line[], o: Opened): There {
  const next = new Map(there)
  for (const l of lines) {
    const key = spotKey({ account: l.account_id, fund: l.fund })
    next.set(key, (next.get(key) ?? 0n) + netOf(l, o.book))
  }
  return next
}

// Short is a spot from which more is taken than is there.
export type Short = Spot & { there: bigint; sum: bigint }

export function shortOf(lines: Line[], o: Opened, there: There): Short[] {
  return outOf(lines, o)
    .map((s) => ({ ...s, there: there.get(spotKey(s)) ?? 0n }))
    .filter((s) => s.sum > s.there)
}

// paysOut is whether less money is there after the lines than before, wherever it lies.
export function paysOut(lines: Line[], o: Opened): boolean {
  const places = new Set(placesOf(o).map((a) => a.id))
  return lines.reduce((n, l) => (places.has(l.account_id) ? n + netOf(l, o.book) : n), 0n) < 0n
}

// Move is what an entry did: which way, and how much of it was for what.
type Move = { way: Way | ''; parts: Map<string, bigint> }

function moveOf(lines: Line[], o: Opened): Move {
  const places = new Set(placesOf(o).map((a) => a.id))
  let cash = 0n
  let moved = 0n
  const parts = new Map<string, bigint>()
  for (const l of lines) {
    const net = netOf(l, o.book)
    if (places.has(l.account_id)) {
      cash += net
      if (net > 0n) moved += net
    } else parts.set(l.account_id, (parts.get(l.account_id) ?? 0n) + net)
  }
  if (cash === 0n) return moved > 0n ? { way: 'move', parts: new Map([['', moved]]) } : { way: '', parts }
  // What money came from is credited, what it went for is debited.
  const sign = cash > 0n ? -1n : 1n
  return { way: cash > 0n ? 'in' : 'out', parts: new Map(Array.from(parts, ([id, net]): [string, bigint] => [id, net * sign]).filter(([, sum]) => sum > 0n)) }
}

const counts = (e: Entry): boolean => !e.reverses && !e.reversed_by

// latelyUsed are what money came from or went for in the last entries, the most frequent
// first.
export function latelyUsed(entries: Entry[], o: Opened, way: Way | '', most = 5): Account[] {
  const times = new Map<string, number>()
  for (const e of entries.filter(counts)) {
    const move = moveOf(e.lines, o)
    if (move.way === way) for (const id of move.parts.keys()) times.set(id, (times.get(id) ?? 0) + 1)
  }
  return othersOf(o)
    .filter((a) => times.has(a.id))
    .sort((a, b) => (times.get(b.id) ?? 0) - (times.get(a.id) ?? 0))
    .slice(0, most)
}

// enough entries of a kind say what is usual.
const enough = 3

// usualOf is the middle sum of the last entries of the kind: money the same way for the
// same purpose, or the same way where those are few; null where there is no telling.
export function usualOf(entries: Entry[], o: Opened, way: Way | '', purpose: string): bigint | null {
  const moves = entries.filter(counts).map((e) => moveOf(e.lines, o)).filter((m) => m.way === way)
  const same = moves.map((m) => m.parts.get(purpose) ?? 0n).filter((sum) => sum > 0n)
  const all = moves.map((m) => Array.from(m.parts.values()).reduce((n, sum) => n + sum, 0n))
  const sums = (same.length >= enough ? same : all).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return sums.length >= enough ? (sums[Math.floor(sums.length / 2)] ?? null) : null
}

// saysSame is whether an entry of the book says what is about to be sent.
export function saysSame(e: { day: string; memo?: string; lines: Line[] }, mine: { day: string; memo: string; lines: EntryLine[] }, m: Measure): boolean {
  const plain = (lines: Line[]): string => lines.map((l) => `${l.account_id} ${l.fund} ${netOf(l, m)}`).sort().join('\n')
  return e.day === mine.day && (e.memo ?? '') === mine.memo && plain(e.lines) === plain(mine.lines)
}

// answersOf are the answers that would make an entry: in the plain way where two lines
// say it, else line by line.
export function answersOf(e: { day: string; memo?: string; lines: Line[] }, o: Opened): Partial<Draft> {
  const common = { day: e.day, memo: e.memo ?? '' }
  const [a, b] = e.lines
  const cash = (l: Line): boolean => placesOf(o).some((p) => p.id === l.account_id)
  if (a && b && e.lines.length === 2 && a.fund === b.fund) {
    const [to, from] = netOf(a, o.book) > 0n ? [a, b] : [b, a]
    const plain = { ...common, fund: to.fund, amount: netOf(to, o.book) }
    const offered = (l: Line): boolean => othersOf(o).some((x) => x.id === l.account_id)
    if (cash(to) && cash(from)) return { ...plain, way: 'move', place: from.account_id, other: to.account_id }
    if (cash(to) && offered(from)) return { ...plain, way: 'in', place: to.account_id, other: from.account_id }
    if (cash(from) && offered(to)) return { ...plain, way: 'out', place: from.account_id, other: to.account_id }
  }
  const lines = e.lines.map((l) => {
    const net = netOf(l, o.book)
    return { account: l.account_id, fund: l.fund, side: net < 0n ? ('credit' as const) : ('debit' as const), sum: net < 0n ? -net : net }
  })
  return { ...common, way: 'full', lines }
}
