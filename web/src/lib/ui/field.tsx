import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { Icon } from './icon.tsx'

export type FieldKind = 'text' | 'tel' | 'email' | 'password' | 'pin' | 'number' | 'date' | 'search' | 'lines'

// A pin and a number are figures typed as text: a spinner changes them by mistake.
const types = {
  text: { type: 'text' },
  tel: { type: 'tel' },
  email: { type: 'email' },
  password: { type: 'password' },
  pin: { type: 'password', inputMode: 'numeric' },
  number: { type: 'text', inputMode: 'numeric' },
  date: { type: 'date' },
  search: { type: 'search' },
} as const

// Field is a question with its answer typed below. An error stands under it and
// what was typed stays.
export function Field(p: {
  id?: string
  label: string
  hint?: string
  error?: string
  kind?: FieldKind
  value: string
  onInput: (value: string) => void
  name?: string
  autocomplete?: string
  most?: number
  needed?: boolean
  off?: boolean
}): JSX.Element {
  const own = useId()
  const id = p.id ?? own
  const kind = p.kind ?? 'text'
  const described = [p.hint ? `${id}-h` : '', p.error ? `${id}-e` : ''].filter(Boolean).join(' ')
  const common = {
    id,
    class: 'fld',
    value: p.value,
    name: p.name,
    required: p.needed,
    disabled: p.off,
    maxLength: p.most,
    autocomplete: p.autocomplete ?? 'off',
    'aria-invalid': p.error ? true : undefined,
    'aria-describedby': described || undefined,
  }
  return (
    <div class="q">
      <label for={id}>
        <b>{p.label}</b>
      </label>
      {p.hint ? (
        <p class="lb" id={`${id}-h`}>
          {p.hint}
        </p>
      ) : null}
      {kind === 'lines' ? (
        <textarea {...common} rows={3} onInput={(e) => p.onInput(e.currentTarget.value)} />
      ) : (
        <input {...common} {...types[kind]} onInput={(e) => p.onInput(e.currentTarget.value)} />
      )}
      <FieldError id={`${id}-e`} error={p.error} />
    </div>
  )
}

// FieldError is said when it comes; its place is there before it does.
export function FieldError(p: { id: string; error: string | undefined }): JSX.Element {
  return (
    <div aria-live="polite">
      {p.error ? (
        <p class="err" id={p.id}>
          <Icon of="awas" />
          <span>{p.error}</span>
        </p>
      ) : null}
    </div>
  )
}
