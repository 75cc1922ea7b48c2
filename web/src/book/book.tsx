import type { ComponentType, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { api } from '../lib/api/client.ts'
import { longDay, today } from '../lib/dates.ts'
import { at, atDesk, Page } from '../lib/door.tsx'
import { language, useWords } from '../lib/i18n.ts'
import { useLoaded } from '../lib/loaded.ts'
import { say } from '../lib/terbilang.ts'
import { isOfficer, useMe } from '../lib/session.ts'
import { LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Empty } from '../lib/ui/empty.tsx'
import { Row } from '../lib/ui/row.tsx'
import { Rows } from '../lib/ui/rows.tsx'
import { Shown } from '../lib/ui/shown.tsx'
import type { Params } from '../lib/router.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { askEntries, useOpened, usePerson, type Opened, type TrialRow } from './data.ts'
import { EntryRows } from './entry_rows.tsx'
import { heardClosed, isMember, useMayRead, useMayRecord, whoMay } from './may.ts'
import { FundRows } from './fund_rows.tsx'
import { cashByFund, type FundCash } from './funds.ts'
import { Mine } from './mine.tsx'
import { Proof } from './proof.tsx'
import { Sum } from './sum.tsx'
import { cashKey } from './there.ts'
import './book.css'

// Overview is the first page of a book: the money there is, fund by fund, what was
// recorded last, and whether the book is whole.
export default function Overview(p: { params: Params }): JSX.Element {
  const w = useWords()
  const id = p.params['book'] ?? ''
  const me = useMe()
  const [opened, again] = useOpened(id)
  const [trial, trialAgain] = useLoaded<TrialRow[]>(cashKey(usePerson(), id), async () => {
    const { data, error } = await api.GET('/v1/books/{book}/trial-balance', { params: { path: { book: id }, query: { by: 'fund' } } })
    return data ? { data: data.rows } : { error }
  })
  const mayRead = useMayRead(id)
  const mayRecord = useMayRecord(id, opened.state === 'ready' ? opened.data.book.kind : '')
  const name = opened.state === 'ready' ? opened.data.book.name : w.book.books
  const funds = opened.state === 'ready' && trial.state === 'ready' ? cashByFund(opened.data, trial.data) : []
  return (
    <Page
      title={name}
      where={opened.state === 'ready' ? w.book.kinds[opened.data.book.kind as keyof typeof w.book.kinds] : undefined}
      actions={<Actions listen={funds.length > 0 && opened.state === 'ready' ? aloud(funds, opened.data) : ''} help={w.book.help.book} />}
      dock={
        mayRecord ? (
          <LinkButton main icon="tambah" to={at(`/books/${id}/add`)}>
            {w.book.parts.add}
          </LinkButton>
        ) : undefined
      }
    >
      <Shown loaded={opened} again={again} what={name}>
        {(o) => (
          <>
            {isOfficer(me, id) ? <Waiting book={id} /> : null}
            <div class="sheet side">
              <div class="sheet">
                <Shown loaded={trial} again={trialAgain} what={w.book.cash} quiet>
                  {() => <Cash opened={o} funds={funds} />}
                </Shown>
                {mayRead ? <Latest opened={o} /> : isMember(me, id) ? <Mine opened={o} /> : null}
              </div>
              <div class="sheet">
                <Rows label={name} links>
                  {mayRead ? <Row icon="kuitansi" name={w.book.parts.entries} under={w.book.entryCount(String(o.book.sequence))} to={at(`/books/${id}/entries`)} /> : null}
                  <Row icon="buku" name={w.book.parts.accounts} under={w.book.accountsSay} to={at(`/books/${id}/accounts`)} />
                  <Row icon="tugas" name={atDesk() ? w.book.parts.trialBalance : w.book.parts.balances} under={w.book.trialSay} to={at(`/books/${id}/trial-balance`)} />
                  {o.book.kind === 'group' && mayRecord ? <Row icon="hp" name={w.book.phones} under={w.book.phonesSay} to={at(`/books/${id}/phones`)} /> : null}
                </Rows>
                {mayRecord ? null : <p class="lb">{whoMay(o.book.kind, w.book.add.whoMay)}</p>}
                <Proof book={o.book} />
              </div>
            </div>
          </>
        )}
      </Shown>
    </Page>
  )

  // What stands first is said first: the whole, then each fund.
  function aloud(all: FundCash[], o: Opened): string {
    const total = all.reduce((n, f) => n + f.sum, 0n)
    return [{ name: o.book.kind === 'group' ? w.book.cash : w.book.cashOf(o.book.name), sum: total }, ...all].map((f) => `${f.name}: ${say(f.sum, language())}.`).join(' ')
  }
}

// Waiting are the phones that wait for her word; they come after the page.
function Waiting(p: { book: string }): JSX.Element | null {
  const [Shown, show] = useState<ComponentType<{ book: string }> | null>(null)
  useEffect(() => {
    import('../signin/asks.tsx').then((m) => show(() => m.default), () => undefined) // without a network nothing can be agreed to
  }, [])
  return Shown ? <Shown book={p.book} /> : null
}

function Cash(p: { opened: Opened; funds: FundCash[] }): JSX.Element {
  const w = useWords()
  const { book } = p.opened
  const total = p.funds.reduce((n, f) => n + f.sum, 0n)
  if (p.funds.length === 0) return <Empty icon="kotak" title={w.book.noCash} />
  return (
    <Card title={book.kind === 'group' ? w.book.cash : w.book.cashOf(book.name)} under={longDay(today())} rows aside={<Sum of={total} in={book} size="x" />}>
      <FundRows book={book} funds={p.funds} />
    </Card>
  )
}

function Latest(p: { opened: Opened }): JSX.Element {
  const w = useWords()
  const id = p.opened.book.id
  const person = usePerson()
  const [loaded, again] = useLoaded(`${person} latest ${id}`, () => askEntries(id, { limit: 3, order: 'newest' }))
  const refused = loaded.state === 'trouble' && loaded.problem.status === 403
  useEffect(() => {
    if (refused) heardClosed(person, id)
  }, [refused])
  return (
    <section class="g2">
      <h2>{w.book.latest}</h2>
      <Shown loaded={loaded} again={again} what={w.book.latest} quiet>
        {(page) =>
          page.items.length === 0 ? (
            <Empty icon="kuitansi" title={w.book.noEntries.title} say={w.book.noEntries.say} level={3} />
          ) : (
            <EntryRows opened={p.opened} entries={page.items} />
          )
        }
      </Shown>
    </section>
  )
}
