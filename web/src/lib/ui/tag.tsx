import type { ComponentChildren, JSX } from 'preact'
import { Icon, type IconName } from './icon.tsx'
import { icons, type Mood } from './say.tsx'

// Tag is a state in a word or three, with the mood's own icon unless another says more.
export function Tag(p: { mood: Mood; icon?: IconName; children: ComponentChildren }): JSX.Element {
  return (
    <span class={`tag ${p.mood}`}>
      <Icon of={p.icon ?? icons[p.mood]} />
      <span>{p.children}</span>
    </span>
  )
}
