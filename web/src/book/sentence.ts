import type { Catalogue } from '../locales/id.ts'
import { minorOf, shown, type Measure } from './sums.ts'

// What a sentence needs to know of an account and of a line of an entry.
export type Named = { name: string; class: string; role: string }
export type SaidLine = { account_id: string; debit?: string; credit?: string; fund: string }

// cashRoles are the places where money is.
export const cashRoles = ['cash_box', 'cash_bank', 'cash_in_transit']

// What grows by a debit; everything else grows by a credit.
const debitClasses = ['asset', 'expense']

// sentence explains an entry as one would say it in the meeting: where money came
// in, went out or moved, and what that was for; without cash, what rose and fell.
// It needs no debit and no credit. Sums are written in figures, or as rupiah says them. An account that is not known is called by w.other.
export function sentence(lines: SaidLine[], accounts: Map<string, Named>, w: Catalogue['book']['said'], measure: Measure, rupiah: (minor: bigint) => string = (minor) => shown(minor, measure)): string {
  const sums = new Map<string, bigint>()
  for (const line of lines) {
    const amount = minorOf(line.debit ?? '0', measure) - minorOf(line.credit ?? '0', measure)
    sums.set(line.account_id, (sums.get(line.account_id) ?? 0n) + amount)
  }
  const known = (id: string): Named => accounts.get(id) ?? { name: w.other, class: 'asset', role: '' }
  const cash: Moved[] = []
  const rest: Moved[] = []
  for (const [id, amount] of sums) {
    const a = known(id)
    if (a.role === 'interfund') continue // a pair of every transfer between funds: nothing came or went
    if (amount === 0n) continue
    ;(cashRoles.includes(a.role) ? cash : rest).push({ ...a, amount })
  }
  const came = cash.filter((m) => m.amount > 0n)
  const went = cash.filter((m) => m.amount < 0n)
  const total = (moved: Moved[]): string => rupiah(moved.reduce((n, m) => n + abs(m.amount), 0n))
  const names = (moved: Moved[]): string => list(moved.map((m) => m.name), w)

  if (came.length > 0 && went.length > 0) {
    const moved = w.moved(total(went), names(went), names(came))
    return rest.length > 0 ? `${moved} ${w.andAlso(changes(rest, w, rupiah))}` : moved
  }
  if (came.length > 0) {
    return rest.length > 0 ? w.cameIn(total(came), names(came), names(rest)) : w.cameInOnly(total(came), names(came))
  }
  if (went.length > 0) {
    return rest.length > 0 ? w.wentOut(total(went), names(went), names(rest)) : w.wentOutOnly(total(went), names(went))
  }
  if (rest.length > 0) return w.noCash(changes(rest, w, rupiah))
  const funds = new Set(lines.map((l) => l.fund))
  return funds.size > 1 ? w.betweenFunds : w.nothing
}

type Moved = Named & { amount: bigint }

// changes are what rose and what fell.
function changes(moved: Moved[], w: Catalogue['book']['said'], rupiah: (minor: bigint) => string): string {
  const said = moved.map((m) => {
    const rose = debitClasses.includes(m.class) === m.amount > 0n
    return (rose ? w.rose : w.fell)(m.name, rupiah(abs(m.amount)))
  })
  return list(said, w)
}

// list joins two with "and", and counts what is beyond three.
function list(parts: string[], w: Catalogue['book']['said']): string {
  if (parts.length <= 1) return parts[0] ?? ''
  if (parts.length > 3) return w.and(parts.slice(0, 2).join(', '), w.others(parts.length - 2))
  return w.and(parts.slice(0, -1).join(', '), parts[parts.length - 1] ?? '')
}

function abs(n: bigint): bigint {
  return n < 0n ? -n : n
}
