import type { JSX } from 'preact'
import { Help } from './help.tsx'
import { Listen } from './listen.tsx'

// Actions stand at the top right of every screen, in this order: hear it, get help.
// What is heard is the screen's own sums where it has some, else the help itself.
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
