import type { JSX } from 'preact'
import { useCell } from '../lib/cell.ts'
import { at } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { counts } from '../lib/outbox.ts'
import { Link } from '../lib/router.tsx'
import { sync } from '../lib/sync.ts'
import { Icon } from '../lib/ui/icon.tsx'

// SyncBadge says in words what waits on this phone; it is not there while nothing does.
export function SyncBadge(): JSX.Element | null {
  const w = useWords().outbox
  const c = useCell(counts)
  const { busy } = useCell(sync)
  const unsent = c.phone - c.server
  const look = c.open + c.refused
  if (unsent === 0 && look === 0) return null
  const says = unsent === 0 ? w.badgeLook(look) : busy ? w.badgeSending(unsent) : w.badge(unsent)
  return (
    <output>
      <Link to={at('/outbox')} class="btn wait">
        <Icon of={unsent === 0 ? 'awas' : 'tunggu'} />
        <span>{says}</span>
      </Link>
    </output>
  )
}
