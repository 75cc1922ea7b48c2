import type { JSX } from 'preact'
import { useWords } from '../i18n.ts'
import { Card } from './card.tsx'
import { Icon } from './icon.tsx'

// at is when the key came in, '' while it is awaited.
export type KeyHolder = { name: string; at: string }

// Keys are the three arches of a seal.
export function Keys(p: { holders: KeyHolder[] }): JSX.Element {
  const w = useWords().parts.keys
  const turned = p.holders.filter((h) => h.at !== '').length
  return (
    <Card title={w.title} aside={<b>{w.of(turned, p.holders.length)}</b>}>
      <ul class="keys">
        {p.holders.map((h) => (
          <li key={h.name} class={h.at ? 'y' : undefined}>
            <Icon of={h.at ? 'kunci' : 'tunggu'} large />
            <b>{h.name}</b>
            <span>{h.at ? w.turned(h.at) : w.awaited}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
