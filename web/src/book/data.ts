import { useMemo, useState } from 'preact/hooks'
import { api, type Problem } from '../lib/api/client.ts'
import type { components, paths } from '../lib/api/schema.d.ts'
import { language } from '../lib/i18n.ts'
import { useLoaded, type Answer, type Loaded } from '../lib/loaded.ts'
import { useMe } from '../lib/session.ts'
import type { Named } from './sentence.ts'

export type Book = components['schemas']['BookOut']
export type Account = components['schemas']['AccountOut']
export type Fund = components['schemas']['FundOut']
export type Entry = components['schemas']['EntryOut']
export type TrialRow = components['schemas']['TrialRow']

// Opened is a book with what every screen needs to speak of its entries.
export type Opened = { book: Book; accounts: Account[]; funds: Fund[] }

// usePerson names whoever looks, for what is kept of her answers.
export const usePerson = (): string => useMe()?.person ?? 'nobody'

// useOpened opens a book: itself, its accounts and its funds.
export function useOpened(id: string): [Loaded<Opened>, () => void] {
  return useLoaded(`${usePerson()} book ${id}`, async () => {
    const path = { book: id }
    const [book, accounts, funds] = await Promise.all([
      api.GET('/v1/books/{book}', { params: { path } }),
      all<Account>((cursor) => api.GET('/v1/books/{book}/accounts', { params: { path, query: { limit: 200, ...cursor } } })),
      all<Fund>((cursor) => api.GET('/v1/books/{book}/funds', { params: { path, query: { limit: 200, ...cursor } } })),
    ])
    const error = book.error ?? accounts.error ?? funds.error
    if (error || !book.data || !accounts.data || !funds.data) return { error }
    return { data: { book: book.data, accounts: accounts.data, funds: funds.data } }
  })
}

type Page<T> = { items: T[]; next_cursor?: string | null }

// all reads a list to its end.
export async function all<T>(ask: (cursor: { cursor?: string }) => Promise<Answer<Page<T>>>): Promise<Answer<T[]>> {
  const items: T[] = []
  let cursor: { cursor?: string } = {}
  for (;;) {
    const { data, error } = await ask(cursor)
    if (!data) return { error }
    items.push(...data.items)
    if (!data.next_cursor) return { data: items }
    cursor = { cursor: data.next_cursor }
  }
}

// useListed is a list that is read a page at a time. more reads the next page, null
// when there is none; problem is why it could not.
export function useListed<T>(key: string, ask: (cursor: { cursor?: string }) => Promise<Answer<Page<T>>>): { loaded: Loaded<T[]>; again: () => void; more: (() => void) | null; problem: Problem | null } {
  const [first, again] = useLoaded(key, () => ask({}))
  const [beyond, setBeyond] = useState<{ key: string; items: T[]; cursor: string | null; problem: Problem | null } | null>(null)
  if (first.state !== 'ready') return { loaded: first, again, more: null, problem: null }
  const { items, cursor, problem } = beyond?.key === key ? beyond : { items: [], cursor: first.data.next_cursor ?? null, problem: null }
  const read = async (next: string): Promise<void> => {
    const { data, error } = await ask({ cursor: next })
    if (data) setBeyond({ key, items: [...items, ...data.items], cursor: data.next_cursor ?? null, problem: null })
    else setBeyond({ key, items, cursor, problem: error ?? null })
  }
  return { loaded: { ...first, data: [...first.data.items, ...items] }, again, more: cursor ? () => void read(cursor) : null, problem }
}

// nameOf is the account's name in the language spoken.
export const nameOf = (a: { names: { id: string; en?: string | undefined } }): string => (language() === 'en' ? a.names.en : '') || a.names.id

// useNamed is what sentences need, by the account's id.
export function useNamed(accounts: Account[]): Map<string, Named> {
  const spoken = language()
  return useMemo(() => new Map(accounts.map((a) => [a.id, { name: nameOf(a), class: a.class, role: a.role ?? '' }])), [accounts, spoken])
}

export type EntryQuery = NonNullable<paths['/v1/books/{book}/entries']['get']['parameters']['query']>

export const askEntries = (book: string, query: EntryQuery): Promise<Answer<Page<Entry>>> =>
  api.GET('/v1/books/{book}/entries', { params: { path: { book }, query } })
