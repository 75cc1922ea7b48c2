import type { JSX } from 'preact'
import { along } from './share.ts'

// Bar is a part of a whole on one track. Gold marks what is counted in the figure above.
export function Bar(p: { part: bigint; of: bigint; gold?: boolean; label: string }): JSX.Element {
  return (
    <svg class="tr" viewBox="0 0 100 16" preserveAspectRatio="none" role="img" aria-label={p.label}>
      <rect width="100" height="16" />
      <rect class={p.gold ? 'q' : 'p'} width={along(p.part, p.of, 100)} height="16" />
    </svg>
  )
}
