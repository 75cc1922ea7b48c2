import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Announce } from '../announce.tsx'
import { Button } from '../button.tsx'
import { Empty } from '../empty.tsx'
import { LanguageSwitch } from '../language-switch.tsx'
import { Loading } from '../loading.tsx'
import { Say } from '../say.tsx'
import { Tag } from '../tag.tsx'
import { ThemeSwitch } from '../theme-switch.tsx'
import { useSample } from './words.ts'
import { Part } from './section.tsx'

// States are what every screen can be in.
export function States(): JSX.Element {
  const s = useSample()
  return (
    <>
      <Part phone id="look" title={s.sections.look}>
        <LanguageSwitch />
        <ThemeSwitch />
      </Part>
      <Part phone id="states" title={s.sections.states}>
        <Empty icon="kumpul" level={3} title={s.empty.title} say={s.empty.say}>
          <Button main>{s.empty.go}</Button>
        </Empty>
        <Loading what={s.loading} />
        <Loading what={s.loading} lines={1} said />
        <Say mood="info" title={s.offline.title}>
          <p>{s.offline.say}</p>
        </Say>
        <Say mood="wait" title={s.waiting.title}>
          <p>{s.waiting.say}</p>
        </Say>
        <Say mood="bad" icon="tolak" title={s.refused.title}>
          <p>{s.refused.say}</p>
          <div class="g2">
            <Button>{s.refused.a}</Button>
            <Button>{s.refused.b}</Button>
          </div>
        </Say>
        <Say mood="bad" title={s.wrong.title}>
          <p>{s.wrong.say}</p>
          <div class="g2">
            <Button>{s.wrong.a}</Button>
            <Button>{s.wrong.b}</Button>
          </div>
        </Say>
        <Say mood="good" icon="t3" title={s.done.title}>
          <p>{s.done.say}</p>
        </Say>
      </Part>
    </>
  )
}

// Buttons are the one action, what stands beside it, and what is not yours.
export function Buttons(): JSX.Element {
  const s = useSample()
  const [all, setAll] = useState(true)
  return (
    <Part phone id="buttons" title={s.sections.buttons}>
      <Button main icon="kumpul">
        {s.open}
      </Button>
      <Button icon="orang">{s.change}</Button>
      <Button icon={all ? 't1' : 'orang'} pressed={all} onPress={() => setAll(!all)}>
        {s.everyone}
      </Button>
      <Announce say={all ? s.everyone : ''} />
      <p class="lb" id="why-off">
        {s.offWhy}
      </p>
      <Button off describedBy="why-off">
        {s.off}
      </Button>
      <div class="g2">
        <Tag mood="good">{s.tags.good}</Tag>
        <Tag mood="wait">{s.tags.wait}</Tag>
        <Tag mood="bad">{s.tags.bad}</Tag>
        <Tag mood="info" icon="t2">
          {s.tags.info}
        </Tag>
      </div>
    </Part>
  )
}
