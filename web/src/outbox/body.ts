import type { EntryLine } from '../book/draft.ts'
import type { Item } from '../lib/outbox.ts'

// Body is what an entry's command holds; of others nothing is known.
export type Body = { day?: string; memo?: string; lines?: EntryLine[] }

export function bodyOf(i: Item): Body {
  try {
    return JSON.parse(i.command.body) as Body
  } catch {
    return {}
  }
}

// mirrored is the entry that undoes another: the same lines, each on its other side.
export const mirrored = (lines: EntryLine[]): EntryLine[] =>
  lines.map(({ debit, credit, ...line }) => ({ ...line, ...(credit ? { debit: credit } : {}), ...(debit ? { credit: debit } : {}) }))
