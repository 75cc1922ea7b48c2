import type { ComponentChildren, JSX } from 'preact'
import { Icon, type IconName } from './icon.tsx'

export type Mood = 'good' | 'wait' | 'bad' | 'info'

export const icons: Record<Mood, IconName> = { good: 't1', wait: 'tunggu', bad: 'awas', info: 'putus' }

// Say is a message: who, what, and what to press. live makes a screen reader say
// it when it comes: politely, or at once when something went wrong.
export function Say(p: { mood: Mood; icon?: IconName; title: string; live?: boolean; children?: ComponentChildren }): JSX.Element {
  return (
    <section class={`say ${p.mood}`} role={p.live ? (p.mood === 'bad' ? 'alert' : 'status') : undefined}>
      <Icon of={p.icon ?? icons[p.mood]} />
      <b>{p.title}</b>
      {p.children}
    </section>
  )
}
