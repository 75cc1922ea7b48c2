import type { JSX } from 'preact'

export type Figure = 'gill' | 'bamboo' | 'diamond' | 'river'

const named: readonly Figure[] = ['gill', 'bamboo', 'diamond', 'river']

// Each figure is its shape and the thread drawn on it, 22 wide and 24 high.
const drawn: Record<Figure, [string, string]> = {
  gill: ['M2 27V13a11 12 0 0 1 22 0v14z', 'M7 27V15a6 7 0 0 1 12 0v12'],
  bamboo: ['M2 27 13 3 24 27z', 'M7 27 13 15 19 27'],
  diamond: ['M13 3 24 15 13 27 2 15z', 'M13 9 19 15 13 21 7 15z'],
  river: ['M2 5H24V27H2z', 'M7 11H19M7 16H19M7 21H19'],
}

const wide = 26
const count = 12

// figures are the twelve that a digest in hex stands for: one for each of its
// first twelve bytes, by the last two bits. There are none for anything else.
export function figures(digest: string): Figure[] {
  if (!/^([0-9a-f]{2}){12,}$/i.test(digest)) return []
  return Array.from({ length: count }, (_, i) => named[parseInt(digest.slice(2 * i, 2 * i + 2), 16) & 3] ?? 'gill')
}

// Cloth is a digest for the eye: two phones with the same book show the same. It
// is an aid beside words and code, never the proof.
export function Cloth(p: { digest: string; label: string }): JSX.Element | null {
  const all = figures(p.digest)
  if (all.length === 0) return null
  return (
    <svg class="cl" viewBox={`0 0 ${count * wide} 30`} preserveAspectRatio="xMinYMid meet" role="img" aria-label={p.label}>
      {all.map((figure, i) => (
        <g key={i} transform={`translate(${i * wide} 0)`}>
          <path class="d" d={drawn[figure][0]} />
          <path d={drawn[figure][1]} />
        </g>
      ))}
    </svg>
  )
}
