import type { JSX } from 'preact'

// ScoreSpread is a track from 0 to 100 with a bar from the lower to the higher
// reviewer. The figures stand beside it.
export function ScoreSpread(p: { scores: [number, number]; label: string }): JSX.Element {
  const low = Math.min(...p.scores)
  const high = Math.max(...p.scores, low + 1) // two that agree are still seen
  return (
    <svg class="sp" viewBox="0 0 100 16" preserveAspectRatio="none" role="img" aria-label={p.label}>
      <path d="M0 8h100" />
      <path class="d" d={`M${low} 8H${high}`} />
    </svg>
  )
}
