import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { useCell } from '../lib/cell.ts'
import { language } from '../lib/i18n.ts'
import { gradeAnswer, type Exercise } from '../lib/rules/answer.ts'
import type { Result, Verdict } from '../lib/rules/grade.ts'
import { Actions } from '../lib/ui/actions.tsx'
import { Announce } from '../lib/ui/announce.tsx'
import { Button } from '../lib/ui/button.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import type { IconName } from '../lib/ui/icon.tsx'
import { Say, type Mood } from '../lib/ui/say.tsx'
import { showsScore, type Typed } from './kept.ts'
import { counted } from './progress.ts'
import { Solved, Steps } from './solved.tsx'
import { Task } from './tasks.tsx'
import { answerOf, left, nothing, type Missing } from './typed.ts'
import { inWords, useLessonWords } from './words.ts'

const moods: Record<Verdict, { mood: Mood; icon: IconName }> = {
  right: { mood: 'good', icon: 't1' },
  almost: { mood: 'wait', icon: 'koreksi' },
  again: { mood: 'info', icon: 'koreksi' },
}

// mostTries is how often one may answer before the steps are shown.
const mostTries = 2

export type SolverProps = {
  x: Exercise
  title: string
  back: string
  n: number
  all: number
  typed: Typed | null
  tries: number
  keep: (typed: Typed, tries: number) => void
  answered: (result: Result, attempt: number) => void
  next: (score: number) => void
}

// Solver is one exercise: its story, one question, one sentence to each answer. After
// two answers that were not right it shows the way, and goes on.
export function Solver(p: SolverProps): JSX.Element {
  const w = useLessonWords()
  const { x } = p
  const [typed, setTyped] = useState<Typed>(p.typed ?? nothing(x))
  const [tries, setTries] = useState(p.tries)
  const [result, setResult] = useState<Result | null>(null)
  const [before, setBefore] = useState<Result | null>(null) // what she was told, while she tries again
  const [missing, miss] = useState<Missing | null>(null)
  const scores = useCell(showsScore)
  const question = useRef<HTMLHeadingElement>(null)
  const task = useRef<HTMLFormElement>(null)

  const set = (change: Partial<Typed>): void => {
    setTyped((now) => {
      const next = { ...now, ...change }
      p.keep(next, tries)
      return next
    })
    miss(null)
    if (result) again(result)
  }
  const again = (told: Result): void => {
    setBefore(told)
    setResult(null)
  }
  const check = (): void => {
    const answer = answerOf(x, typed)
    if (typeof answer === 'string') {
      miss(answer)
      task.current?.scrollIntoView({ block: 'nearest' })
      return
    }
    const attempt = tries + 1
    const found = gradeAnswer(x, { ...answer, try: attempt }, language())
    p.answered(found, attempt)
    setResult(found)
    setBefore(null)
    setTries(attempt)
    p.keep(typed, found.verdict === 'right' ? tries : attempt)
  }
  const retry = (told: Result): void => {
    const kept = left(x, typed)
    setTyped(kept)
    p.keep(kept, tries)
    again(told)
    question.current?.focus({ preventScroll: true })
    question.current?.scrollIntoView({ block: 'nearest' })
  }
  const over = result !== null && (result.verdict === 'right' || tries >= mostTries)
  const press = (): void => {
    if (!result) check()
    else if (over) p.next(counted(result.score, tries))
    else retry(result)
  }
  const hint = missing === null ? '' : missing === 'figures' ? w.num.wrong : w.player[missing]
  const look = result ? moods[result.verdict] : null
  const whole = x.why !== undefined
  // While there are cards to place, their boxes are all there is to press.
  const placing = !result && !!x.sort && !whole && typed.boxes.indexOf('') >= 0
  return (
    <Frame
      practice
      title={p.title}
      where={w.player.at(p.n, p.all)}
      back={p.back}
      actions={<Actions listen={`${inWords(x.story)} ${inWords(x.ask)}`} help={w.player.help} />}
      dock={placing ? undefined : (
        <>
          {result && look ? (
            <Say mood={look.mood} icon={look.icon} title={w.player.verdict[result.verdict]}>
              {result.verdict === 'right' ? null : <p>{result.sentence}</p>}
              {scores ? <p class="lb">{w.player.score(result.score, result.codes.join(', ') || w.player.noCode)}</p> : null}
            </Say>
          ) : null}
          {hint ? <Say mood="wait" icon="koreksi" title={hint} /> : null}
          <Button main onPress={press}>
            {!result ? w.player.check : over ? w.player.next : w.player.retry}
          </Button>
        </>
      )}
    >
      <Announce say={result ? (result.verdict === 'right' ? w.player.verdict.right : `${w.player.verdict[result.verdict]}. ${result.sentence}`) : hint} />
      <p class="lb">{w.practice}</p>
      <section class="card">
        <p class="story">{inWords(x.story)}</p>
        <h2 ref={question} tabIndex={-1}>
          {inWords(x.ask)}
        </h2>
      </section>
      {whole ? <Solved x={x} title={w.player.example} /> : null}
      <Steps x={x} all={whole || (over && result?.verdict !== 'right')} />
      {over && result?.verdict !== 'right' ? (
        whole ? null : <Solved x={x} title={w.player.answer} />
      ) : over ? null : (
        <form
          class="g2"
          ref={task}
          onSubmit={(e) => {
            e.preventDefault()
            check()
          }}
        >
          {before ? (
            <Say mood={moods[before.verdict].mood} icon={moods[before.verdict].icon} title={before.sentence} />
          ) : null}
          <Task x={x} typed={typed} set={set} />
        </form>
      )}
    </Frame>
  )
}
