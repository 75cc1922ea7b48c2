import type { JSX } from 'preact'
import { Rp } from '../lib/ui/rp.tsx'
import { minorOf, shown, type Measure } from './sums.ts'

// Sum is a sum of the API in the measure of its book: rupiah as a picture with
// words, anything else as figures with its name.
export function Sum(p: { of: string | bigint; in: Measure; size?: 's' | 'm' | 'x'; sign?: boolean }): JSX.Element {
  const minor = typeof p.of === 'bigint' ? p.of : minorOf(p.of, p.in)
  if (p.in.currency === 'IDR' && p.in.places === 0) return <Rp of={minor} size={p.size ?? 's'} sign={p.sign ?? false} />
  return <span class={p.size ? `rp ${p.size}` : 'rp s'}>{`${p.sign && minor > 0n ? '+' : ''}${shown(minor, p.in)}`}</span>
}
