import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'preact/hooks'
import { Icon } from './icon.tsx'

export type FieldKind = 'text' | 'tel' | 'pin' | 'number' | 'date' | 'lines'

// A pin and a number are figures typed as text: a spinner changes them by mistake.
const types = {
  text: { type: 'text' },
  tel: { type: 'tel' },
  pin: { type: 'password', inputMode: 'numeric' },
  number: { type: 'text', inputMode: 'numeric' },
  date: { type: 'date' },
} as const

// Field is a question with its answer typed below. An error stands under it and
// what was typed stays.
export function Field(p: Asking & {
  id?: string
  kind?: FieldKind
  value: string
  onInput: (value: string) => void
  name?: string
  autocomplete?: string
  most?: number
  off?: boolean
}): JSX.Element {
  const own = useId()
  const id = p.id ?? own
  const kind = p.kind ?? 'text'
  const common = {
    ...tied(id, p),
    value: p.value,
    name: p.name,
    disabled: p.off,
    maxLength: p.most,
    autocomplete: p.autocomplete ?? 'off',
  }
  return (
    <Question {...p} id={id}>
      {kind === 'lines' ? (
        <textarea {...common} rows={3} onInput={(e) => p.onInput(e.currentTarget.value)} />
      ) : (
        <input {...common} {...types[kind]} onInput={(e) => p.onInput(e.currentTarget.value)} />
      )}
    </Question>
  )
}

// Asking is what stands around an answer: the question, a hint, and what is wrong.
// quiet is for a screen that says once how much is wrong, and not at each field.
export type Asking = { label: string; hint?: string | undefined; error?: string | undefined; quiet?: boolean | undefined }

// Question is all of that around its children, which are tied to it by id.
export function Question(p: Asking & { id: string; children: ComponentChildren }): JSX.Element {
  return (
    <div class="q">
      <label for={p.id}>
        <b>{p.label}</b>
      </label>
      {p.hint ? (
        <p class="lb" id={`${p.id}-h`}>
          {p.hint}
        </p>
      ) : null}
      {p.children}
      <FieldError id={`${p.id}-e`} error={p.error} quiet={p.quiet} />
    </div>
  )
}

// tied is what makes a field the answer to its question.
export function tied(id: string, p: Asking): { id: string; class: string; 'aria-invalid': true | undefined; 'aria-describedby': string | undefined } {
  const described = [p.hint ? `${id}-h` : '', p.error ? `${id}-e` : ''].filter(Boolean).join(' ')
  return { id, class: 'fld', 'aria-invalid': p.error ? true : undefined, 'aria-describedby': described || undefined }
}

// FieldError is said when it comes; its place is there before it does.
export function FieldError(p: { id: string; error: string | undefined; quiet?: boolean | undefined }): JSX.Element {
  return (
    <div aria-live={p.quiet ? undefined : 'polite'}>
      {p.error ? (
        <p class="err" id={p.id}>
          <Icon of="awas" />
          <span>{p.error}</span>
        </p>
      ) : null}
    </div>
  )
}
