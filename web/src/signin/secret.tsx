import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import { FieldError } from '../lib/ui/field.tsx'

// Secret is a PIN or a password. It can be looked at, pasted, and filled in by the
// phone. digits brings the keypad.
export function Secret(p: {
  label: string
  hint?: string
  error?: string
  digits?: boolean
  fresh?: boolean // a new one, which the phone may suggest
  value: string
  onInput: (value: string) => void
}): JSX.Element {
  const w = useWords().signin
  const id = useId()
  const [shown, show] = useState(false)
  const described = [p.hint ? `${id}-h` : '', p.error ? `${id}-e` : ''].filter(Boolean).join(' ')
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
      <div class="scr">
        <input
          id={id}
          class="fld"
          type={(shown ? 'text' : 'password') as 'text'}
          {...(p.digits ? { inputMode: 'numeric' as const } : {})}
          autocomplete={p.fresh ? 'new-password' : 'current-password'}
          autocapitalize="off"
          spellcheck={false}
          value={p.value}
          aria-invalid={p.error ? true : undefined}
          aria-describedby={described || undefined}
          onInput={(e) => p.onInput(e.currentTarget.value)}
        />
        <button type="button" class="btn" aria-label={`${shown ? w.hide : w.show}: ${p.label}`} onClick={() => show(!shown)}>
          {shown ? w.hide : w.show}
        </button>
      </div>
      <FieldError id={`${id}-e`} error={p.error} />
    </div>
  )
}
