import type { JSX } from 'preact'
import { useCell } from '../cell.ts'
import { useWords } from '../i18n.ts'
import { notice } from '../notice.ts'
import './base.css'
import './desk.css'
import { Title, type FrameProps } from './frame.tsx'
import { Rail } from './rail.tsx'
import type { Place } from './tabs.tsx'

// Desk is an officer's screen: rail, then work. It takes what Frame takes, so a
// page can stand in either.
export function Desk(p: FrameProps & { places: Place[] }): JSX.Element {
  const w = useWords()
  return (
    <div class={p.practice ? 'desk prac' : 'desk'}>
      <a class="skip" href="#work">
        {w.parts.skip}
      </a>
      <Rail places={p.places} />
      <main class="work g" id="work" tabIndex={-1} aria-busy={p.busy ? true : undefined}>
        <div class={p.back ? 'hd b' : 'hd'}>
          <Title {...p} />
          {p.actions ? <div class="acts">{p.actions}</div> : null}
        </div>
        {useCell(notice)}
        {p.children}
        {p.dock ? <div class="dock np">{p.dock}</div> : null}
      </main>
    </div>
  )
}
