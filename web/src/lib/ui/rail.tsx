import type { JSX } from 'preact'
import { useWords } from '../i18n.ts'
import { Link } from '../router.tsx'
import { Icon } from './icon.tsx'
import type { Place } from './tabs.tsx'

// Rail is the desk's way around: down the left side, a strip on an officer's phone.
export function Rail(p: { places: Place[] }): JSX.Element {
  const w = useWords()
  return (
    <nav class="rail" aria-label={w.parts.places}>
      <p class="row">
        <Icon of="lumbung" large />
        <b>{w.frame.app}</b>
      </p>
      <div class="hem" />
      <ul>
        {p.places.map((t) => (
          <li key={t.to}>
            <Link to={t.to} current={t.current ?? false}>
              <Icon of={t.icon} />
              {t.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
