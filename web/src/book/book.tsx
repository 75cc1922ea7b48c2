import type { JSX } from 'preact'
import { api } from '../lib/api/client.ts'
import { longDay, today } from '../lib/dates.ts'
import { at, Page } from '../lib/door.tsx'
import { language, useWords } from '../lib/i18n.ts'
import { useLoaded } from '../lib/loaded.ts'
import { say } from '../lib/terbilang.ts'
import { LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Empty } from '../lib/ui/empty.tsx'
import type { IconName } from '../lib/ui/icon.tsx'
import { Row } from '../lib/ui/row.tsx'
import { Rows } from '../lib/ui/rows.tsx'
import { Shown } from '../lib/ui/shown.tsx'
import type { Params } from '../lib/router.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { askEntries, useOpened, usePerson, type Opened, type TrialRow } from './data.ts'
import { EntryRows } from './entry_rows.tsx'
import { useMayRecord, whoMay } from './may.ts'
import { Proof } from './proof.tsx'
import { cashRoles } from './sentence.ts'
import { Sum } from './sum.tsx'
import { minorOf } from './sums.ts'
import { cashKey } from './there.ts'
import './book.css'

// Overview is the first page of a book: the money there is, fund by fund, what was
// recorded last, and whether the book is whole.
export default function Overview(p: { params: Params }): JSX.Element {
  const w = useWords()
  const id = p.params['book'] ?? ''
  const [opened, again] = useOpened(id)
  const [trial, trialAgain] = useLoaded<TrialRow[]>(cashKey(usePerson(), id), async () => {
    const { data, error } = await api.GET('/v1/books/{book}/trial-balance', { params: { path: { book: id }, query: { by: 'fund' } } })
    return data ? { data: data.rows } : { error }
  })
  const mayRecord = useMayRecord(id, opened.state === 'ready' ? opened.data.book.kind : '')
  const name = opened.state === 'ready' ? opened.data.book.name : w.book.books
  const funds = opened.state === 'ready' && trial.state === 'ready' ? cashByFund(opened.data, trial.data) : []
  return (
    <Page
      title={name}
      where={opened.state === 'ready' ? w.book.kinds[opened.data.book.kind as keyof typeof w.book.kinds] : undefined}
      actions={<Actions listen={aloud(funds)} help={w.book.help.book} />}
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
            <div class="sheet side">
              <div class="sheet">
                <Shown loaded={trial} again={trialAgain} what={w.book.cash} quiet>
                  {() => <Cash opened={o} funds={funds} />}
                </Shown>
                <Latest opened={o} />
              </div>
              <div class="sheet">
                <Rows label={name} links>
                  <Row icon="kuitansi" name={w.book.parts.entries} under={w.book.entryCount(String(o.book.sequence))} to={at(`/books/${id}/entries`)} />
                  <Row icon="buku" name={w.book.parts.accounts} under={w.book.accountsSay} to={at(`/books/${id}/accounts`)} />
                  <Row icon="tugas" name={w.book.parts.trialBalance} under={w.book.trialSay} to={at(`/books/${id}/trial-balance`)} />
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

  function aloud(all: FundCash[]): string {
    return all.map((f) => `${f.name}: ${say(f.sum, language())}.`).join(' ')
  }
}

type FundCash = { code: string; name: string; restricted: boolean; sum: bigint }

const fundIcons: Record<string, IconName> = { loan: 'pinjaman', social: 'sosial', arisan: 'arisan', general: 'uang' }

// cashByFund is what lies in box and bank for each fund: every fund that the book
// has, also an empty one.
function cashByFund(o: Opened, rows: TrialRow[]): FundCash[] {
  const sums = new Map<string, bigint>()
  for (const r of rows) {
    if (!cashRoles.includes(r.role ?? '') || r.fund === undefined) continue
    sums.set(r.fund, (sums.get(r.fund) ?? 0n) + minorOf(r.debit, o.book) - minorOf(r.credit, o.book))
  }
  return o.funds
    .filter((f) => sums.has(f.code) || f.code !== 'general')
    .map((f) => ({ code: f.code, name: f.name, restricted: f.restricted, sum: sums.get(f.code) ?? 0n }))
}

function Cash(p: { opened: Opened; funds: FundCash[] }): JSX.Element {
  const w = useWords()
  const { book } = p.opened
  const total = p.funds.reduce((n, f) => n + f.sum, 0n)
  if (p.funds.length === 0) return <Empty icon="kotak" title={w.book.noCash} />
  return (
    <Card title={book.kind === 'group' ? w.book.cash : w.book.cashOf(book.name)} under={longDay(today())} rows aside={<Sum of={total} in={book} size="x" />}>
      {p.funds.map((f) => (
        <Row key={f.code} icon={fundIcons[f.code] ?? 'uang'} name={f.name} under={f.restricted ? w.book.restricted : undefined}>
          <Sum of={f.sum} in={book} size="m" />
        </Row>
      ))}
    </Card>
  )
}

function Latest(p: { opened: Opened }): JSX.Element {
  const w = useWords()
  const id = p.opened.book.id
  const [loaded, again] = useLoaded(`${usePerson()} latest ${id}`, () => askEntries(id, { limit: 3, order: 'newest' }))
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
