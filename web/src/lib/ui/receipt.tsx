import type { JSX } from 'preact'
import { useWords } from '../i18n.ts'
import { Button } from './button.tsx'
import { Card } from './card.tsx'
import { Row } from './row.tsx'
import { Rp } from './rp.tsx'
import { Tag } from './tag.tsx'

export type Line = { name: string; sum: bigint }

// Receipt has the order of the paper: title, day and hour, lines, total, where it
// is kept, code.
export function Receipt(p: {
  title: string
  when: string
  lines: Line[]
  total: Line
  kept: 'phone' | 'server' | 'backup'
  code: string
  onShare?: () => void
}): JSX.Element {
  const w = useWords().parts.receipt
  const mood = { phone: 'wait', server: 'info', backup: 'good' } as const
  const tick = { phone: 't1', server: 't2', backup: 't3' } as const
  return (
    <Card label={p.title}>
      <Row icon="kuitansi" heading={2} name={p.title} under={p.when} />
      <ul class="ru">
        {p.lines.map((l) => (
          <li key={l.name} class="row t">
            <span>{l.name}</span>
            <Rp of={l.sum} />
          </li>
        ))}
        <li class="row t sum">
          <span>{p.total.name}</span>
          <Rp of={p.total.sum} />
        </li>
      </ul>
      <Tag mood={mood[p.kept]} icon={tick[p.kept]}>
        {w.kept[p.kept]}
      </Tag>
      <p class="lb">{w.code(p.code)}</p>
      {p.onShare ? (
        <Button icon="bagikan" onPress={p.onShare}>
          {w.share}
        </Button>
      ) : null}
    </Card>
  )
}
