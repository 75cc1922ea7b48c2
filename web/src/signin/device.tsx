import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useCell } from '../lib/cell.ts'
import { told } from '../lib/api/client.ts'
import { device, enrol, enrolled } from '../lib/device.ts'
import { at } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Field } from '../lib/ui/field.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { Say } from '../lib/ui/say.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { readEnrolment } from './card_text.ts'
import { Form } from './form.tsx'
import { Scan } from './scan.tsx'
import './signin.css'

// DevicePage makes this phone one of a group's, with the code that an officer shows.
export default function DevicePage(): JSX.Element {
  const w = useWords()
  const d = w.signin.device
  const mine = useCell(enrolled)
  const [code, setCode] = useState('')
  const [name, setName] = useState<string>(d.nameValue)
  const [asked, ask] = useState(false)
  const [done, setDone] = useState(false)
  const [say, setSay] = useState('')
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    void device().catch(() => setSay(d.unable))
  }, [])
  const go = async (typed: string): Promise<void> => {
    const read = readEnrolment(typed)
    ask(true)
    setSay('')
    if (!read || busy) return
    setBusy(true)
    const refused = await enrol(read, name.trim() || d.nameValue).catch(() => ({ code: 'unable', status: 0, detail: d.unable }))
    setBusy(false)
    if (!refused) setDone(true)
    else setSay(refused.code === 'enrolment_unconfirmed' ? d.unconfirmed : refused.code === 'invalid_enrolment' ? d.notCode : told(refused, w))
  }
  const found = (text: string): void => {
    setCode(text)
    if (readEnrolment(text)) void go(text)
    else setSay(d.notCode)
  }
  const there = done || mine
  return (
    <Frame title={d.title} back={at('/')} {...(mine ? { where: mine.name } : {})} actions={<Actions listen={d.help} help={d.help} />}>
      {there ? (
        <>
          <Say mood="good" icon="hp" title={done ? d.done : d.already} live>
            <p>{done ? d.doneSay : d.alreadySay}</p>
          </Say>
          <LinkButton to={at('/')} main>
            {w.signin.prove.go}
          </LinkButton>
        </>
      ) : (
        <Card label={d.title}>
          <p>{d.say}</p>
          <Scan onFound={found} />
          <Form onSend={() => go(code)}>
            <Field label={d.code} kind="lines" value={code} onInput={setCode} error={asked && !readEnrolment(code) ? d.short : ''} />
            <Field label={d.name} hint={d.nameHint} most={60} value={name} onInput={setName} />
            {say ? <Say mood="bad" title={say} live /> : null}
            <Button main submit icon="hp">
              {busy ? w.signin.entering : d.go}
            </Button>
          </Form>
        </Card>
      )}
    </Frame>
  )
}
