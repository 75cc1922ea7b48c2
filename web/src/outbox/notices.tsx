import type { JSX } from 'preact'
import { useCell } from '../lib/cell.ts'
import { clockOff } from '../lib/clock.ts'
import { longDay, today } from '../lib/dates.ts'
import { at } from '../lib/door.tsx'
import { usePlace } from '../lib/router.tsx'
import { useWords } from '../lib/i18n.ts'
import { Say } from '../lib/ui/say.tsx'
import { UpdateNotice } from '../lib/update.tsx'
import { SyncBadge } from './badge.tsx'
import { EvictedNotice, FullNotice } from './troubles.tsx'
import { evicted } from '../lib/storage.ts'

// Notices are what is said above the work of every screen, least first to most last.
export function Notices(): JSX.Element {
  const here = usePlace()
  const lost = useCell(evicted)
  const own = here.startsWith(at('/outbox')) || here.startsWith(at('/storage'))
  return (
    <>
      {own ? null : <SyncBadge />}
      {own ? null : <ClockNotice />}
      {own ? null : <FullNotice />}
      {lost && !own ? <EvictedNotice lost={lost} /> : null}
      <UpdateNotice />
    </>
  )
}

// ClockNotice says that the phone's date is wrong, and which day is taken in its place.
function ClockNotice(): JSX.Element | null {
  const w = useWords().outbox.clock
  if (useCell(clockOff) === 0) return null
  return (
    <Say mood="wait" icon="telat" title={w.title} live>
      <p>{w.instead(longDay(today()))}</p>
    </Say>
  )
}
