import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { api, told, troubleOf } from '../lib/api/client.ts'
import { at, atDesk } from '../lib/door.tsx'
import { moment } from '../lib/dates.ts'
import { useWords } from '../lib/i18n.ts'
import { remember } from '../lib/known.ts'
import { go } from '../lib/router.tsx'
import { arrived, check, session, signOut, useMe } from '../lib/session.ts'
import { Button } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Field } from '../lib/ui/field.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { Loading } from '../lib/ui/loading.tsx'
import { Say } from '../lib/ui/say.tsx'
import { newID } from '../lib/uuid.ts'
import { Actions } from '../lib/ui/actions.tsx'
import { readInvitation } from './card_text.ts'
import { ChooseSecret, type Chosen } from './choose-secret.tsx'
import type { Failure } from './enter.ts'
import { Scan } from './scan.tsx'
import './signin.css'

type Offer = { role: string; name: string; expires_at: string }

// Invitation takes an invitation up. Its token stands behind the '#' of the link,
// which browsers send to no server, and leaves the address as soon as it is read.
export default function Invitation(): JSX.Element {
  const w = useWords()
  const me = useMe()
  const [token, setToken] = useState(takeToken)
  const [typed, type] = useState('')
  const [offer, setOffer] = useState<Offer | null>(null)
  const [wrong, setWrong] = useState('')
  const [id] = useState(newID)
  useEffect(() => {
    if (!token) return
    let gone = false
    const read = async (): Promise<void> => {
      const { data, error } = await api.GET('/v1/invitations/{token}', { params: { path: { token } } })
      if (gone) return
      if (data) setOffer(data)
      else setWrong(troubleOf(error) ? told(error, w) : w.signin.invitation.over)
    }
    void read()
    return () => {
      gone = true
    }
  }, [token])
  const open = (text: string): void => {
    const read = readInvitation(text)
    setWrong(read ? '' : w.signin.invitation.over)
    if (read) setToken(read)
  }
  const accept = async (body: { name?: string; login?: string; kind?: 'pin' | 'password'; secret?: string }): Promise<Failure | null> => {
    const { error } = await api.POST('/v1/invitations/{token}', { params: { path: { token } }, body: { id, cookie: true, ...body } })
    if (error) return { say: error.errors?.[0]?.detail ?? told(error, w), until: 0 }
    if (me) await check()
    else {
      const problem = await arrived()
      if (problem) return { say: told(problem, w), until: 0 }
      const now = session.get()
      if (typeof now !== 'string') await remember(now, body.login ?? '', body.secret ? { secret: body.secret } : null)
    }
    go(at('/'), 'instead')
    return null
  }
  const join = ({ kind, secret, login, name }: Chosen): Promise<Failure | null> => accept({ kind, secret, login, name })
  const asMe = async (): Promise<void> => setWrong((await accept({}))?.say ?? '')
  const i = w.signin.invitation
  return (
    <Frame title={i.title} {...(offer ? { where: offer.name } : {})} back={at('/')} actions={<Actions listen={i.help} help={i.help} />}>
      {wrong ? <Say mood="bad" title={wrong} live /> : null}
      {!token || (wrong && !offer) ? (
        <Card label={i.title}>
          <Scan onFound={open} />
          <Field label={i.paste} kind="lines" value={typed} onInput={type} />
          <Button main onPress={() => open(typed)}>
            {i.go}
          </Button>
        </Card>
      ) : null}
      {token && !offer && !wrong ? <Loading what={i.opening} /> : null}
      {offer ? (
        <Card title={i.offers(w.signin.roles[offer.role] ?? offer.role, offer.name)}>
          <p class="lb">{i.until(moment(offer.expires_at))}</p>
          {me ? (
            <>
              <Button main onPress={() => void asMe()}>
                {i.acceptAs(me.name)}
              </Button>
              <Button onPress={() => void signOut()}>{i.other}</Button>
            </>
          ) : (
            <ChooseSecret fresh kind={atDesk() ? 'password' : 'pin'} go={i.accept} submit={join} />
          )}
        </Card>
      ) : null}
    </Frame>
  )
}

// The token outlives a change of person on this page, not the page.
let taken = ''

function takeToken(): string {
  const read = readInvitation(decodeURIComponent(location.hash))
  if (read) {
    taken = read
    history.replaceState(null, '', location.pathname + location.search)
  }
  return taken
}
