import type { JSX } from 'preact'
import { useWords } from '../i18n.ts'

// NumberTile is a person's number in the group's fixed order.
export function NumberTile(p: { of: number }): JSX.Element {
  const w = useWords()
  return (
    <span class="no">
      <span>
        <span class="vh">{w.parts.number} </span>
        {p.of}
      </span>
    </span>
  )
}
