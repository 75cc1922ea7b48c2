import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { api, told, type Problem } from '../lib/api/client.ts'
import { dayOf, shortDay } from '../lib/dates.ts'
import { useWords } from '../lib/i18n.ts'
import { useLoaded } from '../lib/loaded.ts'
import type { Me } from '../lib/session.ts'
import { Button } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Field } from '../lib/ui/field.tsx'
import { Loading } from '../lib/ui/loading.tsx'
import { Row } from '../lib/ui/row.tsx'
import { Rows } from '../lib/ui/rows.tsx'
import { Say } from '../lib/ui/say.tsx'
import { addPasskey, cancelled, canPasskey } from './passkey.ts'
import { Prove } from './prove.tsx'

// Passkeys lists hers, adds one of this phone or computer, and revokes a lost one.
export function Passkeys(p: { me: Me }): JSX.Element {
  const w = useWords()
  const k = w.signin.passkey
  const [loaded, again] = useLoaded(`passkeys ${p.me.person}`, () => api.GET('/v1/me/passkeys', { params: { query: { limit: 50 } } }))
  const [name, setName] = useState('')
  const [step, go] = useState<'list' | 'prove' | 'name'>('list')
  const [done, setDone] = useState('')
  const [wrong, setWrong] = useState('')
  const settle = (problem: Problem | null, said: string): void => {
    setDone(problem ? '' : said)
    setWrong(problem ? (problem.code === cancelled ? k.cancelled : told(problem, w)) : '')
    if (problem?.code === 'proof_needed') go('prove')
    else if (!problem) {
      go('list')
      again()
    }
  }
  const revoke = async (passkey: string): Promise<void> => {
    const { error } = await api.DELETE('/v1/me/passkeys/{passkey}', { params: { path: { passkey } } })
    settle(error ?? null, k.revoked)
  }
  if (loaded.state === 'loading') return <Loading what={k.opening} />
  if (loaded.state === 'trouble') return <Say mood="info" title={told(loaded.problem, w)} />
  const keys = loaded.data.items
  return (
    <>
      {keys.length > 0 ? (
        <Rows label={k.title}>
          {keys.map((key) => (
            <Row
              key={key.id}
              icon="kunci"
              name={key.name}
              under={key.used_at ? k.used(shortDay(dayOf(key.used_at))) : k.made(shortDay(dayOf(key.created_at)))}
            >
              <Button label={k.revokeOf(key.name)} onPress={() => void revoke(key.id)}>
                {k.revoke}
              </Button>
            </Row>
          ))}
        </Rows>
      ) : (
        <p class="lb">{k.none}</p>
      )}
      {wrong ? <Say mood="bad" title={wrong} live /> : null}
      {done ? <Say mood="good" title={done} live /> : null}
      {canPasskey() ? null : <p class="lb">{k.missing}</p>}
      {canPasskey() && step === 'list' ? (
        <Button icon="tambah" onPress={() => go('name')}>
          {k.add}
        </Button>
      ) : null}
      {step === 'prove' ? <Prove me={p.me} onProved={() => go('name')} /> : null}
      {step === 'name' ? (
        <Card title={k.add} under={k.say}>
          <Field label={k.name} hint={k.nameHint} most={60} value={name} onInput={setName} />
          <Button main onPress={() => void addPasskey(name.trim() || k.title).then((problem) => settle(problem, k.added))}>
            {k.add}
          </Button>
        </Card>
      ) : null}
    </>
  )
}
