import type { JSX } from 'preact'
import { useWords } from '../i18n.ts'
import { Button } from './button.tsx'
import { Group } from './group.tsx'
import type { IconName } from './icon.tsx'
import { Row } from './row.tsx'

export type Presence = 'here' | 'late' | 'absent'

const presences: [Presence, IconName][] = [
  ['here', 't1'],
  ['late', 'telat'],
  ['absent', 'tidak'],
]

// RollCallRow is one woman of the roll call: three buttons with icon and word.
export function RollCallRow(p: {
  number: number
  name: string
  note?: string
  presence: Presence | null
  onChange: (presence: Presence) => void
}): JSX.Element {
  const w = useWords()
  return (
    <>
      <Row number={p.number} name={p.name} under={p.note} />
      <Group label={w.parts.presenceOf(p.name)} look="c3p">
        {presences.map(([presence, icon]) => (
          <Button key={presence} icon={icon} pressed={p.presence === presence} onPress={() => p.onChange(presence)}>
            {w.parts.presence[presence]}
          </Button>
        ))}
      </Group>
    </>
  )
}
