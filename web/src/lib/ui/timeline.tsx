import type { JSX } from 'preact'
import { useWords } from '../i18n.ts'
import { Icon, type IconName } from './icon.tsx'

export type Step = { state: 'done' | 'now' | 'later'; name: string; day: string; said: string }

const icons: Record<Step['state'], IconName> = { done: 't1', now: 'tunggu', later: 'nanti' }

// Timeline is the way of a request: who did what when, who is awaited, what comes.
export function Timeline(p: { steps: Step[] }): JSX.Element {
  const w = useWords().parts.step
  return (
    <ol class="tl">
      {p.steps.map((s) => (
        <li key={s.name} aria-current={s.state === 'now' ? 'step' : undefined}>
          <Icon of={icons[s.state]} />
          <b>
            {s.name}
            <span class="vh">, {w[s.state]}</span>
          </b>
          <span class="lb">{s.day}</span>
          <span class="sm">{s.said}</span>
        </li>
      ))}
    </ol>
  )
}
