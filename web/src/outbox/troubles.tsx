import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { api, told } from '../lib/api/client.ts'
import { useCell } from '../lib/cell.ts'
import { device } from '../lib/device.ts'
import { at } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { session } from '../lib/session.ts'
import { beginAnew, nearlyFull, room, type Evicted } from '../lib/storage.ts'
import { mayPayOut, sync, syncNow, wrongClock } from '../lib/sync.ts'
import { dayOf, longDay } from '../lib/dates.ts'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Say } from '../lib/ui/say.tsx'
import { lookForUpdate, takeOver } from '../lib/update.tsx'
import { SaveCopy } from './save-copy.tsx'

// Each trouble says what happened, what it means for what was recorded, and the way out.

// SendTrouble is why nothing goes to the server, if something is in the way.
export function SendTrouble(): JSX.Element | null {
  const w = useWords()
  const { trouble } = useCell(sync)
  switch (trouble) {
    case null:
      return null
    case 'stranger':
      return (
        <Say mood="bad" icon="hp" title={w.outbox.stranger.title} live>
          <p>{w.outbox.stranger.say}</p>
          <SaveCopy />
          <LinkButton to={at('/device')}>{w.outbox.stranger.go}</LinkButton>
        </Say>
      )
    case 'revoked':
      return (
        <Say mood="bad" icon="kunci" title={w.outbox.revoked.title} live>
          <p>{w.outbox.revoked.say}</p>
        </Say>
      )
    case 'old':
      return (
        <Say mood="bad" icon="masuk" title={w.errors.old.title} live>
          <p>{w.errors.old.say}</p>
          <Button onPress={() => void lookForUpdate().then(takeOver)}>{w.errors.old.go}</Button>
        </Say>
      )
    case 'full':
      return (
        <Say mood="bad" title={w.errors.full.title} live>
          <p>{w.outbox.nearlyFull.say}</p>
          <SaveCopy />
        </Say>
      )
    default: {
      const { title, say } = w.errors[trouble]
      return (
        <Say mood={trouble === 'closed' || trouble === 'unknown' ? 'bad' : 'info'} title={title} live>
          <p>{say}</p>
        </Say>
      )
    }
  }
}

// ClockTrouble says that the phone's date is wrong, by the server's answer of last time.
export function ClockTrouble(): JSX.Element | null {
  const w = useWords().outbox.clock
  const { facts } = useCell(sync)
  if (!facts || Math.abs(facts.clockOff) < wrongClock) return null
  return (
    <Say mood="wait" icon="telat" title={w.title}>
      <p>{w.say(Math.floor(Math.abs(facts.clockOff) / 86_400), facts.clockOff > 0)}</p>
    </Say>
  )
}

// LeaseTrouble says that money should not go out before there was a signal.
export function LeaseTrouble(): JSX.Element | null {
  const w = useWords().outbox
  const { facts } = useCell(sync)
  if (!facts || facts.revoked) return null
  if (mayPayOut(facts)) return <p class="lb">{w.lease(longDay(dayOf(facts.lease)))}</p>
  return (
    <Say mood="wait" icon="putus" title={w.leaseOver.title}>
      <p>{w.leaseOver.say}</p>
    </Say>
  )
}

// FullNotice says that there is little room left.
export function FullNotice(): JSX.Element | null {
  const w = useWords().outbox
  const r = useCell(room)
  if (!r || r.share < nearlyFull) return null
  return (
    <Say mood="wait" icon="awas" title={w.nearlyFull.title} live>
      <p>{w.nearlyFull.say}</p>
      <SaveCopy />
    </Say>
  )
}

// EvictedNotice says what the store held, what of that the server had, and what to do
// about the rest.
export function EvictedNotice(p: { lost: Evicted }): JSX.Element {
  const words = useWords()
  const w = words.outbox.evicted
  const { made, sent } = p.lost
  const [server, setServer] = useState<number | null>(null)
  const [say, setSay] = useState('')
  const safe = Math.max(sent, server ?? 0)
  async function ask(): Promise<void> {
    const me = session.get()
    if (typeof me === 'string') return setSay(w.signIn)
    for (const book of new Set(me.roles.filter((r) => r.kind === 'group' && r.scope).map((r) => r.scope ?? ''))) {
      const { data, error } = await api.GET('/v1/books/{book}/devices', { params: { path: { book }, query: { limit: 200 } } })
      if (error) return setSay(told(error, words))
      const found = data.items.find((d) => d.id === p.lost.device)
      if (found) {
        setServer(found.last_seq)
        return setSay(w.server(found.last_seq))
      }
    }
    setSay(w.unknown)
  }
  return (
    <Say mood="bad" icon="awas" title={w.title} live>
      <p>{w.made(made)}</p>
      {safe > 0 ? <p>{w.sent(Math.min(safe, made))}</p> : null}
      <p>{safe >= made ? w.whole : w.lost(safe + 1, made)}</p>
      <output>{say}</output>
      <div class="g2">
        <Button onPress={() => void ask()}>{w.ask}</Button>
        <LinkButton to={at('/device')}>{words.outbox.stranger.go}</LinkButton>
        <Button onPress={() => void device().then(beginAnew)}>{w.anew}</Button>
      </div>
    </Say>
  )
}

// TryAgain sends at once.
export function TryAgain(): JSX.Element {
  const w = useWords().outbox
  const { busy } = useCell(sync)
  return (
    <Button main icon="keluar" off={busy} onPress={() => void syncNow(true)}>
      {busy ? w.sending : w.sendNow}
    </Button>
  )
}
