import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { told } from '../lib/api/client.ts'
import { at, Page } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import type { Params } from '../lib/router.tsx'
import { Button } from '../lib/ui/button.tsx'
import { Empty } from '../lib/ui/empty.tsx'
import { Field } from '../lib/ui/field.tsx'
import { Pick } from '../lib/ui/pick.tsx'
import { Say } from '../lib/ui/say.tsx'
import { Shown } from '../lib/ui/shown.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { askEntries, nameOf, useListed, useOpened, usePerson, type EntryQuery, type Opened } from './data.ts'
import { EntryRows } from './entry_rows.tsx'
import './book.css'

// Entries is what was recorded, newest first, a sentence each; by account and days.
export default function Entries(p: { params: Params }): JSX.Element {
  const w = useWords()
  const id = p.params['book'] ?? ''
  const [opened, again] = useOpened(id)
  const [account, setAccount] = useState('')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  return (
    <Page
      title={w.book.parts.entries}
      where={opened.state === 'ready' ? opened.data.book.name : undefined}
      back={at(`/books/${id}`)}
      actions={<Actions help={w.book.help.entries} />}
    >
      <Shown loaded={opened} again={again} what={w.book.parts.entries}>
        {(o) => (
          <>
            <details class="card">
              <summary>{w.book.filter}</summary>
              <Pick
                label={w.book.account}
                none={w.book.allAccounts}
                value={account}
                options={o.accounts.map((a) => ({ value: a.id, label: nameOf(a), group: w.book.classes[a.class as keyof typeof w.book.classes] ?? a.class }))}
                onPick={setAccount}
              />
              <div class="days">
                <Field label={w.book.from} kind="date" value={from} onInput={setFrom} />
                <Field label={w.book.to} kind="date" value={to} onInput={setTo} />
              </div>
            </details>
            <Found opened={o} query={{ ...(account ? { account } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}) }} />
          </>
        )}
      </Shown>
    </Page>
  )
}

function Found(p: { opened: Opened; query: EntryQuery }): JSX.Element {
  const w = useWords()
  const { book } = p.opened
  const asked = JSON.stringify(p.query)
  const { loaded, again, more, problem } = useListed(`${usePerson()} entries ${book.id} ${asked}`, (cursor) =>
    askEntries(book.id, { ...p.query, limit: 30, order: 'newest', ...cursor }),
  )
  return (
    <Shown loaded={loaded} again={again} what={w.book.parts.entries}>
      {(entries) => {
        if (entries.length === 0) {
          return asked === '{}' ? (
            <Empty icon="kuitansi" title={w.book.noEntries.title} say={w.book.noEntries.say} />
          ) : (
            <Empty icon="kuitansi" title={w.book.noneFound.title} say={w.book.noneFound.say} />
          )
        }
        return (
          <>
            <EntryRows opened={p.opened} entries={entries} />
            {problem ? <Say mood="bad" title={told(problem, w)} live /> : null}
            {more ? <Button onPress={more}>{w.book.more}</Button> : null}
          </>
        )
      }}
    </Shown>
  )
}
