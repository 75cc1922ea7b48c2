import type { JSX } from 'preact'
import { language, useWords } from '../lib/i18n.ts'
import { say } from '../lib/terbilang.ts'
import { sentence, type Named, type SaidLine } from './sentence.ts'
import { shown, type Measure } from './sums.ts'

// Said is an entry in one sentence: its sums in figures for the eye, in words for
// the ear.
export function Said(p: { lines: SaidLine[]; named: Map<string, Named>; in: Measure; before?: string }): JSX.Element {
  const w = useWords().book.said
  const before = p.before ? `${p.before}: ` : ''
  const words = (minor: bigint): string => (p.in.currency === 'IDR' && p.in.places === 0 ? say(minor, language()) : shown(minor, p.in))
  return (
    <>
      <span aria-hidden="true">{before + sentence(p.lines, p.named, w, p.in)}</span>
      <span class="vh">{before + sentence(p.lines, p.named, w, p.in, words)}</span>
    </>
  )
}
