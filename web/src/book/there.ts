import { api } from '../lib/api/client.ts'
import type { Answer } from '../lib/db.ts'
import { device } from '../lib/device.ts'
import { items, type Item } from '../lib/outbox.ts'
import { pulledBook } from '../lib/pulled.ts'
import { keep, kept } from '../lib/seen.ts'
import type { Opened, TrialRow } from './data.ts'
import type { EntryLine } from './draft.ts'
import { afterLines, spotKey, type There } from './moves.ts'
import { minorOf } from './sums.ts'

// cashKey names what was last seen of a book's money, fund by fund.
export const cashKey = (person: string, book: string): string => `${person} cash ${book}`

// patience is how long the server may take: whoever saves is waiting.
const patience = 5000

// Known is what lies where, and from when that is; at is '' when it is of now.
export type Known = { there: There; at: string }

// askThere is what lies at each place in each fund: as the server says it, else as this
// phone saw it last; in any case with what waits on this phone. Null: nobody knows.
export async function askThere(person: string, o: Opened): Promise<Known | null> {
  const book = o.book.id
  const late = new Promise<{ data?: undefined }>((done) => setTimeout(() => done({}), patience))
  const asked = api.GET('/v1/books/{book}/trial-balance', { params: { path: { book }, query: { by: 'fund' } } })
  const { data } = await Promise.race([asked, late])
  if (data) await keep(cashKey(person, book), data.rows)
  const found: Known | null = data ? { there: ofRows(data.rows, o), at: '' } : await seenLast(person, o)
  if (!found) return null
  const mine = await device().catch(() => null)
  if (mine?.book !== book) return found
  const waiting = await items((i) => waits(i, found.at), 500).catch((): Item[] => [])
  return { ...found, there: waiting.reduce((there, i) => afterLines(there, bodyLines(i.command.body), o), found.there) }
}

async function seenLast(person: string, o: Opened): Promise<Known | null> {
  const seen = await kept<TrialRow[]>(cashKey(person, o.book.id))
  const pulled = await pulledBook(o.book.id).catch(() => null)
  if (pulled && (!seen || pulled.at > seen.at)) {
    const ids = new Map(o.accounts.map((a) => [a.code, a.id]))
    return { there: ofRows(pulled.balances.map((b) => ({ ...b, account_id: ids.get(b.account) ?? '' })), o), at: pulled.at }
  }
  return seen ? { there: ofRows(seen.data, o), at: seen.at } : null
}

function ofRows(rows: { account_id: string; fund?: string; debit?: string; credit?: string }[], o: Opened): There {
  const there: There = new Map()
  for (const r of rows) there.set(spotKey({ account: r.account_id, fund: r.fund ?? '' }), minorOf(r.debit || '0', o.book) - minorOf(r.credit || '0', o.book))
  return there
}

const inBook: Answer[] = ['posted', 'posted_with_task', 'duplicate']

// waits is whether a command of this phone is not in what was seen at the instant.
export function waits(i: Item, at: string): boolean {
  if (i.command.kind !== 'entry.post') return false
  if (!i.outcome) return true
  if (i.outcome.outcome === 'refused') return false
  return inBook.includes(i.outcome.outcome) ? at !== '' && Date.parse(i.outcome.at) > Date.parse(at) : true
}

// bodyLines are the lines that a command holds.
function bodyLines(body: string): EntryLine[] {
  const { lines } = JSON.parse(body) as { lines?: EntryLine[] }
  return lines ?? []
}
