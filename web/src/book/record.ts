import { useEffect, useState } from 'preact/hooks'
import { api, phoneProblem, told, troubleOf } from '../lib/api/client.ts'
import { useCell } from '../lib/cell.ts'
import type { Answer } from '../lib/db.ts'
import { WrongProof } from '../lib/device.ts'
import { troubleOfThrown } from '../lib/errors.ts'
import { useWords } from '../lib/i18n.ts'
import type { Proof } from '../lib/known.ts'
import { counts, items, record } from '../lib/outbox.ts'
import type { Book } from './data.ts'
import type { Draft, EntryLine } from './draft.ts'

export type Recorded =
  | { state: 'typing' }
  | { state: 'sending' }
  | { state: 'done'; id: string; sequence?: number }
  | { state: 'waits'; id: string } // on this phone, not yet at the server
  | { state: 'kept'; outcome: Answer; code: string } // at the server, not in the book
  | { state: 'failed'; say: string; way?: string }

const inBook: Answer[] = ['posted', 'duplicate', 'posted_with_task']

// useRecord posts an entry. The draft carries the id, so after a lost answer the
// same draft is sent again and recorded once. send and sign tell whether it is
// recorded.
export function useRecord(book: Book): {
  state: Recorded
  send: (d: Draft, lines: EntryLine[]) => Promise<boolean>
  sign: (d: Draft, lines: EntryLine[], actor: string, proof: Proof) => Promise<boolean | WrongProof>
  reset: () => void
} {
  const w = useWords()
  const [state, set] = useState<Recorded>({ state: 'typing' })
  const kept = useCell(counts)
  const waits = state.state === 'waits' ? state.id : ''

  // What was signed is followed until the server has said what became of it.
  useEffect(() => {
    if (!waits) return
    let gone = false
    const hear = async (): Promise<void> => {
      const [item] = await items((i) => i.command.id === waits, 1)
      if (gone || !item?.outcome) return
      const { outcome, code, resource } = item.outcome
      set(inBook.includes(outcome) ? { state: 'done', id: resource || waits } : { state: 'kept', outcome, code })
    }
    hear().catch(() => undefined) // it is safe all the same
    return () => {
      gone = true
    }
  }, [waits, kept])

  // send asks the server, which answers at once.
  const send = async (d: Draft, lines: EntryLine[]): Promise<boolean> => {
    set({ state: 'sending' })
    const { data, error } = await api.POST('/v1/books/{book}/entries', { params: { path: { book: book.id } }, body: { id: d.id, ...bodyOf(d, lines) } })
    if (data) {
      set({ state: 'done', id: data.id, sequence: data.sequence })
      return true
    }
    const problem = error ?? phoneProblem('phone_strange')
    set({ state: 'failed', say: troubleOf(problem) ? w.book.add.unsure : told(problem, w) })
    return false
  }

  // sign puts it into the outbox of this phone, which is the group's device: it is
  // safe there, whether or not there is a network. A proof that is not hers records
  // nothing.
  const sign = async (d: Draft, lines: EntryLine[], actor: string, proof: Proof): Promise<boolean | WrongProof> => {
    try {
      const id = await record('entry.post', 1, bodyOf(d, lines), actor, proof)
      set({ state: 'waits', id })
      return true
    } catch (e) {
      if (e instanceof WrongProof) return e
      const trouble = troubleOfThrown(e)
      set(trouble === 'unknown' ? { state: 'failed', say: w.book.add.notKept } : { state: 'failed', say: w.errors[trouble].title, way: w.errors[trouble].say })
      return false
    }
  }
  return { state, send, sign, reset: () => set({ state: 'typing' }) }
}

const bodyOf = (d: Draft, lines: EntryLine[]): { kind: string; day: string; memo: string; lines: EntryLine[] } => ({
  kind: 'manual',
  day: d.day,
  memo: d.memo.trim(),
  lines,
})
