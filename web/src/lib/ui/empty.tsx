import type { ComponentChildren, JSX } from 'preact'
import { Icon, type IconName } from './icon.tsx'

// Empty says what will be here and how it starts; children are the first action.
export function Empty(p: { icon: IconName; title: string; say?: string; level?: 2 | 3; children?: ComponentChildren }): JSX.Element {
  const Title = p.level === 3 ? 'h3' : 'h2'
  return (
    <section class="card kosong">
      <Icon of={p.icon} large />
      <Title>{p.title}</Title>
      {p.say ? <p class="lb">{p.say}</p> : null}
      {p.children}
    </section>
  )
}
