import type { JSX } from 'preact'
import { useCell } from '../cell.ts'
import { useWords } from '../i18n.ts'
import { notice } from '../notice.ts'
import { Link } from '../router.tsx'
import './base.css'
import './desk.css'
import { useTitle, type FrameProps } from './frame.tsx'
import { Icon } from './icon.tsx'
import { Rail } from './rail.tsx'
import type { Place } from './tabs.tsx'

// Desk is an officer's screen: rail, then work. It takes what Frame takes, so a
// page can stand in either.
export function Desk(p: FrameProps & { places: Place[] }): JSX.Element {
  const w = useWords()
  const title = useTitle(p.title)
  return (
    <div class={p.practice ? 'desk prac' : 'desk'}>
      <a class="skip" href="#work">
        {w.parts.skip}
      </a>
      <Rail places={p.places} />
      <main class="work g" id="work" tabIndex={-1} aria-busy={p.busy ? true : undefined}>
        <div class={p.back ? 'hd b' : 'hd'}>
          {p.back ? (
            <Link to={p.back} class="ib" label={w.frame.back}>
              <Icon of="balik" />
            </Link>
          ) : null}
          <div>
            <h1 ref={title} tabIndex={-1}>
              {p.title}
            </h1>
            {p.where ? <p class="lb">{p.where}</p> : null}
          </div>
          {p.actions ? <div class="acts">{p.actions}</div> : null}
        </div>
        {useCell(notice)}
        {p.children}
        {p.dock ? <div class="dock np">{p.dock}</div> : null}
      </main>
    </div>
  )
}
