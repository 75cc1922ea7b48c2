import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useCell } from '../lib/cell.ts'
import { at } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { counts } from '../lib/outbox.ts'
import { landed } from '../lib/fresh.ts'
import { Link } from '../lib/router.tsx'
import { sync } from '../lib/sync.ts'
import { Icon } from '../lib/ui/icon.tsx'
import { Say } from '../lib/ui/say.tsx'

const said = 15_000 // how long it is said that records have come

// SyncBadge says in words what waits on this phone; it is not there while nothing does.
export function SyncBadge(): JSX.Element | null {
  const w = useWords().outbox
  const c = useCell(counts)
  const { busy } = useCell(sync)
  const all = useCell(landed)
  const [seen, setSeen] = useState(all)
  const unsent = c.phone - c.server
  const came = unsent === 0 ? all - seen : 0
  useEffect(() => {
    if (came === 0) return
    const timer = setTimeout(() => setSeen(all), said)
    return () => clearTimeout(timer)
  }, [came])
  if (came > 0) return <Say mood="good" icon="t2" title={w.came(came)} live />
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
