import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { at } from '../lib/door.tsx'
import { today } from '../lib/dates.ts'
import type { Exercise } from '../lib/rules/answer.ts'
import { LinkButton } from '../lib/ui/button.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { Loading } from '../lib/ui/loading.tsx'
import { Say } from '../lib/ui/say.tsx'
import { guest, learner } from './kept.ts'
import { due, note } from './reviews.ts'
import { Solver } from './solver.tsx'
import { useLessonWords } from './words.ts'
import './lessons.css'

// Review asks again what was once misunderstood and is due today.
export default function Review(): JSX.Element {
  const w = useLessonWords()
  const who = learner.get() ?? guest
  const [all, setAll] = useState<Exercise[] | null>(null)
  const [place, go] = useState(0)
  useEffect(() => {
    void due(who, today()).then(setAll)
  }, [])
  const x = all?.[place]
  if (x && all) {
    return (
      <Solver
        key={x.id}
        x={x}
        title={w.review.title}
        back={at('/')}
        n={place + 1}
        all={all.length}
        typed={null}
        tries={0}
        keep={() => undefined}
        answered={(found, attempt) => {
          if (attempt === 1) void note(who, x, found, today())
        }}
        next={() => {
          scrollTo(0, 0)
          go(place + 1)
        }}
      />
    )
  }
  return (
    <Frame practice title={w.review.title} back={at('/')} dock={all ? <LinkButton main to={at('/')}>{w.player.toList}</LinkButton> : undefined}>
      {all ? <Say mood="good" title={place > 0 ? w.review.done : w.review.none} live /> : <Loading what={w.review.title} />}
    </Frame>
  )
}
