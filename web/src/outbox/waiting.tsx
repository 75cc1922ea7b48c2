import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Said } from '../book/said.tsx'
import type { Named } from '../book/sentence.ts'
import { Sign } from '../book/sign.tsx'
import { Sum } from '../book/sum.tsx'
import { clock, dayOf, longDay } from '../lib/dates.ts'
import { meta, setMeta, type Around } from '../lib/db.ts'
import { device, WrongProof } from '../lib/device.ts'
import { language, useWords } from '../lib/i18n.ts'
import type { Proof } from '../lib/known.ts'
import { record, type Item } from '../lib/outbox.ts'
import { pulledBook } from '../lib/pulled.ts'
import { bodyOf, mirrored } from './body.ts'
import { useMe } from '../lib/session.ts'
import { Button } from '../lib/ui/button.tsx'
import { Dialog } from '../lib/ui/dialog.tsx'
import { Icon } from '../lib/ui/icon.tsx'
import { Row } from '../lib/ui/row.tsx'
import { Say } from '../lib/ui/say.tsx'

// useAround is what this phone knows of its group's accounts and funds.
function useAround(): Around | null {
  const [around, set] = useState<Around | null>(null)
  useEffect(() => {
    let gone = false
    const read = async (): Promise<void> => {
      const mine = await device()
      const book = mine ? await pulledBook(mine.book) : null
      if (!gone && book) set(book.around)
    }
    read().catch(() => undefined) // then it is shown without names
    return () => {
      gone = true
    }
  }, [])
  return around
}

const undoneKey = 'undone' // what was taken back on this phone: the ids of commands

// Waiting are the records of whoever looks that only this phone has.
export default function Waiting(p: { items: Item[]; what: (i: Item) => JSX.Element }): JSX.Element {
  const around = useAround()
  return (
    <>
      {p.items.map((i) => (
        <One key={i.command.seq} item={i} around={around} what={p.what(i)} />
      ))}
    </>
  )
}

// One is a record that only this phone has: its sentence, and opened all of it. It
// was signed as one link of a chain, so that it cannot be pulled out: whoever wants it
// back records its mirror, and both stay to be seen.
function One(p: { item: Item; around: Around | null; what: JSX.Element }): JSX.Element {
  const words = useWords()
  const w = words.book
  const me = useMe()
  const [open, show] = useState(false)
  const [signing, sign] = useState(false)
  const [undone, setUndone] = useState(false)
  const [wrong, setWrong] = useState('')
  const { command } = p.item
  const { day, memo = '', lines = [] } = bodyOf(p.item)
  const book = p.around?.book
  const spoken = language()
  const named = new Map<string, Named>((p.around?.accounts ?? []).map((a) => [a.id, { name: (spoken === 'en' ? a.names.en : '') || a.names.id, class: a.class, role: a.role ?? '' }]))
  const entry = book && lines.length > 0 && command.kind === 'entry.post'
  useEffect(() => {
    void meta<string[]>(undoneKey).then((ids) => setUndone(ids?.includes(command.id) ?? false), () => undefined)
  }, [command.id])
  const takeBack = async (proof: Proof): Promise<{ say: string; until: number } | null> => {
    if (!me || !day) return null
    try {
      await record('entry.post', 1, { kind: 'manual', day, memo: `${w.cancelled}: ${memo}`.slice(0, 200), lines: mirrored(lines) }, me.person, proof)
      await setMeta(undoneKey, [...((await meta<string[]>(undoneKey)) ?? []), command.id])
      setUndone(true)
      sign(false)
      return null
    } catch (e) {
      if (e instanceof WrongProof) return { say: w.add.notHers, until: e.until }
      sign(false)
      setWrong(w.add.notKept)
      return null
    }
  }
  const since = words.outbox.since(longDay(dayOf(command.made_at)), clock(command.made_at))
  if (!entry || !book) return <Row icon="tunggu" name={p.what} under={since} />
  return (
    <div class="fnd">
      <button type="button" class="row" aria-haspopup="dialog" onClick={() => show(true)}>
        <Icon of="tunggu" large />
        <span>
          <b class="nm">
            <Said lines={lines} named={named} in={book} />
          </b>
          <span class="lb">
            {p.what}. {undone ? `${w.undoneShort}. ` : ''}
            {since}
          </span>
        </span>
      </button>
      <Dialog title={words.outbox.kinds['entry.post'] ?? ''} open={open} onClose={() => show(false)}>
        <p>
          <Said lines={lines} named={named} in={book} />
        </p>
        <p class="lb">{[day ? longDay(day) : '', memo].filter(Boolean).join(' · ')}</p>
        <ul>
          {lines.map((l, i) => (
            <li key={i}>
              {named.get(l.account_id)?.name ?? l.account_id} ({p.around?.funds.find((f) => f.code === l.fund)?.name ?? l.fund}): {l.debit ? w.left : w.right} <Sum of={l.debit ?? l.credit ?? '0'} in={book} />
            </li>
          ))}
        </ul>
        <p class="lb">{since}</p>
        {undone ? (
          <p>{w.undone}</p>
        ) : (
          <>
            <p>{w.undoSay}</p>
            <Button icon="koreksi" onPress={() => sign(true)}>
              {w.undo}
            </Button>
          </>
        )}
        {wrong ? <Say mood="bad" title={wrong} live /> : null}
        <Button main onPress={() => show(false)}>
          {words.parts.close}
        </Button>
      </Dialog>
      {me ? <Sign me={me} open={signing} onClose={() => sign(false)} onProof={takeBack} /> : null}
    </div>
  )
}
