import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { api } from '../lib/api/client.ts'
import { useCell } from '../lib/cell.ts'
import { longDay, moment } from '../lib/dates.ts'
import { enrolled } from '../lib/device.ts'
import { at, Page } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { useLoaded } from '../lib/loaded.ts'
import { counts } from '../lib/outbox.ts'
import type { Params } from '../lib/router.tsx'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Listing } from '../lib/ui/listing.tsx'
import { Say } from '../lib/ui/say.tsx'
import { Shown } from '../lib/ui/shown.tsx'
import { Tag } from '../lib/ui/tag.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { useNamed, useOpened, usePerson, type Book, type Entry, type Opened } from './data.ts'
import { useMayRecord } from './may.ts'
import { Reverse } from './reverse.tsx'
import { Said } from './said.tsx'
import { Sum } from './sum.tsx'
import { minorOf } from './sums.ts'
import './book.css'

// OneEntry is an entry explained: its sentence, its lines, when and by whom it was
// recorded, and what it undoes or was undone by.
export default function OneEntry(p: { params: Params }): JSX.Element {
  const w = useWords()
  const id = p.params['book'] ?? ''
  const entryID = p.params['entry'] ?? ''
  const person = usePerson()
  const [opened, againBook] = useOpened(id)
  const [entry, again] = useLoaded<Entry>(`${person} entry ${entryID}`, () =>
    api.GET('/v1/books/{book}/entries/{entry}', { params: { path: { book: id, entry: entryID } } }),
  )
  const mayRecord = useMayRecord(id, opened.state === 'ready' ? opened.data.book.kind : '')
  const [asking, ask] = useState(false)
  const [done, setDone] = useState(false)
  const title = entry.state === 'ready' ? w.book.entry(String(entry.data.sequence)) : w.book.parts.entries
  const open = entry.state === 'ready' && !entry.data.reversed_by && !entry.data.reverses
  return (
    <Page
      title={title}
      where={opened.state === 'ready' ? opened.data.book.name : undefined}
      back={at(`/books/${id}/entries`)}
      actions={<Actions help={w.book.help.entry} />}
      dock={
        mayRecord && open ? (
          <Button icon="koreksi" onPress={() => ask(true)}>
            {w.book.undo}
          </Button>
        ) : mayRecord && entry.state === 'ready' && entry.data.reversed_by ? (
          <LinkButton main icon="tambah" to={at(`/books/${id}/add?from=${entryID}`)}>
            {w.book.add.right}
          </LinkButton>
        ) : undefined
      }
    >
      <Shown loaded={opened} again={againBook} what={title}>
        {(o) => (
          <Shown loaded={entry} again={again} what={title}>
            {(e) => (
              <>
                {done ? <Say mood="good" title={w.book.undoneNow(String(e.sequence))} live /> : null}
                <Told opened={o} entry={e} />
                <Reverse
                  book={o.book}
                  entry={e}
                  open={asking}
                  onClose={(reversed) => {
                    ask(false)
                    if (!reversed) return
                    setDone(true)
                    again()
                  }}
                />
              </>
            )}
          </Shown>
        )}
      </Shown>
    </Page>
  )
}

// useHeld is the backup that this phone, as the book's own device, has heard of.
function useHeld(book: Book): { at: string; sequence: number } | null {
  const { held } = useCell(counts)
  const mine = useCell(enrolled)
  return held && mine?.book === book.id && held.epoch === book.epoch ? held : null
}

function Told(p: { opened: Opened; entry: Entry }): JSX.Element {
  const w = useWords()
  const named = useNamed(p.opened.accounts)
  const me = usePerson()
  const { book, funds } = p.opened
  const held = useHeld(book)
  const e = p.entry
  const fundName = (code: string): string => funds.find((f) => f.code === code)?.name ?? code
  const debits = e.lines.reduce((n, l) => n + minorOf(l.debit ?? '0', book), 0n)
  const credits = e.lines.reduce((n, l) => n + minorOf(l.credit ?? '0', book), 0n)
  return (
    <>
      {e.reverses ? (
        <Say mood="info" icon="koreksi" title={w.book.undoesShort}>
          <p>
            <LinkButton to={at(`/books/${book.id}/entries/${e.reverses}`)}>{w.book.seeUndone}</LinkButton>
          </p>
        </Say>
      ) : null}
      {e.reversed_by ? (
        <Say mood="info" icon="koreksi" title={w.book.undone}>
          <p>
            <LinkButton to={at(`/books/${book.id}/entries/${e.reversed_by}`)}>{w.book.seeUndoing}</LinkButton>
          </p>
        </Say>
      ) : null}
      <Card title={<Said lines={e.lines} named={named} in={book} />}>
        <dl class="facts">
          <div>
            <dt>{w.book.day}</dt>
            <dd>{longDay(e.day)}</dd>
          </div>
          {e.memo ? (
            <div>
              <dt>{w.book.what}</dt>
              <dd>{e.memo}</dd>
            </div>
          ) : null}
          <div>
            <dt>{w.book.recorded}</dt>
            <dd>{moment(e.recorded_at)}</dd>
          </div>
          <div>
            <dt>{w.book.recordedBy}</dt>
            <dd>{e.by === me ? w.book.you : w.book.somebody}</dd>
          </div>
          {held ? (
            <div>
              <dt>{w.book.backup}</dt>
              <dd>
                {e.sequence <= held.sequence ? (
                  <Tag mood="good" icon="t3">
                    {w.parts.sync.whole.title}
                  </Tag>
                ) : (
                  w.parts.sync.notBackedUp(moment(held.at)).say
                )}
              </dd>
            </div>
          ) : null}
        </dl>
      </Card>
      <Listing
        label={w.book.lines}
        rows={e.lines.map((line, i) => ({ ...line, key: String(i) }))}
        id={(l) => l.key}
        columns={[
          { title: w.book.account, lead: true, cell: (l) => named.get(l.account_id)?.name ?? l.account },
          { title: w.book.fundName, cell: (l) => fundName(l.fund) },
          { title: w.book.debit, end: true, cell: (l) => (l.debit ? <Sum of={l.debit} in={book} /> : null) },
          { title: w.book.credit, end: true, cell: (l) => (l.credit ? <Sum of={l.credit} in={book} /> : null) },
        ]}
        foot={[w.book.sum, null, <Sum of={debits} in={book} />, <Sum of={credits} in={book} />]}
      />
    </>
  )
}
