import type { JSX } from 'preact'
import { useWords } from '../i18n.ts'
import { Button } from './button.tsx'
import { Group } from './group.tsx'

// Stepper counts by ones: minus, number, plus. The number is said when it changes.
export function Stepper(p: {
  label: string
  count: number
  most?: number
  onChange: (count: number) => void
}): JSX.Element {
  const w = useWords()
  return (
    <Group label={p.label} look="stp w">
      <Button icon="kurang" label={w.parts.less(p.label)} off={p.count <= 0} onPress={() => p.onChange(p.count - 1)} />
      <output aria-live="polite">
        <b>{p.count}</b>
      </output>
      <Button
        icon="tambah"
        label={w.parts.more(p.label)}
        off={p.most !== undefined && p.count >= p.most}
        onPress={() => p.onChange(p.count + 1)}
      />
    </Group>
  )
}
