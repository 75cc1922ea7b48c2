import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import { Amount } from '../lib/ui/amount.tsx'
import { Field } from '../lib/ui/field.tsx'
import { apiOf, minorOf, type Measure } from './sums.ts'

// SumEntry asks for a sum in the book's measure: rupiah with notes and words, any
// other with its decimals, a comma before them.
export function SumEntry(p: {
  id: string
  label: string
  value: bigint | null
  in: Measure
  error: string | undefined
  notes?: boolean
  onChange: (value: bigint | null) => void
}): JSX.Element {
  const w = useWords()
  const [text, setText] = useState(p.value === null ? '' : apiOf(p.value, p.in).replace('.', ','))
  if (p.in.currency === 'IDR' && p.in.places === 0) {
    return (
      <Amount id={p.id} label={p.label} value={p.value} onChange={p.onChange} notes={p.notes ?? false} error={p.error} />
    )
  }
  const typed = (next: string): void => {
    setText(next)
    p.onChange(readSum(next, p.in))
  }
  return <Field id={p.id} label={`${p.label} (${p.in.currency})`} hint={w.book.add.decimals(String(p.in.places))} kind="number" value={text} error={p.error} quiet onInput={typed} />
}

// readSum is what was typed with a comma before the decimals, null when it is no sum
// above zero or finer than the book.
export function readSum(text: string, m: Measure): bigint | null {
  const plain = text.trim().replace(/\.(?=\d{3}(?:\D|$))/g, '').replace(',', '.')
  if (!/^\d+(\.\d+)?$/.test(plain)) return null
  try {
    const minor = minorOf(plain, m)
    return minor > 0n ? minor : null
  } catch {
    return null
  }
}
