import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useCell } from '../lib/cell.ts'
import { today } from '../lib/dates.ts'
import { at } from '../lib/door.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { LanguageSwitch } from '../lib/ui/language-switch.tsx'
import { Loading } from '../lib/ui/loading.tsx'
import { NumberTile } from '../lib/ui/number-tile.tsx'
import { Tag } from '../lib/ui/tag.tsx'
import { ThemeSwitch } from '../lib/ui/theme-switch.tsx'
import { Link } from '../lib/router.tsx'
import { lessons, packFor } from './fetched.ts'
import { allProgress, guest, learner, packs, showScore, showsScore, type Listed, type Progress } from './kept.ts'
import { Missing } from './missing.tsx'
import { due } from './reviews.ts'
import { inWords, useLessonWords } from './words.ts'
import './lessons.css'

type Here = { progress: Progress[]; kept: number[]; again: number }

// Front is the first page of the class: who learns, what to repeat, and the lessons.
// Nobody needs to sign in: all of it is practice.
export default function Front(): JSX.Element {
  const w = useLessonWords()
  const who = useCell(learner)
  const [all, setAll] = useState<Listed[] | null>(null)
  const [here, setHere] = useState<Here>({ progress: [], kept: [], again: 0 })
  const me = who ?? guest
  const look = async (): Promise<void> => {
    const [progress, kept, again] = await Promise.all([allProgress(me), packs(), due(me, today())])
    setHere({ progress, kept: kept.map((p) => p.lesson.number), again: again.length })
  }
  const load = (): void => {
    setAll(null)
    void lessons().then((found) => setAll(found.all))
    void look()
  }
  useEffect(load, [])
  if (all && all.length === 0) return <Missing again={load} />
  const at1 = all?.find((l) => !here.progress.some((p) => p.lesson === l.number && p.done)) ?? all?.[0]
  const begunIt = at1 && here.progress.some((p) => p.lesson === at1.number)
  const days = [...new Set((all ?? []).map((l) => l.day))].sort()
  return (
    <Frame
      practice
      title={w.title}
      where={w.book}
      actions={<Actions listen={w.help} help={w.help} />}
      dock={
        here.again > 0 ? (
          <LinkButton main icon="koreksi" to={at('/review')}>
            {w.review.go}
          </LinkButton>
        ) : at1 ? (
          <LinkButton main to={at(`/lessons/${at1.number}`)}>
            {begunIt ? w.goOn(inWords(at1.title)) : w.begin(inWords(at1.title))}
          </LinkButton>
        ) : undefined
      }
    >
      <Card title={who ? who.name || w.who.of(who.class, who.number) : w.who.ask} under={who ? (who.name ? w.who.of(who.class, who.number) : '') : w.who.askSay}>
        <LinkButton icon="orang" to={at('/learner')}>
          {who ? w.who.change : w.who.set}
        </LinkButton>
      </Card>
      {here.again > 0 ? (
        <Card title={w.review.title}>
          <p>{w.review.say(here.again)}</p>
        </Card>
      ) : null}
      {all ? null : <Loading what={w.title} lines={6} />}
      {days.map((d) => (
        <Card key={d} title={w.day(d)} rows>
          {(all ?? []).filter((l) => l.day === d).map((l) => (
            <Lesson key={l.number} of={l} here={here} />
          ))}
        </Card>
      ))}
      {all ? <KeepAll all={all} kept={here.kept} learner={me} done={look} /> : null}
      <Trainer />
      <ThemeSwitch />
      <LanguageSwitch />
      <LinkButton to={at('/me')}>{w.signIn}</LinkButton>
    </Frame>
  )
}

function Lesson(p: { of: Listed; here: Here }): JSX.Element {
  const w = useLessonWords()
  const mine = p.here.progress.find((x) => x.lesson === p.of.number)
  return (
    <div class="ln">
      <Link to={at(`/lessons/${p.of.number}`)} class="row">
        <NumberTile of={p.of.number} />
        <span>
          <b class="nm">{inWords(p.of.title)}</b>
          <span class="lb">{inWords(p.of.goal)}</span>
          {mine ? <Tag mood={mine.done ? 'good' : 'info'} icon={mine.done ? 't1' : 'tugas'}>{mine.done ? w.passed : w.level(mine.level)}</Tag> : null}{' '}
          {p.here.kept.indexOf(p.of.number) >= 0 ? <Tag mood="good" icon="hp">{w.saved}</Tag> : null}
        </span>
      </Link>
    </div>
  )
}

// KeepAll brings every lesson to the phone, for a village without a signal.
function KeepAll(p: { all: Listed[]; kept: number[]; learner: Parameters<typeof packFor>[0]; done: () => Promise<void> }): JSX.Element {
  const w = useLessonWords()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState(false)
  const left = p.all.filter((l) => p.kept.indexOf(l.number) < 0)
  const keep = async (): Promise<void> => {
    setBusy(true)
    setProblem(false)
    for (const l of left) {
      const { problem: no } = await packFor(p.learner, l.number)
      if (no) {
        setProblem(true)
        break
      }
      await p.done()
    }
    setBusy(false)
  }
  if (left.length === 0) return <p class="lb">{w.keptAll}</p>
  return (
    <div class="g2">
      <Button icon="hp" off={busy} onPress={() => void keep()}>
        {w.keepAll}
      </Button>
      <output class="lb">{busy || problem ? w.keeping(p.all.length - left.length, p.all.length) : ''}</output>
    </div>
  )
}

// Trainer is what only who teaches needs.
function Trainer(): JSX.Element {
  const w = useLessonWords().trainer
  const on = useCell(showsScore)
  return (
    <details class="card">
      <summary>{w.title}</summary>
      <Button pressed={on} icon={on ? 't1' : 'nanti'} onPress={() => showScore(!on)}>
        {w.scores}
      </Button>
      <p class="lb">{on ? w.scoresOn : w.scoresOff}</p>
      <a class="btn" href="/v1/cash-book-page" target="_blank" rel="noopener">
        {w.cashBook}
      </a>
    </details>
  )
}
