import type { ComponentChildren, JSX } from 'preact'
import { Link } from '../router.tsx'
import { Icon, type IconName } from './icon.tsx'
import { NumberTile } from './number-tile.tsx'

// Row is one thing of a card: picture or number, name, what more, and at the right
// a sum or a button. With to all of it is a link.
export function Row(p: {
  icon?: IconName
  number?: number
  name: ComponentChildren
  heading?: 2 | 3
  under?: ComponentChildren
  to?: string
  children?: ComponentChildren // at the right
}): JSX.Element {
  const Name = p.heading === 2 ? 'h2' : p.heading === 3 ? 'h3' : 'b'
  const what = (
    <>
      {p.icon ? <Icon of={p.icon} large /> : null}
      {p.number === undefined ? null : <NumberTile of={p.number} />}
      <span>
        <Name class={p.heading ? undefined : 'nm'}>{p.name}</Name>
        {p.under ? <span class="lb">{p.under}</span> : null}
      </span>
      {p.children}
    </>
  )
  const look = p.icon || p.number !== undefined ? 'row' : 'row t'
  return p.to ? (
    <Link to={p.to} class={look}>
      {what}
    </Link>
  ) : (
    <div class={look}>{what}</div>
  )
}
