import type { JSX } from 'preact'
import { Help } from '../lib/ui/help.tsx'
import { Listen } from '../lib/ui/listen.tsx'

// Actions stand at the top right of every screen, in this order: hear it, get help.
export function Actions(p: { listen?: string; help: string }): JSX.Element {
  return (
    <>
      {p.listen ? <Listen text={p.listen} /> : null}
      <Help>
        <p>{p.help}</p>
      </Help>
    </>
  )
}
