import type { JSX } from 'preact'
import { Help } from '../lib/ui/help.tsx'
import { Listen } from '../lib/ui/listen.tsx'

// Aloud is a screen's sentence, to hear and to read, always in this order.
export function Aloud(p: { text: string }): JSX.Element {
  return (
    <>
      <Listen text={p.text} />
      <Help>{p.text}</Help>
    </>
  )
}
