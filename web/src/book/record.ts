import { useEffect, useState } from 'preact/hooks'
import { api, phoneProblem, told, troubleOf, type Problem } from '../lib/api/client.ts'
import { useCell } from '../lib/cell.ts'
import type { Answer } from '../lib/db.ts'
import { WrongProof } from '../lib/device.ts'
import { troubleOfThrown } from '../lib/errors.ts'
import { useWords } from '../lib/i18n.ts'
import type { Proof } from '../lib/known.ts'
import { counts, items, record } from '../lib/outbox.ts'
import { shut } from '../lib/session.ts'
import type { Book, Entry } from './data.ts'
import type { Draft, EntryLine } from './draft.ts'
import { saysSame } from './moves.ts'

export type Recorded =
  | { state: 'typing' }
  | { state: 'sending' }
  | { state: 'done'; id: string; sequence?: number; lines: EntryLine[]; already?: boolean } // already: since before this time
  | { state: 'waits'; id: string; lines: EntryLine[] } // on this phone, not yet at the server
  | { state: 'kept'; outcome: Answer; code: string } // at the server, not in the book
  | { state: 'there'; entry: Entry | null } // the draft's id is taken: by an entry that says something else
  | { state: 'failed'; say: string; way?: string; stranger?: boolean }

const inBook: Answer[] = ['posted', 'duplicate', 'posted_with_task']

// useRecord posts an entry. The draft carries the id, so that after a lost answer the
// server is first asked what it has under it: it is recorded once, and what was typed
// since is not taken for what is in the book. send, resume and sign tell whether it is
// recorded.
export function useRecord(book: Book): {
  state: Recorded
  send: (d: Draft, lines: EntryLine[]) => Promise<boolean>
  resume: (d: Draft, lines: EntryLine[]) => Promise<boolean>
  sign: (d: Draft, lines: EntryLine[], actor: string, proof: Proof) => Promise<boolean | WrongProof>
  reset: () => void
} {
  const w = useWords()
  const [state, set] = useState<Recorded>({ state: 'typing' })
  const kept = useCell(counts)
  const waits = state.state === 'waits' ? state.id : ''
  const lines = state.state === 'waits' ? state.lines : []
  const open = useCell(shut) === 'open'
  const stranger = state.state === 'failed' && state.stranger === true

  // That she had to sign in again is no news once she has.
  useEffect(() => {
    if (open && stranger) set({ state: 'typing' })
  }, [open])

  // What was signed is followed until the server has said what became of it.
  useEffect(() => {
    if (!waits) return
    let gone = false
    const hear = async (): Promise<void> => {
      const [item] = await items((i) => i.command.id === waits, 1)
      if (gone || !item?.outcome) return
      const { outcome, code, resource } = item.outcome
      set(inBook.includes(outcome) ? { state: 'done', id: resource || waits, lines } : { state: 'kept', outcome, code })
    }
    hear().catch(() => undefined) // it is safe all the same
    return () => {
      gone = true
    }
  }, [waits, kept])

  // find is what the server has under the draft's id: true when it is recorded, false
  // when something else is, or nobody knows; null when there is nothing.
  const find = async (d: Draft, lines: EntryLine[], silent = false): Promise<boolean | null> => {
    const { data, error } = await api.GET('/v1/books/{book}/entries/{entry}', { params: { path: { book: book.id, entry: d.id } } })
    if (data) {
      const same = saysSame(data, bodyOf(d, lines), book)
      set(same ? { state: 'done', id: data.id, sequence: data.sequence, lines, already: true } : { state: 'there', entry: data })
      return same
    }
    if (error?.status === 404) return null
    if (!silent) fail(error)
    return false
  }
  const fail = (error: Problem | undefined): void => {
    const problem = error ?? phoneProblem('phone_strange')
    set({ state: 'failed', say: troubleOf(problem) ? w.book.add.unsure : told(problem, w), stranger: problem.code === 'unauthenticated' })
  }

  // resume looks after what was sent before, without a word when it cannot.
  const resume = async (d: Draft, lines: EntryLine[]): Promise<boolean> => (d.sent ? (await find(d, lines, true)) === true : false)

  // send asks the server, which answers at once.
  const send = async (d: Draft, lines: EntryLine[]): Promise<boolean> => {
    set({ state: 'sending' })
    const before = d.sent ? await find(d, lines) : null
    if (before !== null) return before
    const { data, error } = await api.POST('/v1/books/{book}/entries', { params: { path: { book: book.id } }, body: { id: d.id, ...bodyOf(d, lines) } })
    if (data) {
      set({ state: 'done', id: data.id, sequence: data.sequence, lines })
      return true
    }
    if (error?.code === 'id_reused') {
      const there = await find(d, lines)
      if (there === null) set({ state: 'there', entry: null })
      return there === true
    }
    fail(error)
    return false
  }

  // sign puts it into the outbox of this phone, which is the group's device: it is
  // safe there, whether or not there is a network. A proof that is not hers records
  // nothing.
  const sign = async (d: Draft, lines: EntryLine[], actor: string, proof: Proof): Promise<boolean | WrongProof> => {
    try {
      const id = await record('entry.post', 1, bodyOf(d, lines), actor, proof)
      set({ state: 'waits', id, lines })
      return true
    } catch (e) {
      if (e instanceof WrongProof) return e
      const trouble = troubleOfThrown(e)
      set(trouble === 'unknown' ? { state: 'failed', say: w.book.add.notKept } : { state: 'failed', say: w.errors[trouble].title, way: w.errors[trouble].say })
      return false
    }
  }
  return { state, send, resume, sign, reset: () => set({ state: 'typing' }) }
}

const bodyOf = (d: Draft, lines: EntryLine[]): { kind: string; day: string; memo: string; lines: EntryLine[] } => ({
  kind: 'manual',
  day: d.day,
  memo: d.memo.trim(),
  lines,
})
