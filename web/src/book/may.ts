import type { Catalogue } from '../locales/id.ts'
import { useMe } from '../lib/session.ts'

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
