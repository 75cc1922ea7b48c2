import { useState } from 'preact/hooks'
import { api, told, troubleOf } from '../lib/api/client.ts'
import { useWords } from '../lib/i18n.ts'
import type { Book } from './data.ts'
import type { Draft, EntryLine } from './draft.ts'

export type Recorded =
  | { state: 'typing' }
  | { state: 'sending' }
  | { state: 'done'; id: string; sequence: number }
  | { state: 'waits' } // on this phone, not yet at the server
  | { state: 'failed'; say: string }

// useRecord posts an entry. The draft carries the id, so after a lost answer the
// same draft is sent again and recorded once. send tells whether it is recorded.
export function useRecord(book: Book): { state: Recorded; send: (d: Draft, lines: EntryLine[]) => Promise<boolean>; reset: () => void } {
  const w = useWords()
  const [state, set] = useState<Recorded>({ state: 'typing' })
  const send = async (d: Draft, lines: EntryLine[]): Promise<boolean> => {
    set({ state: 'sending' })
    const { data, error } = await api.POST('/v1/books/{book}/entries', {
      params: { path: { book: book.id } },
      body: { id: d.id, kind: 'manual', day: d.day, memo: d.memo.trim(), lines },
    })
    if (data) {
      set({ state: 'done', id: data.id, sequence: data.sequence })
      return true
    }
    const problem = error ?? { code: 'phone_strange', detail: '' }
    set({ state: 'failed', say: troubleOf(problem) ? w.book.add.unsure : told(problem, w) })
    return false
  }
  return { state, send, reset: () => set({ state: 'typing' }) }
}
