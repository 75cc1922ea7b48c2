import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { at } from '../lib/door.tsx'
import { today } from '../lib/dates.ts'
import type { Params } from '../lib/router.tsx'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { Loading } from '../lib/ui/loading.tsx'
import { Say } from '../lib/ui/say.tsx'
import { attempts, packFor } from './fetched.ts'
import { begun, guest, keepProgress, learner, progressOf, type Pack, type Progress } from './kept.ts'
import { Markdown } from './markdown.tsx'
import { Missing } from './missing.tsx'
import { lastLevel, nextLevel } from './progress.ts'
import { note } from './reviews.ts'
import { Solver } from './solver.tsx'
import { inWords, useLessonWords } from './words.ts'
import './lessons.css'

type Outcome = 'up' | 'same' | 'down' | 'end'

// Exercises are a learner's sheet of a lesson, one exercise after the other. Where she
// is stays on the phone after each press.
export default function Exercises({ params }: { params: Params }): JSX.Element {
  const w = useLessonWords()
  const number = parseInt(params['lesson'] ?? '', 10)
  const who = learner.get() ?? guest
  const [pack, setPack] = useState<Pack | null | undefined>(undefined)
  const [progress, setProgress] = useState<Progress | null>(null)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const back = at(`/lessons/${number}`)

  const fetchIt = async (): Promise<void> => {
    setPack(undefined)
    const [found, before] = await Promise.all([packFor(who, number), progressOf(who, number)])
    setProgress(before ?? begun(who, number))
    setPack(found.pack ?? null)
  }
  const load = (): void => void fetchIt()
  useEffect(load, [number])

  if (pack === null) return <Missing again={load} back={back} />
  if (!pack || !progress) {
    return (
      <Frame practice title={w.title} back={back}>
        <Loading what={w.title} />
      </Frame>
    )
  }
  const keep = (p: Progress): void => {
    setProgress(p)
    void keepProgress(p)
  }
  const title = inWords(pack.lesson.title)
  if (outcome) return <Finish pack={pack} outcome={outcome} level={progress.level} back={back} more={() => setOutcome(null)} />

  const sheets = pack.sheets.filter((s) => s.level === progress.level)
  const sheet = sheets[(progress.attempt - 1) % sheets.length]
  const x = sheet?.exercises[progress.place]
  if (!sheet || !x) return <Missing again={() => keep(begun(who, number))} back={back} />
  return (
    <Solver
      key={x.id}
      x={x}
      title={title}
      back={back}
      n={progress.place + 1}
      all={sheet.exercises.length}
      typed={progress.typed}
      tries={progress.tries}
      keep={(typed, tries) => {
        void keepProgress({ ...progress, typed, tries })
      }}
      answered={(found, attempt) => {
        if (attempt === 1) void note(who, x, found, today())
      }}
      next={(score) => {
        const scores = progress.scores.concat(score)
        scrollTo(0, 0)
        if (progress.place + 1 < sheet.exercises.length) {
          keep({ ...progress, scores, place: progress.place + 1, tries: 0, typed: null })
          return
        }
        const level = nextLevel(progress.level, scores)
        const passed = progress.level === lastLevel && scores.slice(-2).every((s) => s >= 80)
        keep({ ...progress, level, attempt: (progress.attempt % attempts) + 1, place: 0, scores: [], tries: 0, typed: null, done: progress.done || passed })
        setOutcome(passed ? 'end' : level > progress.level ? 'up' : level < progress.level ? 'down' : 'same')
      }}
    />
  )
}

// Finish is said at the end of a sheet: how she goes on, never what she scored.
function Finish(p: { pack: Pack; outcome: Outcome; level: number; back: string; more: () => void }): JSX.Element {
  const w = useLessonWords().player
  const own = p.pack.lesson.sections.find((s) => s.key === 'own')
  const said = {
    up: { title: w.up, say: w.upSay(p.level) },
    same: { title: w.same, say: w.sameSay },
    down: { title: w.down, say: w.downSay },
    end: { title: w.end, say: w.endSay },
  }[p.outcome]
  const following = p.pack.lesson.number + 1
  return (
    <Frame
      practice
      title={inWords(p.pack.lesson.title)}
      back={p.back}
      dock={
        p.outcome === 'end' && following <= 14 ? (
          <LinkButton main to={at(`/lessons/${following}`)}>
            {w.nextLesson}
          </LinkButton>
        ) : (
          <Button main onPress={p.more}>
            {w.more}
          </Button>
        )
      }
    >
      <Say mood={p.outcome === 'down' ? 'wait' : 'good'} icon={p.outcome === 'down' ? 'koreksi' : 't1'} title={said.title} live>
        <p>{said.say}</p>
      </Say>
      <section class="card">
        <p class="rule">{inWords(p.pack.lesson.rule)}</p>
      </section>
      {own && (p.outcome === 'end' || p.outcome === 'up') ? (
        <section class="card">
          <h2>{w.own}</h2>
          <Markdown text={inWords(own.body)} label={w.own} />
        </section>
      ) : null}
      <LinkButton to={at('/')}>{w.toList}</LinkButton>
    </Frame>
  )
}
