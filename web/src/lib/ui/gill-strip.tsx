import type { JSX } from 'preact'

export type Gill = 'done' | 'now' | 'todo' | 'absent'

const arch = 'M2 27V13a11 12 0 0 1 22 0v14z'

// What is drawn within the arch: the thread, a dot, nothing, a stroke.
const within: Record<Gill, [string, string]> = {
  done: ['d', 'M7 27V15a6 7 0 0 1 12 0v12M13 27V18'],
  now: ['n', 'M13 17v3'],
  todo: ['o', ''],
  absent: ['a', 'M7 22 19 12'],
}

const wide = 26

// GillStrip is progress: one gill for one person or one exercise.
export function GillStrip(p: { gills: Gill[]; label: string }): JSX.Element {
  return (
    <svg class="cl" viewBox={`0 0 ${p.gills.length * wide} 28`} preserveAspectRatio="xMinYMid meet" role="img" aria-label={p.label}>
      {p.gills.map((gill, i) => {
        const [look, inside] = within[gill]
        return (
          <g key={i} transform={`translate(${i * wide} 0)`}>
            <path class={look} d={arch} />
            {inside ? <path class={gill === 'done' ? undefined : look} d={inside} /> : null}
          </g>
        )
      })}
    </svg>
  )
}
