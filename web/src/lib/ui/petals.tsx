import type { JSX } from 'preact'
import { Icon } from './icon.tsx'

// Petals are shares that were stamped: so many, and the words for whoever listens.
export function Petals(p: { count: number; said: string }): JSX.Element {
  return (
    <>
      <span class="st">
        {Array.from({ length: p.count }, (_, i) => (
          <Icon key={i} of="arisan" />
        ))}
      </span>
      <span class="vh">{p.said}</span>
    </>
  )
}
