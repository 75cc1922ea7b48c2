import { useState } from 'preact/hooks'
import { api, told, troubleOf } from '../lib/api/client.ts'
import { WrongProof } from '../lib/device.ts'
import { useWords } from '../lib/i18n.ts'
import type { Proof } from '../lib/known.ts'
import { items, record } from '../lib/outbox.ts'
import { syncNow } from '../lib/sync.ts'
import type { Book } from './data.ts'
import type { Draft, EntryLine } from './draft.ts'

export type Recorded =
  | { state: 'typing' }
  | { state: 'sending' }
  | { state: 'done'; id: string; sequence?: number }
  | { state: 'waits' } // on this phone, not yet at the server
  | { state: 'failed'; say: string }

// How long a screen waits to hear what became of what was recorded on this phone.
const patience = 4000

// useRecord posts an entry. The draft carries the id, so after a lost answer the
// same draft is sent again and recorded once. send and sign tell whether it is
// recorded.
export function useRecord(book: Book): {
  state: Recorded
  send: (d: Draft, lines: EntryLine[]) => Promise<boolean>
  sign: (d: Draft, lines: EntryLine[], actor: string, proof: Proof) => Promise<WrongProof | null>
  reset: () => void
} {
  const w = useWords()
  const [state, set] = useState<Recorded>({ state: 'typing' })

  // send asks the server, which answers at once.
  const send = async (d: Draft, lines: EntryLine[]): Promise<boolean> => {
    set({ state: 'sending' })
    const { data, error } = await api.POST('/v1/books/{book}/entries', { params: { path: { book: book.id } }, body: { id: d.id, ...bodyOf(d, lines) } })
    if (data) {
      set({ state: 'done', id: data.id, sequence: data.sequence })
      return true
    }
    const problem = error ?? { code: 'phone_strange', detail: '' }
    set({ state: 'failed', say: troubleOf(problem) ? w.book.add.unsure : told(problem, w) })
    return false
  }

  // sign puts it into the outbox of this phone, which is the group's device: it is
  // safe there, whether or not there is a network. A proof that is not hers records
  // nothing.
  const sign = async (d: Draft, lines: EntryLine[], actor: string, proof: Proof): Promise<WrongProof | null> => {
    let id: string
    try {
      id = await record('entry.post', 1, bodyOf(d, lines), actor, proof)
    } catch (e) {
      if (e instanceof WrongProof) return e
      set({ state: 'failed', say: w.book.add.notKept })
      return null
    }
    set({ state: 'waits' })
    await Promise.race([syncNow(), new Promise((r) => setTimeout(r, patience))])
    const item = (await items((i) => i.command.id === id, 1))[0]
    const outcome = item?.outcome?.outcome
    if (outcome === 'posted' || outcome === 'duplicate' || outcome === 'posted_with_task') set({ state: 'done', id: item?.outcome?.resource || id })
    return null
  }
  return { state, send, sign, reset: () => set({ state: 'typing' }) }
}

const bodyOf = (d: Draft, lines: EntryLine[]): { kind: string; day: string; memo: string; lines: EntryLine[] } => ({
  kind: 'manual',
  day: d.day,
  memo: d.memo.trim(),
  lines,
})
