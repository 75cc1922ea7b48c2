import type { JSX } from 'preact'
import { api } from '../lib/api/client.ts'
import { at, Page } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { useLoaded } from '../lib/loaded.ts'
import type { Params } from '../lib/router.tsx'
import { Row } from '../lib/ui/row.tsx'
import { Rows } from '../lib/ui/rows.tsx'
import { Shown } from '../lib/ui/shown.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { nameOf, useOpened, usePerson, type Account, type TrialRow } from './data.ts'
import { Sum } from './sum.tsx'
import { minorOf } from './sums.ts'
import './book.css'

const classes = ['asset', 'liability', 'equity', 'income', 'expense'] as const

// Accounts are all accounts of the book with what is on them, on the side where
// each grows.
export default function Accounts(p: { params: Params }): JSX.Element {
  const w = useWords()
  const id = p.params['book'] ?? ''
  const [opened, again] = useOpened(id)
  const [trial, trialAgain] = useLoaded<TrialRow[]>(`${usePerson()} trial ${id}`, async () => {
    const { data, error } = await api.GET('/v1/books/{book}/trial-balance', { params: { path: { book: id } } })
    return data ? { data: data.rows } : { error }
  })
  return (
    <Page
      title={w.book.parts.accounts}
      where={opened.state === 'ready' ? opened.data.book.name : undefined}
      back={at(`/books/${id}`)}
      actions={<Actions help={w.book.help.accounts} />}
    >
      <Shown loaded={opened} again={again} what={w.book.parts.accounts}>
        {(o) => (
          <Shown loaded={trial} again={trialAgain} what={w.book.parts.accounts}>
            {(rows) => {
              const sums = new Map(rows.map((r) => [r.account_id, minorOf(r.debit, o.book) - minorOf(r.credit, o.book)]))
              const onIt = (a: Account): bigint => (sums.get(a.id) ?? 0n) * (a.normal === 'debit' ? 1n : -1n)
              const row = (a: Account): JSX.Element => (
                <Row key={a.id} name={nameOf(a)} under={a.code} to={at(`/books/${id}/accounts/${a.id}`)}>
                  <Sum of={onIt(a)} in={o.book} size="m" />
                </Row>
              )
              const used = o.accounts.filter((a) => onIt(a) !== 0n)
              const empty = o.accounts.filter((a) => onIt(a) === 0n)
              return (
                <>
                  {classes
                    .map((c) => ({ c, accounts: used.filter((a) => a.class === c) }))
                    .filter((g) => g.accounts.length > 0)
                    .map(({ c, accounts }) => (
                      <section key={c} class="g2">
                        <h2>{w.book.classes[c]}</h2>
                        <Rows label={w.book.classes[c]} links>
                          {accounts.map(row)}
                        </Rows>
                      </section>
                    ))}
                  {empty.length > 0 ? (
                    <details class="card">
                      <summary>{w.book.emptyAccounts(String(empty.length))}</summary>
                      <Rows label={w.book.emptyAccounts(String(empty.length))} links>
                        {empty.map(row)}
                      </Rows>
                    </details>
                  ) : null}
                </>
              )
            }}
          </Shown>
        )}
      </Shown>
    </Page>
  )
}
