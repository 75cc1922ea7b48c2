import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { api, told } from '../lib/api/client.ts'
import { at, Page } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import type { Params } from '../lib/router.tsx'
import { useMe } from '../lib/session.ts'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Say } from '../lib/ui/say.tsx'
import { newID } from '../lib/uuid.ts'
import { Actions } from '../lib/ui/actions.tsx'
import './signin.css'

// Confirm is the second officer's word that a phone may be added.
export default function Confirm(p: { params: Params }): JSX.Element {
  const w = useWords()
  const e = w.signin.enrol
  const me = useMe()
  const [id] = useState(newID)
  const [done, setDone] = useState(false)
  const [wrong, setWrong] = useState('')
  const confirm = async (): Promise<void> => {
    const path = { book: p.params['book'] ?? '', enrolment: p.params['enrolment'] ?? '' }
    const { error } = await api.POST('/v1/books/{book}/enrolments/{enrolment}/confirmation', { params: { path }, body: { id } })
    setWrong(error ? (error.code === 'same_person' ? e.same : told(error, w)) : '')
    setDone(!error)
  }
  return (
    <Page title={e.confirmTitle} back={at('/')} {...(me ? { where: me.name } : {})} actions={<Actions listen={e.help} help={e.help} />}>
      <div class="acct">
        {done ? (
          <Say mood="good" title={e.confirmed} live />
        ) : (
          <Card label={e.confirmTitle}>
            <p>{e.confirmSay}</p>
            <Button main icon="t1" onPress={() => void confirm()}>
              {e.confirm}
            </Button>
          </Card>
        )}
        {wrong ? <Say mood="bad" title={wrong} live /> : null}
        {me && !done ? (
          <LinkButton to={at('/people')} icon="orang">
            {w.signin.notYou(me.name)}
          </LinkButton>
        ) : null}
      </div>
    </Page>
  )
}
