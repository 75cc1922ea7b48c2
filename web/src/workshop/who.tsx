import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { at } from '../lib/door.tsx'
import { go } from '../lib/router.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { Button } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Field } from '../lib/ui/field.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { be, classCode, guest, learner, learners, type Learner } from './kept.ts'
import { useLessonWords } from './words.ts'
import './lessons.css'

// Who asks who is learning: one press for those who have learnt on this phone, class
// and number for somebody new. What each has done stays hers.
export default function Who(): JSX.Element {
  const w = useLessonWords().who
  const now = learner.get()
  const [all, setAll] = useState<Learner[]>([])
  const [group, setGroup] = useState(now && now.class !== guest.class ? now.class : '')
  const [number, setNumber] = useState('')
  const [name, setName] = useState('')
  const [wrong, setWrong] = useState(false)
  useEffect(() => {
    void learners().then(setAll)
  }, [])
  const choose = (l: Learner): void => void be(l).then(() => go(at('/')))
  const enter = (): void => {
    const n = /^\s*\d{1,3}\s*$/.test(number) ? parseInt(number, 10) : 0
    if (n < 1) return setWrong(true)
    choose({ class: classCode(group) || guest.class, number: n, name: name.trim() })
  }
  return (
    <Frame
      practice
      title={w.title}
      back={at('/')}
      actions={<Actions listen={w.ask} help={w.askSay} />}
      dock={
        <Button main onPress={enter}>
          {w.go}
        </Button>
      }
    >
      {all.length > 0 ? (
        <Card title={w.here}>
          {all.map((l) => (
            <Button key={`${l.class}-${l.number}`} icon="orang" onPress={() => choose(l)}>
              {l.name ? `${l.name}. ${w.of(l.class, l.number)}` : w.of(l.class, l.number)}
            </Button>
          ))}
        </Card>
      ) : null}
      <Card title={all.length > 0 ? w.new : w.ask}>
        <form
          class="g2"
          onSubmit={(e) => {
            e.preventDefault()
            enter()
          }}
        >
          <Field
            kind="number"
            label={w.number}
            value={number}
            onInput={(v) => {
              setNumber(v)
              setWrong(false)
            }}
            error={wrong ? w.wrong : undefined}
            most={3}
          />
          <Field label={w.class} hint={w.classHint} value={group} onInput={setGroup} most={20} />
          <Field label={w.name} hint={w.nameHint} value={name} onInput={setName} most={40} />
          <button type="submit" class="vh" tabIndex={-1} aria-hidden="true" />
        </form>
      </Card>
    </Frame>
  )
}
