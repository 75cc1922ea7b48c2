import type { Catalogue } from '../locales/id.ts'
import { cell, useCell } from '../lib/cell.ts'
import { useMe, type Me } from '../lib/session.ts'

const own = ['business', 'household', 'practice']

// useMayRecord tells whether it makes sense to offer recording in a book: to the
// group's bookkeepers, to whoever keeps an organisation's money, and to a woman in
// her own book. The server judges; this only decides whether the button is there.
export function useMayRecord(book: string, kind: string): boolean {
  const roles = useMe()?.roles ?? []
  const finance = roles.some((r) => r.kind === 'organization' && r.role === 'finance')
  if (kind === 'group') return roles.some((r) => r.scope === book && ['treasurer', 'secretary'].includes(r.role))
  if (own.includes(kind)) return finance || !roles.some((r) => r.kind === 'organization' || r.kind === 'programme')
  return finance
}

// whoMay says who records in a book of the kind.
export function whoMay(kind: string, w: Catalogue['book']['add']['whoMay']): string {
  return kind === 'group' ? w.group : own.includes(kind) ? w.own : w.other
}

// paysByApproval is whether money leaves a book of the kind by approved payments only.
export const paysByApproval = (kind: string): boolean => kind === 'programme'

// closed are the books whose entries the server has refused to whom: after that they
// are no more offered to her.
const closed = cell<string[]>([])

export const heardClosed = (person: string, book: string): void => closed.set([...closed.get(), `${person} ${book}`])

// isMember is whether she is a member of the group and nothing more: she sees its
// figures, and of the lines her own.
export const isMember = (me: Me | null, book: string): boolean =>
  !!me && me.roles.some((r) => r.scope === book) && me.roles.every((r) => r.kind === 'group' && (r.scope !== book || r.role === 'member'))

// useMayRead tells whether it makes sense to offer the entries of a book.
export function useMayRead(book: string): boolean {
  const me = useMe()
  const refused = useCell(closed)
  return !isMember(me, book) && !refused.includes(`${me?.person ?? 'nobody'} ${book}`)
}
