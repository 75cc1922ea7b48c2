import type { JSX } from 'preact'
import { useWords } from '../i18n.ts'
import { Group } from './group.tsx'
import { Icon } from './icon.tsx'

// The shares that one may buy in a meeting.
const most = 5

// Stamps are the shares of one meeting. Pressing the third makes three; pressing
// it again makes two.
export function Stamps(p: { label: string; count: number; onChange: (count: number) => void }): JSX.Element {
  const w = useWords()
  return (
    <Group label={p.label} look="cap">
      {Array.from({ length: most }, (_, i) => i + 1).map((n) => (
        <button
          key={n}
          type="button"
          aria-pressed={n <= p.count}
          aria-label={w.parts.stamps(n)}
          onClick={() => p.onChange(n === p.count ? n - 1 : n)}
        >
          <Icon of="arisan" large />
        </button>
      ))}
    </Group>
  )
}
