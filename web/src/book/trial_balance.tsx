import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { api } from '../lib/api/client.ts'
import { longDay } from '../lib/dates.ts'
import { at, Page } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { useLoaded } from '../lib/loaded.ts'
import { Link, type Params } from '../lib/router.tsx'
import { Button } from '../lib/ui/button.tsx'
import { Empty } from '../lib/ui/empty.tsx'
import { Field } from '../lib/ui/field.tsx'
import { Listing } from '../lib/ui/listing.tsx'
import { Say } from '../lib/ui/say.tsx'
import { Shown } from '../lib/ui/shown.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { nameOf, useOpened, usePerson, type TrialRow } from './data.ts'
import { Sum } from './sum.tsx'
import { minorOf } from './sums.ts'
import './book.css'

// TrialBalance is every account with its balance on its side, today or at the end
// of a day, for the book or apart by fund. Both columns must come to the same.
export default function TrialBalance(p: { params: Params }): JSX.Element {
  const w = useWords()
  const id = p.params['book'] ?? ''
  const [day, setDay] = useState('')
  const [byFund, setByFund] = useState(false)
  const [opened, again] = useOpened(id)
  const [trial, trialAgain] = useLoaded<TrialRow[]>(`${usePerson()} trial ${id} ${day} ${byFund}`, async () => {
    const { data, error } = await api.GET('/v1/books/{book}/trial-balance', {
      params: { path: { book: id }, query: { by: byFund ? 'fund' : 'account', ...(day ? { day } : {}) } },
    })
    return data ? { data: data.rows } : { error }
  })
  return (
    <Page
      title={w.book.parts.trialBalance}
      where={opened.state === 'ready' ? opened.data.book.name : undefined}
      back={at(`/books/${id}`)}
      actions={<Actions help={w.book.help.trialBalance} />}
    >
      <Shown loaded={opened} again={again} what={w.book.parts.trialBalance}>
        {(o) => (
          <>
            <div class="days">
              <Field label={w.book.until} kind="date" value={day} onInput={setDay} />
              {o.funds.length > 1 ? (
                <Button pressed={byFund} icon="kotak" onPress={() => setByFund(!byFund)}>
                  {w.book.byFund}
                </Button>
              ) : null}
            </div>
            <p class="lb">{day ? w.book.atEnd(longDay(day)) : w.book.withAll}</p>
            <Shown loaded={trial} again={trialAgain} what={w.book.parts.trialBalance}>
              {(rows) => {
                if (rows.length === 0) return <Empty icon="tugas" title={w.book.noEntries.title} />
                const debits = rows.reduce((n, r) => n + minorOf(r.debit, o.book), 0n)
                const credits = rows.reduce((n, r) => n + minorOf(r.credit, o.book), 0n)
                const even = debits === credits
                return (
                  <>
                    <Listing
                      dense
                      label={w.book.parts.trialBalance}
                      rows={rows}
                      id={(r) => `${r.account_id} ${r.fund ?? ''}`}
                      columns={[
                        { title: w.book.account, lead: true, cell: (r) => <Link to={at(`/books/${id}/accounts/${r.account_id}`)}>{nameOf(r)}</Link> },
                        { title: w.book.code, cell: (r) => r.account },
                        ...(byFund ? [{ title: w.book.fundName, cell: (r: TrialRow) => o.funds.find((f) => f.code === r.fund)?.name ?? r.fund }] : []),
                        { title: w.book.debit, end: true, cell: (r) => (minorOf(r.debit, o.book) === 0n ? null : <Sum of={r.debit} in={o.book} />) },
                        { title: w.book.credit, end: true, cell: (r) => (minorOf(r.credit, o.book) === 0n ? null : <Sum of={r.credit} in={o.book} />) },
                      ]}
                      foot={[w.book.sum, null, ...(byFund ? [null] : []), <Sum of={debits} in={o.book} />, <Sum of={credits} in={o.book} />]}
                    />
                    <Say mood={even ? 'good' : 'bad'} title={even ? w.book.even : w.book.uneven} />
                  </>
                )
              }}
            </Shown>
          </>
        )}
      </Shown>
    </Page>
  )
}
