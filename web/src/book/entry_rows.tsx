import type { JSX } from 'preact'
import { shortDay } from '../lib/dates.ts'
import { at, atDesk } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { Link } from '../lib/router.tsx'
import { Listing } from '../lib/ui/listing.tsx'
import { Row } from '../lib/ui/row.tsx'
import { Rows } from '../lib/ui/rows.tsx'
import { Tag } from '../lib/ui/tag.tsx'
import { useNamed, type Entry, type Opened } from './data.ts'
import { Said } from './said.tsx'
import type { Named } from './sentence.ts'

// EntryRows are entries, each in one sentence; a press opens it.
export function EntryRows(p: { opened: Opened; entries: Entry[] }): JSX.Element {
  const w = useWords()
  const named = useNamed(p.opened.accounts)
  const { book } = p.opened
  if (atDesk()) return <EntryTable {...p} named={named} />
  return (
    <Rows label={w.book.parts.entries} links>
      {p.entries.map((e) => (
        <Row
          key={e.id}
          number={e.sequence}
          name={<Said lines={e.lines} named={named} in={book} />}
          under={
            <>
              {shortDay(e.day)}
              {e.memo ? ` · ${e.memo}` : ''}
            </>
          }
          to={at(`/books/${book.id}/entries/${e.id}`)}
        >
          <Reversal of={e} />
        </Row>
      ))}
    </Rows>
  )
}

// EntryTable is the same at a desk.
function EntryTable(p: { opened: Opened; entries: Entry[]; named: Map<string, Named> }): JSX.Element {
  const w = useWords()
  const { book } = p.opened
  return (
    <Listing
      label={w.book.parts.entries}
      rows={p.entries}
      id={(e) => e.id}
      columns={[
        { title: w.book.number, cell: (e) => e.sequence },
        { title: w.book.day, cell: (e) => <span class="nw">{shortDay(e.day)}</span> },
        {
          title: w.book.happened,
          lead: true,
          cell: (e) => <Link to={at(`/books/${book.id}/entries/${e.id}`)}><Said lines={e.lines} named={p.named} in={book} /></Link>,
        },
        { title: w.book.what, cell: (e) => e.memo },
        ...(p.entries.some((e) => e.reversed_by || e.reverses) ? [{ title: w.book.state, cell: (e: Entry) => <Reversal of={e} /> }] : []),
      ]}
    />
  )
}

// Reversal says that an entry was undone, or undoes another.
function Reversal(p: { of: Entry }): JSX.Element | null {
  const w = useWords()
  if (!p.of.reversed_by && !p.of.reverses) return null
  return (
    <Tag mood="info" icon="koreksi">
      {p.of.reversed_by ? w.book.undoneShort : w.book.undoesShort}
    </Tag>
  )
}
