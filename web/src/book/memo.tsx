import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import { FieldError, Question, tied, type Asking } from '../lib/ui/field.tsx'

// mostMemo is how long a note may be; from near on it is said how long it is.
export const mostMemo = 200
const near = 160

export const lengthOf = (text: string): number => Array.from(text).length

// Memo asks for a short note. What would be too long is not taken, and that is said:
// nothing is ever cut off.
export function Memo(p: Asking & { value: string; onInput: (value: string) => void }): JSX.Element {
  const w = useWords().book.add
  const id = useId()
  const [refused, refuse] = useState(false)
  const length = lengthOf(p.value)
  const counted = length >= near ? w.left(length, mostMemo) : ''
  const error = refused ? w.fullMemo(mostMemo) : p.error
  const tie = tied(id, { ...p, error })
  const described = [tie['aria-describedby'], counted ? `${id}-n` : ''].filter(Boolean).join(' ')
  return (
    <Question label={p.label} hint={p.hint} id={id}>
      <input
        {...tie}
        aria-describedby={described || undefined}
        type="text"
        value={p.value}
        autocomplete="off"
        onInput={(e) => {
          const el = e.currentTarget
          const next = el.value
          const long = lengthOf(next) > mostMemo && next.length > p.value.length
          refuse(long)
          if (!long) return p.onInput(next)
          const caret = Math.max(0, (el.selectionStart ?? 0) - (next.length - p.value.length))
          el.value = p.value
          el.setSelectionRange(caret, caret)
        }}
      />
      {counted ? (
        <p class="lb" id={`${id}-n`}>
          {counted}
        </p>
      ) : null}
      <FieldError id={`${id}-e`} error={error} quiet={p.quiet && !refused} />
    </Question>
  )
}
