import { store, strict, type Around, type PulledBalance, type PulledBook, type PulledEntry } from './db.ts'

// What the phone has learned of its group's book. It is a copy of what the server
// had at an instant: what waits in the outbox is never mixed into it.

export type Cursor = { since: number; epoch: number; known: string }

// Pulled is the server's answer.
export type Pulled = {
  since: number
  entries: PulledEntry[]
  more: boolean
  balances?: PulledBalance[]
  known?: string
  around?: Around
}

// Of says which state of the book an answer is of.
export type Of = { book: string; epoch: number; sequence: number; head: string; at: string }

export async function cursor(book: string): Promise<Cursor> {
  const have = await (await store()).get('books', book)
  return have ? { since: have.cursor, epoch: have.epoch, known: have.known } : { since: 0, epoch: 0, known: '' }
}

const nowhere: Around = { book: { id: '', kind: '', name: '', currency: '', places: 0 }, accounts: [], funds: [], members: [] }

// learn takes in an answer, all of it or nothing. What is of another time is
// forgotten first. It reports whether the answer continued the copy.
export async function learn(x: Pulled, of: Of): Promise<boolean> {
  const tx = (await store()).transaction(['books', 'entries'], 'readwrite', strict)
  const [books, entries] = [tx.objectStore('books'), tx.objectStore('entries')]
  const before = await books.get(of.book)
  const fits = before && before.epoch === of.epoch && before.cursor === x.since
  if (!fits && x.since !== 0) {
    await tx.done
    return false // of a page that another answer has overtaken
  }
  if (!fits) void entries.delete(IDBKeyRange.bound([of.book, 0], [of.book, Number.MAX_SAFE_INTEGER]))
  for (const entry of x.entries) void entries.put({ book: of.book, sequence: entry.sequence, entry })
  // Without names now, those of before are better than none.
  const around = x.around ?? before?.around ?? nowhere
  const members = x.known || !before ? around.members : before.around.members
  void books.put({
    id: of.book,
    epoch: of.epoch,
    sequence: of.sequence,
    head: of.head,
    cursor: x.since + x.entries.length,
    known: x.known ?? '',
    around: { ...around, members: members ?? [] },
    balances: x.balances ?? (fits ? before.balances : []),
    at: of.at,
  })
  await tx.done
  return true
}

// unlearn forgets every copy, as a device must that was revoked.
export async function unlearn(): Promise<void> {
  const tx = (await store()).transaction(['books', 'entries'], 'readwrite', strict)
  void tx.objectStore('books').clear()
  void tx.objectStore('entries').clear()
  await tx.done
}

// pulledBook is the copy of a book, null when there is none.
export async function pulledBook(book: string): Promise<PulledBook | null> {
  return (await (await store()).get('books', book)) ?? null
}

// pulledEntries are the last entries of the copy before a sequence number, latest first.
export async function pulledEntries(book: string, before = Number.MAX_SAFE_INTEGER, limit = 50): Promise<PulledEntry[]> {
  const found: PulledEntry[] = []
  let at = await (await store())
    .transaction('entries')
    .store.openCursor(IDBKeyRange.bound([book, 0], [book, before], false, true), 'prev')
  while (at && found.length < limit) {
    found.push(at.value.entry)
    at = await at.continue()
  }
  return found
}

// holderOf is the member whose card has the public key, null when nobody's here.
export async function holderOf(book: string, publicKey: string): Promise<{ id: string; name: string } | null> {
  const members = (await pulledBook(book))?.around.members ?? []
  const found = members.find((m) => m.cards?.includes(publicKey))
  return found ? { id: found.id, name: found.name } : null
}
