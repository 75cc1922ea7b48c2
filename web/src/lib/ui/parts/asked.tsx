import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Button } from '../button.tsx'
import { Choice } from '../choice.tsx'
import { Dialog } from '../dialog.tsx'
import { Field } from '../field.tsx'
import { Pick } from '../pick.tsx'
import { useSample } from './words.ts'
import { Part } from './section.tsx'

// Asked are questions, with and without an error.
export function Asked(): JSX.Element {
  const s = useSample()
  const [name, setName] = useState('Rina')
  const [phone, setPhone] = useState('0812 5678 90')
  const [pin, setPin] = useState('1234')
  const [day, setDay] = useState('2026-11-23')
  const [reason, setReason] = useState('')
  const [account, setAccount] = useState('')
  const [way, setWay] = useState<'phone' | 'card' | null>('card')
  const [more, setMore] = useState<'back' | 'keep' | null>(null)
  const [open, show] = useState(false)
  return (
    <Part phone id="asked" title={s.sections.asked}>
      <Field label={s.name.label} hint={s.name.hint} value={name} onInput={setName} />
      <Field label={s.phone.label} kind="tel" error={s.phone.error} value={phone} onInput={setPhone} />
      <Field label={s.pin.label} kind="pin" error={s.pin.error} value={pin} onInput={setPin} />
      <Field label={s.day} kind="date" value={day} onInput={setDay} />
      <Field label={s.reason.label} hint={s.reason.hint} kind="lines" value={reason} onInput={setReason} />
      <Field label={s.fixed.label} value={s.fixed.value} off onInput={() => undefined} />
      <Pick
        label={s.account.label}
        none={s.account.none}
        value={account}
        {...(account ? {} : { error: s.account.error })}
        options={s.account.options.map((label, i) => ({ value: String(i + 1), label, group: s.account.groups[i < 2 ? 0 : 1] }))}
        onPick={setAccount}
      />
      <Choice
        legend={s.way.legend}
        value={way}
        onChoose={setWay}
        options={[
          { value: 'phone', label: s.way.phone, icon: 'hp' },
          { value: 'card', label: s.way.card, under: s.way.under, icon: 'kunci' },
        ]}
      />
      <Choice
        wide
        legend={s.more.legend}
        value={more}
        {...(more ? {} : { error: s.more.error })}
        onChoose={setMore}
        options={[
          { value: 'back', label: s.more.back, icon: 'koreksi' },
          { value: 'keep', label: s.more.keep, icon: 'kotak' },
        ]}
      />
      <Button icon="koreksi" onPress={() => show(true)}>
        {s.ask.button}
      </Button>
      <Dialog title={s.ask.title} open={open} onClose={() => show(false)}>
        <p>{s.ask.say}</p>
        <Button onPress={() => show(false)}>{s.ask.no}</Button>
        <Button main onPress={() => show(false)}>
          {s.ask.yes}
        </Button>
      </Dialog>
    </Part>
  )
}
