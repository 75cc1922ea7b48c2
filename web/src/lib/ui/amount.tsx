import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { language, useWords } from '../i18n.ts'
import { grouped, most, type Reading } from '../money.ts'
import { say } from '../terbilang.ts'
import { read, rubOut, settle, thousands, type } from '../typed.ts'
import { Button } from './button.tsx'
import { FieldError } from './field.tsx'
import { Icon } from './icon.tsx'
import { coins, Note, noteName, notes } from './note.tsx'
import { Say } from './say.tsx'
import './money.css'

const ten = BigInt(10)
const zero = BigInt(0)

// How long the hand must rest before the sum is said, or asked about.
const rest = 700
// Then what was said leaves the page again: it stands there for the eye already.
const said = 4000

// The keys below the field: nine fill a phone's three columns. Two hundred is two
// coins of a hundred.
const keys = [...notes, ...coins.filter((c) => c.toString() !== '200')]

export type AmountProps = {
  id: string
  label: string
  value: bigint | null
  onChange: (v: bigint | null) => void
  usual?: bigint // ten times of this asks before it is kept
  notes?: boolean
  error?: string | undefined // what is wrong with an empty field; a doubt says so itself
}

// Amount asks for a sum: by digits, by the key "ribu", by notes. While a sum is in
// doubt, or unusual and not confirmed, its value is null: nothing is kept unasked.
export function Amount(p: AmountProps): JSX.Element {
  const w = useWords().money
  const [text, setText] = useState(p.value === null ? '' : grouped(p.value))
  const [sure, setSure] = useState<bigint | null>(p.value)
  const [calm, setCalm] = useState(true)
  const [heard, setHeard] = useState('')
  const given = useRef(p.value)
  const told = useRef<(bigint | null)[]>([])
  const last = useRef({ text, sure }) // taps come faster than the screen is drawn
  const field = useRef<HTMLInputElement>(null)
  const caret = useRef<number | null>(null)
  const echo = useRef<HTMLParagraphElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const asked = useRef(false)

  const found = read(text)
  const minor = found.minor ?? null
  const much = isMuch(minor, p.usual, sure)
  const doubtful = found.doubt !== undefined && found.doubt !== 'empty'
  // A question once asked stays while it is open, so that nothing jumps.
  asked.current = (much || doubtful) && (calm || asked.current)
  const error = asked.current || minor !== null ? undefined : p.error
  const words = minor !== null ? say(minor, language()) : doubtful || error ? '' : w.none

  // A value from outside, such as another person's, replaces what was typed. What was
  // told from here comes back too, perhaps after more has been typed: that is no news.
  useLayoutEffect(() => {
    const at = told.current.indexOf(p.value)
    told.current = told.current.slice(at + 1)
    if (at >= 0 || p.value === given.current) return
    given.current = p.value
    last.current = { text: p.value === null ? '' : grouped(p.value), sure: p.value }
    setSure(p.value)
    setText(last.current.text)
  }, [p.value])
  useLayoutEffect(() => {
    if (caret.current !== null) field.current?.setSelectionRange(caret.current, caret.current)
    caret.current = null
  })
  useEffect(() => () => clearTimeout(timer.current), [])

  // put writes the field and tells the sum to whoever asked for it.
  const put = (next: string, confirmed = last.current.sure): void => {
    last.current = { text: next, sure: confirmed }
    const now = read(next).minor ?? null
    setText(next)
    setSure(confirmed)
    const value = isMuch(now, p.usual, confirmed) ? null : now
    if (value !== given.current) {
      given.current = value
      told.current.push(value)
      p.onChange(value)
    }
    setCalm(false)
    setHeard('')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      setCalm(true)
      setHeard(value === null ? '' : say(value, language())) // a question says its sums itself
      timer.current = setTimeout(() => setHeard(''), said)
    }, rest)
  }
  const answer = (sum: bigint): void => {
    put(grouped(sum), sum)
    echo.current?.focus({ preventScroll: true }) // the button is gone: its words are next
  }
  // add puts a note to what is there. What is in doubt is asked about first.
  const add = (note: bigint): void => {
    const there = read(last.current.text)
    const sum = (there.minor ?? zero) + note
    if (there.minor === undefined && there.doubt !== 'empty' && there.doubt !== 'zero') setCalm(true)
    else if (sum <= most) put(grouped(sum))
  }
  const finish = (): void => {
    const { text } = last.current
    if (text !== settle(text).text) put(settle(text).text)
    setCalm(true)
  }

  const asking = asked.current ? `${p.id}-ask` : undefined
  const described = [`${p.id}-words`, asking, error ? `${p.id}-e` : ''].filter(Boolean).join(' ')
  return (
    <div class="g2">
      <label for={p.id}>
        <b>{p.label}</b>
      </label>
      <div class="amt">
        <input
          ref={field}
          class="fld rp m"
          id={p.id}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          enterKeyHint="done"
          maxLength={40}
          value={text}
          aria-invalid={asked.current || error ? true : undefined}
          aria-describedby={described}
          onInput={(e) => {
            const el = e.currentTarget
            const how = e instanceof InputEvent ? e.inputType : ''
            const next = type(last.current.text, { text: el.value, caret: el.selectionStart ?? el.value.length }, how)
            el.value = next.text // at once: the field never shows what is not kept
            el.setSelectionRange(next.caret, next.caret)
            caret.current = next.caret
            put(next.text)
          }}
          onBlur={finish}
          onKeyDown={(e) => {
            if (e.key !== 'Enter') return
            if (much || doubtful) e.preventDefault()
            finish()
          }}
        />
        <button type="button" class="btn" aria-label={w.thousandSays} onMouseDown={stay} onClick={() => put(thousands(last.current.text))}>
          {w.thousand}
        </button>
        <button type="button" class="btn" aria-label={w.rubOut} onMouseDown={stay} onClick={() => put(rubOut(last.current.text))}>
          <Icon of="hapus" />
        </button>
      </div>
      <FieldError id={`${p.id}-e`} error={error} quiet />
      <p class={p.notes && !error && !asking ? 'lb echo' : 'lb'} id={`${p.id}-words`} ref={echo} tabIndex={-1}>
        {words}
      </p>
      <output class="vh">{heard}</output>
      {asking ? (
        <div id={asking} class="ask">
          {much ? (
            <Much label={p.label} now={minor ?? zero} usual={p.usual ?? zero} answer={answer} retype={() => field.current?.select()} />
          ) : (
            <Doubt found={found} answer={answer} />
          )}
        </div>
      ) : null}
      {p.notes ? (
        <fieldset class="bare">
          <legend class="vh">{w.notes}</legend>
          <div class="nk">
            {keys.map((note) => (
              <NoteKey key={note.toString()} of={note} onPress={() => add(note)} />
            ))}
          </div>
        </fieldset>
      ) : null}
    </div>
  )
}

