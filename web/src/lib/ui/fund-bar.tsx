import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { Rp } from './rp.tsx'
import { along } from './share.ts'

export type FundPart = { kind: 'documented' | 'due' | 'committed' | 'free'; name: string; sum: bigint }

// The look of each part: dark, hatched, grey, open. Shape tells them apart too.
const looks = { documented: 'p', due: 'q', committed: 'h', free: 'o' } as const

const units = 480
const gap = 1.5

// FundBar is where a donor's money stands, in the order of its legend, which
// carries the figures.
export function FundBar(p: { label: string; parts: FundPart[] }): JSX.Element {
  const hatch = `h${useId()}`
  const whole = p.parts.reduce((sum, f) => sum + f.sum, 0n)
  let from = 0
  return (
    <>
      <svg class="tr tall" viewBox={`0 0 ${units} 16`} preserveAspectRatio="none" role="img" aria-label={p.label}>
        <defs>
          <pattern id={hatch} width="3" height="3" patternUnits="userSpaceOnUse">
            <rect class="q" width="3" height="3" />
            <rect class="k" width=".8" height="3" />
          </pattern>
        </defs>
        <rect width={units} height="16" />
        {p.parts.map((f) => {
          const at = from
          const width = along(f.sum, whole, units)
          from += width
          if (f.kind === 'free' || width <= gap) return null
          const place = { key: f.kind, x: at, width: width - gap, height: 16 }
          return f.kind === 'due' ? <path key={f.kind} fill={`url(#${hatch})`} stroke="none" d={`M${at} 0h${width - gap}v16h${gap - width}z`} /> : <rect {...place} class={looks[f.kind]} />
        })}
      </svg>
      <dl class="c4">
        {p.parts.map((f) => (
          <div key={f.kind}>
            <dt>
              <span class={`sw ${looks[f.kind]}`} />
              {f.name}
            </dt>
            <dd>
              <Rp of={f.sum} size="m" />
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}
