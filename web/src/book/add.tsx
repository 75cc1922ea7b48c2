import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { longDay } from '../lib/dates.ts'
import { at, Page } from '../lib/door.tsx'
import { device } from '../lib/device.ts'
import { useWords } from '../lib/i18n.ts'
import type { Proof } from '../lib/known.ts'
import type { Params } from '../lib/router.tsx'
import { useMe } from '../lib/session.ts'
import { waiting, type Failure } from '../signin/enter.ts'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Choice } from '../lib/ui/choice.tsx'
import { Field } from '../lib/ui/field.tsx'
import { Say } from '../lib/ui/say.tsx'
import { Shown } from '../lib/ui/shown.tsx'
import { Became } from '../outbox/became.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { useNamed, useOpened, type Opened } from './data.ts'
import { blank, linesOf, missingIn, type Draft, type Way } from './draft.ts'
import { FullLines } from './add_lines.tsx'
import { PlainLines } from './add_plain.tsx'
import { untouched, useDraft } from './draft_kept.ts'
import { useUnsaved } from '../lib/unsaved.ts'
import { Sign } from './sign.tsx'
import { Said } from './said.tsx'
import { useRecord } from './record.ts'

// Add records an entry by hand: money in, out or moved, in three or four answers;
// or as many lines as it takes. What is typed is kept until it is saved.
export default function Add(p: { params: Params }): JSX.Element {
  const w = useWords()
  const id = p.params['book'] ?? ''
  const [opened, again] = useOpened(id)
  return (
    <Shown loaded={opened} again={again} what={w.book.add.title}>
      {(o) => <Form opened={o} />}
    </Shown>
  )
}

// What is typed here is kept at every key, so whoever leaves loses nothing.
const put = async (): Promise<void> => undefined

function Form(p: { opened: Opened }): JSX.Element {
  const w = useWords()
  const { book } = p.opened
  const named = useNamed(p.opened.accounts)
  const [draft, setDraft, fresh] = useDraft(book.id)
  const [asked, ask] = useState(false)
  const { state, send, sign, reset } = useRecord(book)
  const me = useMe()
  const [signing, setSigning] = useState(false)
  const kept = { what: w.book.add.unsaved, put }
  const top = useRef<HTMLDivElement>(null)
  const missing = missingIn(draft, p.opened)
  const lines = linesOf(draft, p.opened)
  const done = state.state === 'done' || state.state === 'waits' || state.state === 'kept'
  useEffect(() => {
    if (done || state.state === 'failed') top.current?.focus()
  }, [done, state.state])

  useUnsaved(untouched(draft) ? null : kept)

  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part })
  const save = async (): Promise<void> => {
    ask(true)
    if (missing.size > 0) return
    const mine = await device().catch(() => null)
    if (mine?.book === book.id) {
      setSigning(true) // this phone is the group's: whoever records says who she is
      return
    }
    if (await send(draft, lines)) {
      ask(false)
      setDraft(blank(draft.way))
    }
  }
  const signed = async (proof: Proof): Promise<Failure | null> => {
    const signed = await sign(draft, lines, me?.person ?? '', proof)
    if (typeof signed === 'object') return signed.until > 0 ? waiting(signed.until) : { say: w.book.add.notHers, until: 0 }
    setSigning(false)
    if (!signed) return null // why is said above what she typed, which stays
    ask(false)
    setDraft(blank(draft.way))
    return null
  }
  const another = (): void => {
    fresh()
    reset()
  }
  const ways: { value: Way; label: string; icon: 'masuk' | 'keluar' | 'maju' | 'kuitansi' }[] = [
    { value: 'in', label: w.book.add.in, icon: 'masuk' },
    { value: 'out', label: w.book.add.out, icon: 'keluar' },
    { value: 'move', label: w.book.add.move, icon: 'maju' },
    { value: 'full', label: w.book.add.full, icon: 'kuitansi' },
  ]
  const wrong = (field: string): string | undefined => (asked && missing.has(field) ? (missing.get(field) === 'same' ? w.book.add.sameplace : w.book.add.missing) : undefined)

  return (
    <Page
      title={w.book.add.title}
      where={book.name}
      back={at(`/books/${book.id}`)}
      practice={book.kind === 'practice'}
      actions={<Actions help={w.book.help.add} />}
      dock={
        done ? undefined : (
          <>
            <p aria-live="polite">{missing.size === 0 ? <Said before={w.book.add.check} lines={lines} named={named} in={book} /> : null}</p>
            <Button main icon="t1" off={state.state === 'sending'} onPress={() => void save()}>
              {state.state === 'sending' ? w.book.add.going : w.book.add.go}
            </Button>
          </>
        )
      }
    >
      <div ref={top} tabIndex={-1} class="g2">
        {state.state === 'done' ? (
          <Say mood="good" title={state.sequence === undefined ? w.book.add.sent : w.book.add.done(String(state.sequence))} live>
            <p class="g2">
              <LinkButton to={at(`/books/${book.id}/entries/${state.id}`)}>{w.book.add.see}</LinkButton>
              <Button onPress={another}>{w.book.add.another}</Button>
            </p>
          </Say>
        ) : null}
        {state.state === 'waits' ? (
          <Say mood="wait" title={w.book.add.waits} live>
            <p>
              <Button onPress={another}>{w.book.add.another}</Button>
            </p>
          </Say>
        ) : null}
        {state.state === 'kept' ? (
          <>
            <Became outcome={state.outcome} code={state.code} />
            <Button onPress={another}>{w.book.add.another}</Button>
          </>
        ) : null}
        {state.state === 'failed' ? (
          <Say mood="bad" title={state.say} live>
            {state.way ? <p>{state.way}</p> : null}
          </Say>
        ) : null}
      </div>
      {done ? null : (
        <>
          <Choice legend={w.book.add.way} options={ways} value={draft.way} onChoose={(way) => change({ way })} />
          {draft.way === 'full' ? (
            <FullLines opened={p.opened} draft={draft} onChange={change} asked={asked} />
          ) : (
            <PlainLines opened={p.opened} draft={draft} onChange={change} wrong={wrong} />
          )}
          <Field label={w.book.day} kind="date" hint={draft.day ? longDay(draft.day) : ''} value={draft.day} error={wrong('day')} onInput={(day) => change({ day })} />
          <Field label={w.book.add.memo} hint={w.book.add.memoHint} value={draft.memo} most={200} onInput={(memo) => change({ memo })} />
        </>
      )}
      {me ? <Sign me={me} open={signing} onClose={() => setSigning(false)} onProof={signed} /> : null}
    </Page>
  )
}
