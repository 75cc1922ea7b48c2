import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { api, told } from '../lib/api/client.ts'
import { clock } from '../lib/dates.ts'
import { at, Page } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import type { Params } from '../lib/router.tsx'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Say } from '../lib/ui/say.tsx'
import { newID } from '../lib/uuid.ts'
import { Actions } from '../lib/ui/actions.tsx'
import { grouped } from './card_text.ts'
import { QR } from './qr.tsx'
import './signin.css'

type Leave = { id: string; code?: string; needs_second: boolean; expires_at: string }

// Enrol gives leave to add a phone to a group: a code that works once, for ten
// minutes. Where the group's own officers give it, a second one agrees first.
export default function Enrol(p: { params: Params }): JSX.Element {
  const w = useWords()
  const e = w.signin.enrol
  const book = p.params['book'] ?? ''
  const [leave, setLeave] = useState<Leave | null>(null)
  const [wrong, setWrong] = useState('')
  const [over, setOver] = useState(false)
  useEffect(() => {
    if (!leave) return
    setOver(false)
    const timer = setTimeout(() => setOver(true), Math.max(0, Date.parse(leave.expires_at) - Date.now()))
    return () => clearTimeout(timer)
  }, [leave?.id])
  // The same id asked twice is the same leave: so one sees whether it was confirmed.
  const make = async (id: string, isCheck: boolean): Promise<void> => {
    const { data, error } = await api.POST('/v1/books/{book}/enrolments', { params: { path: { book } }, body: { id } })
    setWrong(error ? told(error, w) : isCheck && data?.needs_second ? e.notYet : '')
    if (data) setLeave(data)
  }
  const there = leave && !over ? leave : null
  const link = there ? `${location.origin}${at(`/books/${book}/enrol/${there.id}`)}` : ''
  return (
    <Page title={e.title} back={at(`/books/${book}`)} actions={<Actions listen={e.help} help={e.help} />}>
      <div class="acct">
        {over ? <Say mood="wait" title={e.over} live /> : null}
        {there?.needs_second ? (
          <Card title={e.second}>
            <p>{e.secondSay}</p>
            <QR text={link} label={e.qr} />
            <LinkButton to={at(`/books/${book}/enrol/${there.id}`)}>{e.secondHere}</LinkButton>
            <p class="lb">{e.until(clock(there.expires_at))}</p>
            <Button main onPress={() => void make(there.id, true)}>
              {e.check}
            </Button>
          </Card>
        ) : null}
        {there && !there.needs_second && there.code ? (
          <Card title={e.show}>
            <p class="lb">{e.where(`${location.host}/group/device`)}</p>
            <QR text={there.code} label={e.qr} />
            <p class="lb">{e.typed}</p>
            <p class="code">{grouped(there.code)}</p>
            <p>{e.until(clock(there.expires_at))}</p>
          </Card>
        ) : null}
        {there ? null : (
          <Card label={e.title}>
            <p>{e.say}</p>
            <Button main icon="hp" onPress={() => void make(newID(), false)}>
              {leave ? e.again : e.make}
            </Button>
          </Card>
        )}
        {wrong ? <Say mood="wait" title={wrong} live /> : null}
      </div>
    </Page>
  )
}
