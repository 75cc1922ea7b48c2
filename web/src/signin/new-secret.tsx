import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { api, told } from '../lib/api/client.ts'
import { at, atDesk, Page } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { remember } from '../lib/known.ts'
import { useMe } from '../lib/session.ts'
import { LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Say } from '../lib/ui/say.tsx'
import { newID } from '../lib/uuid.ts'
import { ChooseSecret, type Chosen } from './choose-secret.tsx'
import type { Failure } from './enter.ts'
import { Prove } from './prove.tsx'
import './signin.css'

// NewSecret changes her PIN or password, after she has shown that it is she.
export default function NewSecret(): JSX.Element {
  const w = useWords()
  const me = useMe()
  const [step, go] = useState<'prove' | 'choose' | 'done'>('prove')
  const save = async (c: Chosen): Promise<Failure | null> => {
    const { error } = await api.POST('/v1/me/secret', {
      body: { id: newID(), kind: c.kind, secret: c.secret, ...(c.login ? { login: c.login } : {}) },
    })
    if (error?.code === 'proof_needed') go('prove')
    if (error) return { say: error.errors?.[0]?.detail ?? told(error, w), until: 0 }
    if (me) await remember(me, c.login, { secret: c.secret })
    go('done')
    return null
  }
  return (
    <Page title={w.signin.me.changePin} back={at('/me')}>
      <div class="acct">
        {me && step === 'prove' ? <Prove me={me} onProved={() => go('choose')} /> : null}
        {step === 'choose' ? (
          <Card title={w.signin.me.changePin}>
            <ChooseSecret kind={atDesk() ? 'password' : 'pin'} go={w.signin.choose.keep} submit={save} />
          </Card>
        ) : null}
        {step === 'done' ? (
          <>
            <Say mood="good" title={w.signin.choose.done} live />
            <LinkButton to={at('/me')}>{w.signin.me.title}</LinkButton>
          </>
        ) : null}
      </div>
    </Page>
  )
}
