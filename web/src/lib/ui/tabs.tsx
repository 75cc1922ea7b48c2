import type { JSX } from 'preact'
import { useWords } from '../i18n.ts'
import { Link } from '../router.tsx'
import { Icon, type IconName } from './icon.tsx'

export type Place = { to: string; icon: IconName; label: string; current?: boolean }

// Tabs stand at the foot of the group's home, and nowhere else.
export function Tabs(p: { places: Place[] }): JSX.Element {
  const w = useWords()
  return (
    <nav class="dock tabs" aria-label={w.parts.places}>
      {p.places.map((t) => (
        <Link key={t.to} to={t.to} class="ib" current={t.current ?? false}>
          <Icon of={t.icon} />
          <span>{t.label}</span>
        </Link>
      ))}
    </nav>
  )
}
