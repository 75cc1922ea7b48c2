import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { at } from '../lib/door.tsx'
import type { Params } from '../lib/router.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { Loading } from '../lib/ui/loading.tsx'
import { packFor } from './fetched.ts'
import { guest, learner, progressOf, type Lesson, type Pack } from './kept.ts'
import { Markdown, spoken } from './markdown.tsx'
import { Missing } from './missing.tsx'
import { ReadAloud } from './read-aloud.tsx'
import { inWords, useLessonWords } from './words.ts'
import './lessons.css'

type Section = Lesson['sections'][number]

// A lesson to be read or heard: its rule in large letters, its story, the example, the
// game, the task in her own book. What is for the trainer is folded away.
export default function LessonPage({ params }: { params: Params }): JSX.Element {
  const w = useLessonWords()
  const number = parseInt(params['lesson'] ?? '', 10)
  const who = learner.get() ?? guest
  const [pack, setPack] = useState<Pack | null | undefined>(undefined)
  const [begun, setBegun] = useState(false)
  const load = (): void => {
    setPack(undefined)
    void packFor(who, number).then((found) => setPack(found.pack ?? null))
    void progressOf(who, number).then((p) => setBegun(!!p && (p.place > 0 || p.level > 0 || p.typed !== null)))
  }
  useEffect(load, [number])
  if (pack === null) return <Missing again={load} back={at('/')} />
  if (!pack) {
    return (
      <Frame practice title={w.title} back={at('/')}>
        <Loading what={w.title} lines={6} />
      </Frame>
    )
  }
  const { lesson } = pack
  const rule = inWords(lesson.rule)
  const shown = lesson.sections.filter((s) => s.key !== 'rule')
  return (
    <Frame
      practice
      title={`${lesson.number}. ${inWords(lesson.title)}`}
      where={w.lesson.minutes(lesson.minutes)}
      back={at('/')}
      actions={<Actions listen={rule} help={w.lesson.help} />}
      dock={
        <LinkButton main to={at(`/lessons/${lesson.number}/exercises`)}>
          {begun ? w.lesson.goOn : w.lesson.go}
        </LinkButton>
      }
    >
      <section class="card">
        <p class="rule">{rule}</p>
        <p class="lb">{inWords(lesson.goal)}</p>
      </section>
      {shown.map((s) => (s.key === 'story' || s.key === 'own' ? <Open key={s.key} of={s} /> : <Folded key={s.key} of={s} open={s.key === 'example'} />))}
      <LinkButton icon="kuitansi" to={at(`/lessons/${lesson.number}/print`)}>
        {w.lesson.print}
      </LinkButton>
    </Frame>
  )
}

function Open({ of: s }: { of: Section }): JSX.Element {
  const title = inWords(s.title)
  return (
    <Card title={title}>
      <Markdown text={inWords(s.body)} label={title} />
      <ReadAloud text={spoken(inWords(s.body))} of={title} />
    </Card>
  )
}

function Folded({ of: s, open }: { of: Section; open: boolean }): JSX.Element {
  const title = inWords(s.title)
  return (
    <details class="card" open={open}>
      <summary>{title}</summary>
      <Markdown text={inWords(s.body)} label={title} />
      <ReadAloud text={spoken(inWords(s.body))} of={title} />
    </details>
  )
}
