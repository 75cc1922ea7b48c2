import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import { Button } from '../lib/ui/button.tsx'
import { Choice } from '../lib/ui/choice.tsx'
import { Field } from '../lib/ui/field.tsx'
import type { Failure } from './enter.ts'
import { Form } from './form.tsx'
import { Secret } from './secret.tsx'
import { Told } from './waiting.tsx'

export type Chosen = { kind: 'pin' | 'password'; secret: string; login: string; name: string }

// ChooseSecret lets somebody choose how she comes in. What is wrong is said at its
// field, and nothing that was typed is taken away.
export function ChooseSecret(p: {
  go: string
  kind: 'pin' | 'password'
  fresh?: boolean // she is new: her name and number are asked too
  submit: (c: Chosen) => Promise<Failure | null>
}): JSX.Element {
  const w = useWords().signin
  const [kind, setKind] = useState(p.kind)
  const [name, setName] = useState('')
  const [login, setLogin] = useState('')
  const [secret, setSecret] = useState('')
  const [again, setAgain] = useState('')
  const [asked, ask] = useState(false)
  const [failure, fail] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  const pin = kind === 'pin'
  const wrong = {
    name: p.fresh && !name.trim() ? w.invitation.nameNeeded : '',
    login: p.fresh && !login.trim() ? w.needEither : '',
    secret: pin ? (/^\d{6}$/.test(secret) ? '' : w.choose.sixDigits) : secret.length >= 10 ? '' : w.choose.tenLetters,
    again: again === secret ? '' : w.choose.differ,
  }
  const submit = async (): Promise<void> => {
    ask(true)
    fail(null)
    if (busy || Object.values(wrong).some(Boolean)) return
    setBusy(true)
    const failed = await p.submit({ kind, secret, login: login.trim(), name: name.trim() })
    setBusy(false)
    fail(failed)
  }
  const said = (what: keyof typeof wrong): string => (asked ? wrong[what] : '')
  return (
    <Form onSend={submit}>
      {p.fresh ? (
        <Field label={w.invitation.name} hint={w.invitation.nameHint} autocomplete="name" value={name} onInput={setName} error={said('name')} />
      ) : null}
      <Field
        label={w.login}
        {...(p.fresh ? {} : { hint: w.choose.loginHint })}
        autocomplete="username"
        value={login}
        onInput={setLogin}
        error={said('login')}
      />
      <Choice
        legend={w.choose.legend}
        wide
        value={kind}
        onChoose={setKind}
        options={[
          { value: 'pin', label: w.choose.pin, under: w.choose.pinUnder },
          { value: 'password', label: w.choose.password, under: w.choose.passwordUnder },
        ]}
      />
      <Secret
        label={pin ? w.choose.newPin : w.choose.newPassword}
        hint={w.choose.hint}
        digits={pin}
        fresh
        value={secret}
        onInput={setSecret}
        error={said('secret')}
      />
      <Secret label={w.choose.again} digits={pin} fresh value={again} onInput={setAgain} error={said('again')} />
      <Told failure={failure} />
      <Button main submit>
        {busy ? w.entering : p.go}
      </Button>
    </Form>
  )
}
