import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { api } from '../lib/api/client.ts'
import { useCell } from '../lib/cell.ts'
import { daysBefore, longDay, today } from '../lib/dates.ts'
import type { Enrolled } from '../lib/db.ts'
import { at, Page } from '../lib/door.tsx'
import { device } from '../lib/device.ts'
import { useWords } from '../lib/i18n.ts'
import type { Proof } from '../lib/known.ts'
import { useLoaded } from '../lib/loaded.ts'
import { go, usePlace, type Params } from '../lib/router.tsx'
import { useMe } from '../lib/session.ts'
import { useUnsaved } from '../lib/unsaved.ts'
import { waiting, type Failure } from '../signin/enter.ts'
import { Actions } from '../lib/ui/actions.tsx'
import { Button } from '../lib/ui/button.tsx'
import { Choice } from '../lib/ui/choice.tsx'
import { Dialog } from '../lib/ui/dialog.tsx'
import { Field } from '../lib/ui/field.tsx'
import { Say } from '../lib/ui/say.tsx'
import { Shown } from '../lib/ui/shown.tsx'
import { newID } from '../lib/uuid.ts'
import { FullLines } from './add_lines.tsx'
import { PlainLines } from './add_plain.tsx'
import { askEntries, useNamed, useOpened, usePerson, type Entry, type Opened } from './data.ts'
import { Dock } from './dock.tsx'
import { linesOf, missingIn, type Draft, type Way } from './draft.ts'
import { untouched, useDraft } from './draft_kept.ts'
import { paysByApproval, useMayRecord, whoMay } from './may.ts'
import { Memo } from './memo.tsx'
import { answersOf, paysOut } from './moves.ts'
import { online } from './online.ts'
import { Outcome } from './outcome.tsx'
import { useRecord } from './record.ts'
import { Sign } from './sign.tsx'
import { Sure, type Doubt } from './sure.tsx'
import { useDoubts } from './use_doubts.ts'
import './book.css'

// Add records an entry by hand: money in, out or moved, in three or four answers;
// or as many lines as it takes. What is typed is kept until it is saved. With ?from=
// it begins with the answers of an entry that was reversed.
export default function Add(p: { params: Params }): JSX.Element {
  const w = useWords()
  const id = p.params['book'] ?? ''
  const person = usePerson()
  const place = usePlace()
  const [from] = useState(() => new URLSearchParams(place.split('?')[1] ?? '').get('from') ?? '')
  const [opened, again] = useOpened(id)
  const [lately] = useLoaded(`${person} lately ${id}`, () => askEntries(id, { limit: 50, order: 'newest' }))
  const [wrong, againWrong] = useLoaded<Entry | null>(`${person} entry ${from}`, async () =>
    from ? api.GET('/v1/books/{book}/entries/{entry}', { params: { path: { book: id, entry: from } } }) : { data: null },
  )
  const may = useMayRecord(id, opened.state === 'ready' ? opened.data.book.kind : '')
  const book = opened.state === 'ready' ? opened.data.book : null
  if (opened.state === 'ready' && may && wrong.state === 'ready') {
    return (
      <Form opened={opened.data} seen={!!opened.seenAt} entries={lately.state === 'ready' ? lately.data.items : []} corrects={wrong.data}>
        <Shown loaded={opened} again={again} what={w.book.add.title}>
          {() => <></>}
        </Shown>
      </Form>
    )
  }
  return (
    <Page title={w.book.add.title} where={book?.name} back={at(`/books/${id}`)} actions={<Actions help={w.book.help.add} />}>
      <Shown loaded={opened} again={again} what={w.book.add.title}>
        {({ book: b }) =>
          may ? (
            <Shown loaded={wrong} again={againWrong} what={w.book.add.title}>
              {() => <></>}
            </Shown>
          ) : (
            <Say mood="info" icon="kunci" title={w.book.add.whoMay.title}>
              <p>{whoMay(b.kind, w.book.add.whoMay)}</p>
            </Say>
          )
        }
      </Shown>
    </Page>
  )
}

