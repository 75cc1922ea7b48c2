import type { JSX } from 'preact'
import type { Catalogue } from '../../locales/id.ts'
import { language, useWords } from '../i18n.ts'
import { sayNumber } from '../terbilang.ts'
import './money.css'

// The money that goes from hand to hand, in the order of a count sheet.
export const notes = [100000, 50000, 20000, 10000, 5000, 2000, 1000].map(BigInt)
export const coins = [500, 200, 100].map(BigInt)

const thousand = BigInt(1000)

// noteName is what one of them is called: "uang kertas seratus ribu".
export function noteName(of: bigint, w: Catalogue, coin = of < thousand): string {
  const worth = sayNumber(of, language())
  return coin ? w.money.coin(worth) : w.money.note(worth)
}

// Note is the picture of a note, its numeral in thousands, or of a coin. There are
// notes and coins of a thousand: coin says which. Where words stand beside it, silent
// keeps it from being heard twice.
export function Note(p: { of: bigint; coin?: boolean; silent?: boolean }): JSX.Element {
  const w = useWords()
  const coin = p.coin ?? p.of < thousand
  const numeral = (coin ? p.of : p.of / thousand).toString()
  return (
    <span class={coin ? (p.of < thousand ? 'nt c' : 'nt c k') : `nt n${numeral}`}>
      <span aria-hidden="true">{numeral}</span>
      {p.silent ? null : <span class="vh">{noteName(p.of, w, coin)}</span>}
    </span>
  )
}
