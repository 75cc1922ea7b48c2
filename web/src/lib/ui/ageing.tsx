import type { JSX } from 'preact'
import { language, useWords } from '../i18n.ts'
import { Bar } from './bar.tsx'
import { Rp } from './rp.tsx'
import { share } from './share.ts'

// A band is current (no bar, so that it cannot hide the rest), late, or late and
// counted in the foot.
export type Band = { name: string; sum: bigint; kind: 'current' | 'late' | 'counted' }

// Ageing is a table that is its own chart. Bars are scaled to what is late; the
// foot sums the counted bands, which are gold.
export function Ageing(p: { label: string; bands: Band[]; foot?: string }): JSX.Element {
  const w = useWords().parts.ageing
  const add = (bands: Band[]): bigint => bands.reduce((sum, b) => sum + b.sum, 0n)
  const whole = add(p.bands)
  const late = add(p.bands.filter((b) => b.kind !== 'current'))
  const counted = add(p.bands.filter((b) => b.kind === 'counted'))
  const percent = (sum: bigint): string => share(sum, whole, language())
  return (
    <table class="ag" aria-label={p.label}>
      <thead>
        <tr>
          <th scope="col">{w.days}</th>
          <th scope="col">{w.part}</th>
          <th scope="col" class="e">
            {w.sum}
          </th>
          <th scope="col" class="e">
            %
          </th>
        </tr>
      </thead>
      <tbody>
        {p.bands.map((b) => (
          <tr key={b.name}>
            <th scope="row">{b.name}</th>
            <td class="w">
              {b.kind === 'current' ? null : <Bar part={b.sum} of={late} gold={b.kind === 'counted'} label={percent(b.sum)} />}
            </td>
            <td class="e">
              <Rp of={b.sum} size="s" />
            </td>
            <td class="e">{percent(b.sum)}</td>
          </tr>
        ))}
      </tbody>
      {p.foot ? (
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {p.foot}
            </th>
            <td class="e">
              <Rp of={counted} size="s" />
            </td>
            <td class="e">{percent(counted)}</td>
          </tr>
        </tfoot>
      ) : null}
    </table>
  )
}
