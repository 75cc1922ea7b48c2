import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { at, atDesk } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import type { Known } from '../lib/known.ts'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { LanguageSwitch } from '../lib/ui/language-switch.tsx'
import { Loading } from '../lib/ui/loading.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { CardForm } from './card-form.tsx'
import { comeByPasskey, comeIn, comeInAs } from './enter.ts'
import { PasskeyButton } from './passkey-button.tsx'
import { People, takeWanted, useKnown } from './people.tsx'
import { SecretForm } from './secret-form.tsx'
import './signin.css'

// SignIn is what stands in place of every screen while nobody is signed in: the
// address stays, so that she comes out where she wanted to go.
export default function SignIn(): JSX.Element {
  const w = useWords().signin
  const all = useKnown()
  const [picked, pick] = useState<Known | 'other' | null>(null)
  const [chosen, choose] = useState<boolean | null>(null) // the card, or not
  const desk = atDesk()
  useEffect(() => {
    if (!all) return
    const wanted = takeWanted()
    pick(wanted === 'other' ? 'other' : all.find((k) => k.person === wanted) ?? null)
  }, [all])
  if (!all) {
    return (
      <Frame title={w.title}>
        <Loading what={w.title} />
      </Frame>
    )
  }
  const asked = all.length > 0 && picked === null
  const person = picked === 'other' || picked === null ? null : picked
  const card = chosen ?? (person !== null && !person.login && !person.pin)
  return (
    <Frame title={w.title} where={asked ? w.who : person?.name ?? ''} actions={<Actions listen={asked ? w.helpChange : w.help} help={asked ? w.helpChange : w.help} />}>
      {asked ? (
        <People all={all} onPick={(k) => pick(k ?? 'other')} />
      ) : (
        <Card label={card ? w.card.title : person ? person.name : w.title}>
          {card ? (
            <CardForm go={w.enter} submit={(text) => (person ? comeInAs(person, { card: text }) : comeIn({ card: text }))} />
          ) : person && (person.login || person.pin) ? (
            <SecretForm key={person.person} name={person.name} desk={desk} go={w.enter} submit={(_, secret) => comeInAs(person, { secret })} />
          ) : (
            <SecretForm key="other" desk={desk} go={w.enter} submit={(login, secret) => comeIn({ login, secret })} />
          )}
        </Card>
      )}
      {asked ? null : <Button onPress={() => choose(!card)}>{card ? (desk ? w.secret : w.usePin) : w.useCard}</Button>}
      {desk ? <PasskeyButton go={comeByPasskey} /> : null}
      {!asked && all.length > 0 ? (
        <Button
          icon="orang"
          onPress={() => {
            pick(null)
            choose(null)
          }}
        >
          {person ? w.notYou(person.name) : w.change}
        </Button>
      ) : null}
      {asked ? null : <LinkButton to={at('/invitation')}>{w.invitation.have}</LinkButton>}
      <LanguageSwitch />
    </Frame>
  )
}
