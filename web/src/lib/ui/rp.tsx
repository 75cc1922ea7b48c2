import type { JSX } from 'preact'
import { language, useWords } from '../i18n.ts'
import { grouped } from '../money.ts'
import { say } from '../terbilang.ts'
import './money.css'

// Rp is a sum: its figures for the eye, its words for the ear. size s is one size
// for running text, m a sum in a row, x the sum of the screen. sign shows a plus too.
export function Rp(p: { of: bigint; size?: 's' | 'm' | 'x'; sign?: boolean }): JSX.Element {
  const w = useWords()
  const positive = p.of > BigInt(0)
  const figures = grouped(p.of)
  const split = Math.max(figures.length - 4, figures.indexOf('.') < 0 ? figures.length : 0)
  const words = say(p.of, language())
  return (
    <span class={p.size ? `rp ${p.size}` : 'rp'}>
      <span aria-hidden="true">
        {p.of < BigInt(0) ? '−' : p.sign && positive ? '+' : null}
        <i>Rp</i>
        {figures.slice(0, split)}
        {split < figures.length ? <i>{figures.slice(split)}</i> : null}
      </span>
      <span class="vh">{p.sign && positive ? w.money.plus(words) : words}</span>
    </span>
  )
}
