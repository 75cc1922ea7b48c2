import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { api, told } from '../lib/api/client.ts'
import { clock } from '../lib/dates.ts'
import { at, Page } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import type { Params } from '../lib/router.tsx'
import { isOfficer, useMe } from '../lib/session.ts'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Loading } from '../lib/ui/loading.tsx'
import { Say } from '../lib/ui/say.tsx'
import { newID } from '../lib/uuid.ts'
import { Actions } from '../lib/ui/actions.tsx'
import { finish, here, useLeaves } from './leave.ts'
import './signin.css'

// Confirm is the second officer's word that a phone may be added. When it is this
// phone, it becomes the group's at once.
export default function Confirm(p: { params: Params }): JSX.Element {
  const w = useWords()
  const e = w.signin.enrol
  const me = useMe()
  const book = p.params['book'] ?? ''
  const enrolment = p.params['enrolment'] ?? ''
  const may = isOfficer(me, book)
  const { leaves, problem, done, again } = useLeaves(book, may)
  const [id] = useState(newID)
  const [agreed, agree] = useState<'' | 'here' | 'there'>('')
  const [wrong, setWrong] = useState('')
  const leave = leaves?.find((l) => l.id === enrolment)
  const ours = here()?.id === enrolment
  const confirm = async (): Promise<void> => {
    const path = { book, enrolment }
    const { error } = await api.POST('/v1/books/{book}/enrolments/{enrolment}/confirmation', { params: { path }, body: { id } })
    if (error) return setWrong(error.code === 'same_person' ? e.own : told(error, w))
    const h = here()
    const refused = h?.id === enrolment ? await finish(h) : null
    setWrong(refused ? refused.detail || w.signin.device.unable : '')
    agree(h?.id === enrolment && !refused ? 'here' : 'there')
  }
  const isHere = agreed === 'here' || done
  return (
    <Page title={e.confirmTitle} back={at(`/books/${book}`)} {...(me ? { where: me.name } : {})} actions={<Actions listen={e.help} help={e.help} />}>
      <div class="acct">
        {!may ? (
          <Say mood="info" icon="kunci" title={e.onlyOffice} />
        ) : agreed || isHere ? (
          <Say mood="good" icon="hp" title={isHere ? w.signin.device.done : e.confirmed} live>
            {isHere ? <p>{w.signin.device.doneSay}</p> : null}
            <LinkButton to={at(`/books/${book}`)}>{w.signin.prove.go}</LinkButton>
          </Say>
        ) : leave?.needs_second ? (
          <Card title={e.asks((leave.created_by_name ?? '') || w.book.somebody, ours)}>
            <p class="lb">{e.until(clock(leave.expires_at))}</p>
            {leave.created_by === me?.person ? (
              <>
                <p>{e.own}</p>
                <LinkButton main to={at('/people')} icon="orang">
                  {e.hand}
                </LinkButton>
              </>
            ) : (
              <>
                <p>{e.confirmSay}</p>
                <Button main icon="t1" onPress={() => void confirm()}>
                  {e.confirm}
                </Button>
              </>
            )}
          </Card>
        ) : leaves ? (
          <Say mood="info" icon="tunggu" title={leave ? e.confirmed : e.gone} live />
        ) : problem ? (
          <Say mood="info" title={told(problem, w)} live>
            <Button onPress={again}>{w.frame.again}</Button>
          </Say>
        ) : (
          <Loading what={e.confirmTitle} />
        )}
        {wrong ? <Say mood="bad" title={wrong} live /> : null}
      </div>
    </Page>
  )
}
