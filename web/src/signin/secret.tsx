import type { JSX } from 'preact'
import { useId, useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import { Question, tied, type Asking } from '../lib/ui/field.tsx'

// Secret is a PIN or a password. It can be looked at, pasted, and filled in by the
// phone. digits brings the keypad.
export function Secret(p: Asking & {
  digits?: boolean
  fresh?: boolean // a new one, which the phone may suggest
  value: string
  onInput: (value: string) => void
}): JSX.Element {
  const w = useWords().signin
  const id = useId()
  const [shown, show] = useState(false)
  return (
    <Question {...p} id={id}>
      <div class="scr">
        <input
          {...tied(id, p)}
          type={(shown ? 'text' : 'password') as 'text'}
          {...(p.digits ? { inputMode: 'numeric' as const } : {})}
          autocomplete={p.fresh ? 'new-password' : 'current-password'}
          autocapitalize="off"
          spellcheck={false}
          value={p.value}
          onInput={(e) => p.onInput(e.currentTarget.value)}
        />
        <button type="button" class="btn" aria-label={`${shown ? w.hide : w.show}: ${p.label}`} onClick={() => show(!shown)}>
          {shown ? w.hide : w.show}
        </button>
      </div>
    </Question>
  )
}
