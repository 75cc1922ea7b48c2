import type { JSX } from 'preact'
import { useCell } from '../lib/cell.ts'
import { longDay } from '../lib/dates.ts'
import { at } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { counts } from '../lib/outbox.ts'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Say } from '../lib/ui/say.tsx'
import { SyncTruth } from '../lib/ui/sync-truth.tsx'
import { Became } from '../outbox/became.tsx'
import type { Opened } from './data.ts'
import type { Recorded } from './record.ts'
import { Said } from './said.tsx'
import type { Named } from './sentence.ts'

// Where an entry is that was recorded without this phone keeping anything: on the
// server; of a backup this phone hears nothing.
const onServer = { phone: 0, server: 1, backup: null }

// Outcome says what became of an entry: what and how much in its sentence, where it is
// kept, and the ways on.
export function Outcome(p: { state: Recorded; opened: Opened; named: Map<string, Named>; ofGroup: boolean; onAnother: () => void; onAnew: () => void }): JSX.Element | null {
  const w = useWords()
  const { state, named } = p
  const { book } = p.opened
  const kept = useCell(counts)
  const where = <SyncTruth kept={p.ofGroup ? kept : onServer} />
  const another = <Button onPress={p.onAnother}>{w.book.add.another}</Button>
  switch (state.state) {
    case 'done': {
      const n = state.sequence === undefined ? '' : String(state.sequence)
      return (
        <>
          <Say mood="good" title={!n ? w.book.add.sent : state.already ? w.book.add.already(n) : w.book.add.done(n)} live>
            <p>
              <Said lines={state.lines} named={named} in={book} />
            </p>
            <p class="g2">
              <LinkButton to={at(`/books/${book.id}/entries/${state.id}`)}>{w.book.add.see}</LinkButton>
              {another}
            </p>
          </Say>
          {where}
        </>
      )
    }
    case 'waits':
      return (
        <>
          <Say mood="wait" title={w.book.add.waits} live>
            <p>
              <Said lines={state.lines} named={named} in={book} />
            </p>
            <p>{another}</p>
          </Say>
          {where}
        </>
      )
    case 'kept':
      return (
        <>
          <Became outcome={state.outcome} code={state.code} />
          {another}
        </>
      )
    case 'there':
      return (
        <Say mood="wait" icon="awas" title={state.entry ? w.book.add.first.title : w.book.add.first.taken} live>
          {state.entry ? (
            <>
              <p>
                <Said before={w.book.entry(String(state.entry.sequence))} lines={state.entry.lines} named={named} in={book} />
              </p>
              <p>{[longDay(state.entry.day), state.entry.memo].filter(Boolean).join(' · ')}</p>
            </>
          ) : null}
          <p>{w.book.add.first.say}</p>
          <p class="g2">
            {state.entry ? <LinkButton to={at(`/books/${book.id}/entries/${state.entry.id}`)}>{w.book.add.first.see}</LinkButton> : null}
            <Button onPress={p.onAnew}>{w.book.add.first.anew}</Button>
          </p>
        </Say>
      )
    case 'failed':
      return (
        <Say mood="bad" title={state.say} live>
          {state.way ? <p>{state.way}</p> : null}
        </Say>
      )
    default:
      return null
  }
}