// stay keeps the phone's keyboard open, and the caret where it is.
const stay = (e: Event): void => e.preventDefault()

function isMuch(now: bigint | null, usual: bigint | undefined, sure: bigint | null): boolean {
  return now !== null && usual !== undefined && usual > zero && now !== sure && now >= usual * ten
}

function NoteKey(p: { of: bigint; onPress: () => void }): JSX.Element {
  const w = useWords()
  return (
    <button type="button" class="btn" onMouseDown={stay} onClick={p.onPress}>
      <Note of={p.of} silent />
      <span class="vh">{w.money.add(noteName(p.of, w))}</span>
    </button>
  )
}

// Much asks whether a sum ten times the usual one is meant.
function Much(p: { label: string; now: bigint; usual: bigint; answer: (sum: bigint) => void; retype: () => void }): JSX.Element {
  const w = useWords().money
  const less = p.now % ten === zero ? p.now / ten : null
  return (
    <Say mood="bad" title={w.much.title(p.label.replace(/\?$/, ''))} live>
      <p>
        <Both of={[p.now, p.usual]} as={([now = '', before = '']) => w.much.say(now, before)} />
      </p>
      <Button onPress={() => (less === null ? p.retype() : p.answer(less))}>
        {less === null ? w.much.retype : <Both of={[less]} as={([sum = '']) => w.much.mend(sum)} />}
      </Button>
      <Button onPress={() => p.answer(p.now)}>
        <Both of={[p.now]} as={([sum = '']) => w.much.keep(sum)} />
      </Button>
    </Say>
  )
}

// Doubt asks what is meant, and offers what could be: one message, whatever it is.
function Doubt(p: { found: Reading; answer: (sum: bigint) => void }): JSX.Element | null {
  const w = useWords().money
  if (p.found.doubt === undefined || p.found.doubt === 'empty') return null
  const { doubt, maybe } = p.found
  return (
    <Say mood="bad" title={maybe.length > 1 ? w.doubt.which : maybe.length === 1 ? w.doubt.one : w.doubt[doubt]} live>
      {maybe.map((sum) => (
        <Button key={sum.toString()} onPress={() => p.answer(sum)}>
          <Both of={[sum]} as={([one = '']) => `${one}?`} />
        </Button>
      ))}
    </Say>
  )
}

// Both is a sentence with sums: in figures for the eye, in words for the ear.
function Both(p: { of: bigint[]; as: (sums: string[]) => string }): JSX.Element {
  useWords()
  return (
    <>
      <span aria-hidden="true">{p.as(p.of.map(grouped))}</span>
      <span class="vh">{p.as(p.of.map((sum) => say(sum, language())))}</span>
    </>
  )
}
