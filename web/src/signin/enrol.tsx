import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { api, told } from '../lib/api/client.ts'
import { useCell } from '../lib/cell.ts'
import { clock } from '../lib/dates.ts'
import { device, enrolled } from '../lib/device.ts'
import { at, atDesk, Page } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import type { Params } from '../lib/router.tsx'
import { isOfficer, useMe } from '../lib/session.ts'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Field } from '../lib/ui/field.tsx'
import { Loading } from '../lib/ui/loading.tsx'
import { Say } from '../lib/ui/say.tsx'
import { newID } from '../lib/uuid.ts'
import { Actions } from '../lib/ui/actions.tsx'
import { grouped } from './card_text.ts'
import { here, isRegistrar, keepHere, useLeaves, type Leave } from './leave.ts'
import { QR } from './qr.tsx'
import './signin.css'

// Enrol gives leave to add a phone to a group: this one, or another by a code that
// works once, for ten minutes. Where the group's own officers give it, a second one
// agrees first. What was asked for is found again until its time is over.
export default function Enrol(p: { params: Params }): JSX.Element {
  const w = useWords()
  const e = w.signin.enrol
  const book = p.params['book'] ?? ''
  const me = useMe()
  const may = isOfficer(me, book) || isRegistrar(me)
  const { leaves, problem, done, again } = useLeaves(book, may)
  const mine = useCell(enrolled)
  const [wrong, setWrong] = useState('')
  const [checked, setChecked] = useState(false)
  const [made, setMade] = useState(false)
  const [anew, setAnew] = useState(false)
  const [name, setName] = useState<string>(w.signin.device.nameValue)
  useEffect(() => {
    void device().catch(() => undefined)
  }, [])
  const make = async (forHere: boolean): Promise<void> => {
    const { data, error } = await api.POST('/v1/books/{book}/enrolments', { params: { path: { book } }, body: { id: newID() } })
    setWrong(error ? told(error, w) : '')
    if (!data) return
    if (forHere && data.code) keepHere({ id: data.id, book, code: data.code, name: name.trim() || w.signin.device.nameValue })
    setMade(true)
    setAnew(false)
    again()
  }
  const own = leaves?.filter((l) => l.created_by === me?.person) ?? []
  const leave = anew ? undefined : own[own.length - 1]
  return (
    <Page title={e.title} back={at(`/books/${book}/phones`)} actions={<Actions listen={e.help} help={e.help} />}>
      <div class="acct">
        {!may ? (
          <Say mood="info" icon="kunci" title={e.onlyOffice} />
        ) : done ? (
          <Say mood="good" icon="hp" title={w.signin.device.done} live>
            <p>{w.signin.device.doneSay}</p>
          </Say>
        ) : !leaves ? (
          problem ? (
            <Say mood="info" title={told(problem, w)} live>
              <Button onPress={again}>{w.frame.again}</Button>
            </Say>
          ) : (
            <Loading what={e.title} />
          )
        ) : leave ? (
          <>
            {leave.needs_second ? (
              here()?.id === leave.id ? (
                <Card title={e.second}>
                  <p>{e.handSay}</p>
                  <p class="lb">{e.until(clock(leave.expires_at))}</p>
                  <LinkButton main icon="orang" to={at('/people')}>
                    {e.hand}
                  </LinkButton>
                </Card>
              ) : (
                <Card title={e.second}>
                  <p>{e.secondSay}</p>
                  <QR text={`${location.origin}${at(`/books/${book}/enrol/${leave.id}`)}`} label={e.qr} />
                  <p class="lb">{e.until(clock(leave.expires_at))}</p>
                  <Button
                    main
                    onPress={() => {
                      setChecked(true)
                      again()
                    }}
                  >
                    {e.check}
                  </Button>
                </Card>
              )
            ) : (
              <Code leave={leave} />
            )}
            {checked && leave.needs_second ? <Say mood="wait" title={e.notYet} live /> : null}
            <Button onPress={() => setAnew(true)}>{e.again}</Button>
          </>
        ) : (
          <>
            {made && !anew ? <Say mood="wait" title={e.over} live /> : null}
            {atDesk() || mine?.book === book ? null : (
              <Card title={w.signin.device.title}>
                <p>{e.hereSay}</p>
                <Field label={w.signin.device.name} most={60} value={name} onInput={setName} />
                <Button main icon="hp" onPress={() => void make(true)}>
                  {e.here}
                </Button>
              </Card>
            )}
            <Card title={e.another}>
              <p>{e.say}</p>
              <Button icon="kunci" onPress={() => void make(false)}>
                {e.make}
              </Button>
            </Card>
          </>
        )}
        {wrong ? <Say mood="wait" title={wrong} live /> : null}
      </div>
    </Page>
  )
}

// Code is what the new phone needs: its camera reads the square and opens the address
// with the code; by hand both are typed.
function Code(p: { leave: Leave }): JSX.Element {
  const e = useWords().signin.enrol
  const code = p.leave.code ?? ''
  const address = `${location.host}/group/device`
  const [copied, setCopied] = useState(false)
  const copy = (navigator as Partial<Navigator>).clipboard
  return (
    <Card title={e.show}>
      <p>{e.scan}</p>
      <QR text={`${location.origin}/group/device#${code}`} label={e.qr} />
      <p class="lb">{e.where(address)}</p>
      <p class="lb">{e.typed}</p>
      <p class="code">{grouped(code)}</p>
      <p>{e.until(clock(p.leave.expires_at))}</p>
      {copy ? (
        <Button icon="kuitansi" onPress={() => void copy.writeText(grouped(code)).then(() => setCopied(true), () => undefined)}>
          {e.copy}
        </Button>
      ) : null}
      <output class="lb">{copied ? e.copied : ''}</output>
    </Card>
  )
}
