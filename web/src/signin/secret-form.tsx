import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import { Button } from '../lib/ui/button.tsx'
import { Field } from '../lib/ui/field.tsx'
import type { Failure } from './enter.ts'
import { Form } from './form.tsx'
import { Secret } from './secret.tsx'
import { Told } from './waiting.tsx'

// SecretForm asks for a PIN or a password, and for whose it is where that is not
// known. What was typed stays when it was wrong.
export function SecretForm(p: {
  name?: string // whose it is
  desk?: boolean // an officer, who may have an address and a password
  go: string
  submit: (login: string, secret: string) => Promise<Failure | null>
}): JSX.Element {
  const w = useWords().signin
  const [login, setLogin] = useState('')
  const [secret, setSecret] = useState('')
  const [byEmail, setByEmail] = useState(p.desk ?? false)
  const [missing, setMissing] = useState<'login' | 'secret' | ''>('')
  const [failure, fail] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  const known = p.name !== undefined
  const words = known ? false : byEmail
  const submit = async (): Promise<void> => {
    if (busy) return
    const lacks = !known && !login.trim() ? 'login' : secret ? '' : 'secret'
    setMissing(lacks)
    fail(null)
    if (lacks) return
    setBusy(true)
    const failed = await p.submit(login.trim(), secret)
    setBusy(false)
    fail(failed)
  }
  const label = known ? (p.desk ? w.secretOf(p.name ?? '') : w.pinOf(p.name ?? '')) : words ? w.secret : w.pin
  return (
    <Form onSend={submit}>
      {known ? null : (
        <Field
          label={words ? (p.desk ? w.login : w.email) : w.phone}
          kind={words ? 'text' : 'tel'}
          name="login"
          autocomplete="username"
          value={login}
          onInput={setLogin}
          error={missing === 'login' ? (p.desk ? w.needEither : words ? w.needEmail : w.needLogin) : ''}
        />
      )}
      <Secret label={label} digits={!words && !p.desk} value={secret} onInput={setSecret} error={missing === 'secret' ? w.needSecret : ''} />
      <Told failure={failure} />
      <Button main submit icon="kunci">
        {busy ? w.entering : p.go}
      </Button>
      {known || p.desk ? null : (
        <Button onPress={() => setByEmail(!byEmail)}>{byEmail ? w.byPhone : w.byEmail}</Button>
      )}
    </Form>
  )
}