// What is typed here is kept at every key, so whoever leaves loses nothing.
const put = async (): Promise<void> => undefined

// The first field that was found wrong, drawn with what is wrong.
const wrongs = ['input', 'select', '[role=radiogroup]'].map((of) => `main ${of}[aria-invalid=true]${of.startsWith('[') ? ' input' : ''}`).join()

function Form(p: { opened: Opened; seen: boolean; entries: Entry[]; corrects: Entry | null; children: JSX.Element }): JSX.Element {
  const w = useWords()
  const { book } = p.opened
  const named = useNamed(p.opened.accounts)
  const corrects = p.corrects
  const [draft, setDraft, fresh] = useDraft(book.id, corrects ? { entry: corrects.id, answers: answersOf(corrects, p.opened) } : undefined)
  const [asked, ask] = useState(false)
  const [short, setShort] = useState(0) // how many answers were missing when she pressed
  const { state, send, resume, sign, reset } = useRecord(book)
  const me = useMe()
  const [mine, setMine] = useState<Enrolled | null | undefined>(undefined)
  const [signing, setSigning] = useState(false)
  const [checking, setChecking] = useState(false)
  const [doubts, setDoubts] = useState<Doubt[]>([])
  const [clearing, setClearing] = useState(false)
  const doubtsOf = useDoubts(p.opened, p.entries)
  const kept = { what: w.book.add.unsaved, put }
  const top = useRef<HTMLDivElement>(null)
  const missing = missingIn(draft, p.opened)
  const lines = missing.size === 0 ? linesOf(draft, p.opened) : []
  const barred = paysByApproval(book.kind) && (draft.way === 'out' || paysOut(lines, p.opened))
  const done = state.state === 'done' || state.state === 'waits' || state.state === 'kept'
  const ofGroup = mine?.book === book.id
  const noSignal = !useCell(online) || p.seen
  useEffect(() => {
    if (done || state.state === 'failed' || state.state === 'there') top.current?.focus()
  }, [done, state.state])
  useEffect(() => {
    void device()
      .catch(() => null)
      .then((d) => setMine(d))
    void resume(draft, lines).then((recorded) => recorded && clear())
  }, [])

  useUnsaved(untouched(draft) ? null : kept)

  const clear = (): void => {
    ask(false)
    setShort(0)
    fresh()
    if (corrects) go(at(`/books/${book.id}/add`), 'instead')
  }
  const change = (part: Partial<Draft>): void => setDraft({ ...draft, ...part })
  const save = async (): Promise<void> => {
    ask(true)
    setShort(missing.size)
    if (missing.size > 0) {
      setTimeout(() => document.querySelector<HTMLElement>(wrongs)?.focus(), 50)
      return
    }
    setChecking(true)
    const found = await doubtsOf(draft, lines)
    setChecking(false)
    setDoubts(found)
    if (found.length === 0) await keep(draft)
  }
  // keep records what was asked about as far as need be.
  const keep = async (d: Draft): Promise<void> => {
    setDoubts([])
    const enrolled = await device().catch(() => null)
    if (enrolled?.book === book.id) {
      setSigning(true) // this phone is the group's: whoever records says who she is
      return
    }
    setDraft({ ...d, sent: true })
    if (await send(d, lines)) clear()
  }
  const signed = async (proof: Proof): Promise<Failure | null> => {
    const signed = await sign(draft, lines, me?.person ?? '', proof)
    if (typeof signed === 'object') return signed.until > 0 ? waiting(signed.until) : { say: w.book.add.notHers, until: 0 }
    setSigning(false)
    if (signed) clear() // else why is said above what she typed, which stays
    return null
  }
  const another = (): void => {
    fresh()
    reset()
  }
  const anew = (): void => {
    const next = { ...draft, id: newID(), sent: false }
    setDraft(next)
    void keep(next)
  }
  const ways: { value: Way; label: string; icon: 'masuk' | 'keluar' | 'maju' | 'kuitansi' }[] = [
    { value: 'in', label: w.book.add.in, icon: 'masuk' },
    { value: 'out', label: w.book.add.out, icon: 'keluar' },
    { value: 'move', label: w.book.add.move, icon: 'maju' },
    { value: 'full', label: w.book.add.full, icon: 'kuitansi' },
  ]
  const need = w.book.add.need
  const wrong = (field: string): string | undefined => {
    const why = missing.get(field)
    if (why === 'far') return w.book.add.tooFar(longDay(daysBefore(today(), -1)))
    if (!asked || why === undefined || why === 'unequal') return undefined
    if (why === 'same') return w.book.add.sameplace
    const of = field.replace(/\d+$/, '')
    if (of === 'other') return draft.way === 'in' ? need.in : draft.way === 'out' ? need.out : need.move
    return of === 'sum' ? need.amount : need[of as keyof typeof need]
  }

  return (
    <Page
      title={w.book.add.title}
      where={book.name}
      back={at(`/books/${book.id}`)}
      practice={book.kind === 'practice'}
      actions={<Actions help={w.book.help.add} />}
      dock={
        done || barred ? undefined : (
          <Dock opened={p.opened} draft={draft} lines={lines} named={named} missing={missing} short={short} busy={checking || state.state === 'sending'} onSave={() => void save()} />
        )
      }
    >
      {noSignal && mine !== undefined && !ofGroup ? (
        <Say mood="info" title={w.book.add.noSignal.title} live>
          <p>{w.book.add.noSignal.say}</p>
        </Say>
      ) : (
        p.children
      )}
      <div ref={top} tabIndex={-1} class="g2">
        <Outcome state={state} opened={p.opened} named={named} ofGroup={ofGroup} onAnother={another} onAnew={anew} />
      </div>
      {done ? null : (
        <>
          <Choice legend={w.book.add.way} options={ways} value={draft.way || null} error={wrong('way')} quiet onChoose={(way) => change({ way, ...(draft.way === 'full' || way === 'full' ? {} : { other: '' }) })} />
          {barred ? (
            <Say mood="info" icon="kunci" title={w.book.add.approval.title} live>
              <p>{w.book.add.approval.say}</p>
            </Say>
          ) : null}
          {draft.way === 'full' ? (
            <FullLines opened={p.opened} draft={draft} onChange={change} wrong={wrong} missing={missing} />
          ) : draft.way === '' || barred ? null : (
            <PlainLines opened={p.opened} draft={draft} entries={p.entries} onChange={change} wrong={wrong} />
          )}
          {barred && draft.way === 'out' ? null : (
            <>
              <Field label={w.book.day} kind="date" hint={draft.day ? longDay(draft.day) : ''} value={draft.day} error={wrong('day')} quiet onInput={(day) => change({ day })} />
              <Memo label={w.book.add.memo} hint={w.book.add.memoHint} value={draft.memo} onInput={(memo) => change({ memo })} />
            </>
          )}
          {untouched(draft) ? null : (
            <Button icon="hapus" onPress={() => setClearing(true)}>
              {w.book.add.clear.go}
            </Button>
          )}
        </>
      )}
      <Sure doubts={doubts} opened={p.opened} onBack={() => setDoubts([])} onYes={() => void keep(draft)} />
      <Dialog title={w.book.add.clear.title} open={clearing} onClose={() => setClearing(false)}>
        <p>{w.book.add.clear.say}</p>
        <Button
          main
          icon="hapus"
          onPress={() => {
            setClearing(false)
            clear()
            reset()
          }}
        >
          {w.book.add.clear.yes}
        </Button>
        <Button onPress={() => setClearing(false)}>{w.book.keep}</Button>
      </Dialog>
      {me ? <Sign me={me} open={signing} onClose={() => setSigning(false)} onProof={signed} /> : null}
    </Page>
  )
}
