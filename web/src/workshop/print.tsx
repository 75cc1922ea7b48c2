import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { at } from '../lib/door.tsx'
import type { Params } from '../lib/router.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { Button } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Choice } from '../lib/ui/choice.tsx'
import { Field } from '../lib/ui/field.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { attempts } from './fetched.ts'
import { classCode, guest, learner, seedOf } from './kept.ts'
import { lastLevel } from './progress.ts'
import { useLessonWords } from './words.ts'
import './lessons.css'

// most is how many learners one list of papers is for.
const most = 40

// Print has a lesson's papers for a class: for each learner the sheet that her phone
// shows too, and its key.
export default function Print({ params }: { params: Params }): JSX.Element {
  const w = useLessonWords()
  const t = w.trainer
  const lesson = parseInt(params['lesson'] ?? '', 10)
  const mine = learner.get()
  const [group, setGroup] = useState(mine?.class ?? guest.class)
  const [from, setFrom] = useState('1')
  const [to, setTo] = useState('5')
  const [level, setLevel] = useState('3')
  const [attempt, setAttempt] = useState('1')
  const [made, make] = useState<number[] | null>(null)
  const [wrong, setWrong] = useState(false)
  const list = (): void => {
    const [a, b] = [from, to].map((s) => (/^\d{1,3}$/.test(s.trim()) ? parseInt(s, 10) : 0))
    const bad = !a || !b || b < a || b - a >= most
    setWrong(bad)
    make(bad ? null : Array.from({ length: b - a + 1 }, (_x, i) => a + i))
  }
  const code = classCode(group) || guest.class
  const paper = (what: string, n: number): string => {
    const seed = `${seedOf({ class: code, number: n, name: '' }, lesson)}-${attempt}`
    return `/v1/lessons/${lesson}/${what}?level=${level}&seed=${encodeURIComponent(seed)}`
  }
  const range = (last: number, first: number): { value: string; label: string }[] =>
    Array.from({ length: last - first + 1 }, (_x, i) => ({ value: String(first + i), label: String(first + i) }))
  return (
    <Frame
      practice
      title={w.lesson.print}
      back={at(`/lessons/${lesson}`)}
      actions={<Actions listen={t.say} help={t.help} />}
      dock={
        <Button main onPress={list}>
          {t.make}
        </Button>
      }
    >
      <Card label={t.title}>
        <p class="lb">{t.say}</p>
        <Field label={w.who.class} value={group} onInput={setGroup} most={20} />
        <div class="two">
          <Field kind="number" label={t.from} value={from} onInput={setFrom} most={3} error={wrong ? t.wrong : undefined} />
          <Field kind="number" label={t.to} value={to} onInput={setTo} most={3} />
        </div>
        <Choice short legend={t.level} options={range(lastLevel, 0)} value={level} onChoose={setLevel} />
        <Choice short legend={t.attempt} options={range(attempts, 1)} value={attempt} onChoose={setAttempt} />
      </Card>
      <div aria-live="polite">
        {made ? (
          <Card title={t.papers}>
            {made.map((n) => (
              <div key={n} class="links">
                <a class="btn" href={paper('sheet', n)} target="_blank" rel="noopener">
                  {t.sheet(n)}
                </a>
                <a class="btn" href={paper('key', n)} target="_blank" rel="noopener">
                  {t.key(n)}
                </a>
              </div>
            ))}
          </Card>
        ) : null}
      </div>
      <a class="btn" href="/v1/cash-book-page" target="_blank" rel="noopener">
        {t.cashBook}
      </a>
      <a class="btn" href={`/v1/lessons/${lesson}/gift?seed=${encodeURIComponent(`${code}-${lesson}`)}`} download={`lesson-${lesson}.gift.txt`}>
        {t.gift}
      </a>
    </Frame>
  )
}
