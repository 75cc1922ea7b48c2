import type { JSX } from 'preact'
import { useCell } from '../lib/cell.ts'
import { at } from '../lib/door.tsx'
import { usePlace } from '../lib/router.tsx'
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
      {own ? null : <FullNotice />}
      {lost && !own ? <EvictedNotice lost={lost} /> : null}
      <UpdateNotice />
    </>
  )
}
