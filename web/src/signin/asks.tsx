import type { JSX } from 'preact'
import { at } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { isOfficer, useMe } from '../lib/session.ts'
import { LinkButton } from '../lib/ui/button.tsx'
import { Say } from '../lib/ui/say.tsx'
import { here, useLeaves } from './leave.ts'

// Asks are the phones that wait for an officer's word, on the first page of the book:
// who asks, and whether it is this phone.
export default function Asks(p: { book: string }): JSX.Element {
  const w = useWords()
  const e = w.signin.enrol
  const me = useMe()
  const { leaves, done } = useLeaves(p.book, isOfficer(me, p.book))
  const waits = (leaves ?? []).filter((l) => l.needs_second)
  return (
    <>
      {done ? <Say mood="good" icon="hp" title={w.signin.device.done} live /> : null}
      {waits.map((l) =>
        l.created_by === me?.person ? (
          <Say key={l.id} mood="wait" icon="hp" title={e.second} live>
            <LinkButton to={at(`/books/${p.book}/enrol`)}>{e.seeOwn}</LinkButton>
          </Say>
        ) : (
          <Say key={l.id} mood="wait" icon="hp" title={e.asks((l.created_by_name ?? '') || w.book.somebody, here()?.id === l.id)} live>
            <LinkButton to={at(`/books/${p.book}/enrol/${l.id}`)}>{e.decide}</LinkButton>
          </Say>
        ),
      )}
    </>
  )
}
