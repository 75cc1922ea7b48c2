import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { api, told } from '../lib/api/client.ts'
import { shortDay } from '../lib/dates.ts'
import { at, Page } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { useLoaded } from '../lib/loaded.ts'
import { Link, type Params } from '../lib/router.tsx'
import { Button } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Empty } from '../lib/ui/empty.tsx'
import { Field } from '../lib/ui/field.tsx'
import { Listing } from '../lib/ui/listing.tsx'
import { Pick } from '../lib/ui/pick.tsx'
import { Say } from '../lib/ui/say.tsx'
import { Shown } from '../lib/ui/shown.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { nameOf, useListed, useOpened, usePerson, type Opened } from './data.ts'
import { cashRoles } from './sentence.ts'
import { Sum } from './sum.tsx'
import './book.css'

// Statement is an account line by line with what was on it after each, by fund and
// days. Of cash it says in and out.
export default function Statement(p: { params: Params }): JSX.Element {
  const w = useWords()
  const id = p.params['book'] ?? ''
  const accountID = p.params['account'] ?? ''
  const [opened, again] = useOpened(id)
  const account = opened.state === 'ready' ? opened.data.accounts.find((a) => a.id === accountID) : undefined
  const [fund, setFund] = useState('')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  return (
    <Page
      title={account ? nameOf(account) : w.book.parts.accounts}
      where={opened.state === 'ready' ? opened.data.book.name : undefined}
      back={at(`/books/${id}/accounts`)}
      actions={<Actions help={w.book.help.statement} />}
    >
      <Shown loaded={opened} again={again} what={w.book.parts.accounts}>
        {(o) => (
          <>
            <details class="card">
              <summary>{w.book.filter}</summary>
              {o.funds.length > 1 ? (
                <Pick label={w.book.fundName} none={w.book.allFunds} value={fund} options={o.funds.map((f) => ({ value: f.code, label: f.name }))} onPick={setFund} />
              ) : null}
              <div class="days">
                <Field label={w.book.from} kind="date" value={from} onInput={setFrom} />
                <Field label={w.book.to} kind="date" value={to} onInput={setTo} />
              </div>
            </details>
            <Lines opened={o} account={accountID} cash={cashRoles.includes(account?.role ?? '')} query={{ ...(fund ? { fund } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) }} />
          </>
        )}
      </Shown>
    </Page>
  )
}

function Lines(p: { opened: Opened; account: string; cash: boolean; query: { fund?: string; from?: string; to?: string } }): JSX.Element {
  const w = useWords()
  const { book } = p.opened
  const asked = JSON.stringify(p.query)
  const { loaded, again, more, problem } = useListed(`${usePerson()} statement ${book.id} ${p.account} ${asked}`, (cursor) =>
    api.GET('/v1/books/{book}/accounts/{account}/statement', {
      params: { path: { book: book.id, account: p.account }, query: { ...p.query, limit: 50, ...cursor } },
    }),
  )
  const [there, thereAgain] = useLoaded(`${usePerson()} there ${book.id} ${p.account} ${asked}`, () =>
    api.GET('/v1/books/{book}/accounts/{account}', {
      params: { path: { book: book.id, account: p.account }, query: { ...(p.query.fund ? { fund: p.query.fund } : {}), ...(p.query.to ? { day: p.query.to } : {}) } },
    }),
  )
  return (
    <Shown loaded={loaded} again={again} what={w.book.parts.accounts}>
      {(lines) => (
        <>
          <Shown loaded={there} again={thereAgain} what={w.book.there}>
            {(b) => <Card title={p.query.to ? w.book.atEnd(shortDay(p.query.to)) : w.book.there} aside={<Sum of={b.balance} in={book} size="x" />} />}
          </Shown>
          {lines.length === 0 ? (
            <Empty icon="buku" title={w.book.nothingMoved} />
          ) : (
            <Listing
              label={w.book.lines}
              rows={lines}
              id={(l) => `${l.entry} ${l.line}`}
              columns={[
                {
                  title: w.book.day,
                  lead: true,
                  cell: (l) => (
                    <Link to={at(`/books/${book.id}/entries/${l.entry}`)}>
                      {shortDay(l.day)}
                      {l.memo ? ` · ${l.memo}` : ` · ${w.book.entry(String(l.sequence))}`}
                    </Link>
                  ),
                },
                { title: p.cash ? w.book.cameIn : w.book.debit, end: true, cell: (l) => (l.debit ? <Sum of={l.debit} in={book} /> : null) },
                { title: p.cash ? w.book.wentOut : w.book.credit, end: true, cell: (l) => (l.credit ? <Sum of={l.credit} in={book} /> : null) },
                { title: w.book.after, end: true, cell: (l) => <Sum of={l.balance} in={book} /> },
              ]}
            />
          )}
          {problem ? <Say mood="bad" title={told(problem, w)} live /> : null}
          {more ? <Button onPress={more}>{w.book.more}</Button> : null}
        </>
      )}
    </Shown>
  )
}
