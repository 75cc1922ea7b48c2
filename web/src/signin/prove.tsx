import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { atDesk } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import type { Me } from '../lib/session.ts'
import { Button } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { CardForm } from './card-form.tsx'
import { prove, proveMeByPasskey, type Failure } from './enter.ts'
import { PasskeyButton } from './passkey-button.tsx'
import { SecretForm } from './secret-form.tsx'
import './signin.css'

// Prove asks once more who is there, before a way to come in is changed.
export function Prove(p: { me: Me; onProved: () => void }): JSX.Element {
  const w = useWords().signin
  const [card, useCard] = useState(false)
  const desk = atDesk()
  const settle = async (proving: Promise<Failure | null>): Promise<Failure | null> => {
    const failed = await proving
    if (!failed) p.onProved()
    return failed
  }
  return (
    <>
      <Card title={w.prove.title} under={w.prove.why}>
        {card ? (
          <CardForm go={w.prove.go} submit={(text) => settle(prove(p.me, { card: text }))} />
        ) : (
          <SecretForm name={p.me.name} desk={desk} go={w.prove.go} submit={(_, secret) => settle(prove(p.me, { secret }))} />
        )}
      </Card>
      <Button onPress={() => useCard(!card)}>{card ? (desk ? w.secret : w.usePin) : w.useCard}</Button>
      {desk ? <PasskeyButton go={() => settle(proveMeByPasskey(p.me))} /> : null}
    </>
  )
}
