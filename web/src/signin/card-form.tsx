import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import { Button } from '../lib/ui/button.tsx'
import { Field } from '../lib/ui/field.tsx'
import { readCard } from './card_text.ts'
import type { Failure } from './enter.ts'
import { Form } from './form.tsx'
import { Scan } from './scan.tsx'
import { Told } from './waiting.tsx'

// CardForm takes a key card: by the camera, or typed from its print. A scanned
// card goes on by itself.
export function CardForm(p: { go: string; submit: (card: string) => Promise<Failure | null> }): JSX.Element {
  const w = useWords().signin
  const [text, setText] = useState('')
  const [failure, fail] = useState<Failure | null>(null)
  const [asked, ask] = useState(false)
  const [busy, setBusy] = useState(false)
  const card = readCard(text)
  const submit = async (typed: string): Promise<void> => {
    const read = readCard(typed)
    ask(true)
    fail(null)
    if (busy || read.is !== 'whole') return
    setBusy(true)
    const failed = await p.submit(read.text)
    setBusy(false)
    fail(failed)
  }
  const found = (typed: string): void => {
    setText(typed)
    void submit(typed)
  }
  let wrong = ''
  if (card.is === 'other') wrong = w.card[card.what]
  else if (card.is === 'long') wrong = w.card.long
  else if (asked && card.is === 'short') wrong = w.card.short(card.want - card.have)
  const progress = card.is === 'short' && card.have > 0 ? w.card.progress(card.have, card.want) : card.is === 'whole' ? w.card.whole : ''
  return (
    <Form onSend={() => submit(text)}>
      <Scan onFound={found} />
      <Field label={w.card.typed} hint={progress || w.card.typedHint} kind="lines" value={text} onInput={setText} error={wrong} />
      <Told failure={failure} />
      <Button main submit icon="kunci">
        {busy ? w.entering : p.go}
      </Button>
    </Form>
  )
}
