import type { JSX } from 'preact'
import { Button } from './button.tsx'
import { Card } from './card.tsx'
import { Group } from './group.tsx'
import { Icon } from './icon.tsx'
import { Row } from './row.tsx'

export type Version = { phone: string; text: string }

// ConflictCard is one thing that two phones wrote differently: the person, the
// question, both versions, and what to compare.
export function ConflictCard(p: {
  number: number
  name: string
  question: string
  versions: Version[]
  chosen: number | null
  onChoose: (version: number) => void
  hint: string
}): JSX.Element {
  return (
    <Card label={p.name}>
      <Row number={p.number} heading={2} name={p.name} under={p.question} />
      <Group label={p.question} look="two v">
        {p.versions.map((v, i) => (
          <Button key={v.phone} pressed={p.chosen === i} onPress={() => p.onChoose(i)}>
            <small>{v.phone}</small>
            <br />
            {p.chosen === i ? <Icon of="t1" /> : null}
            {v.text}
          </Button>
        ))}
      </Group>
      <p class="lb">{p.hint}</p>
    </Card>
  )
}
