import type { ComponentChildren, JSX } from 'preact'
import { Link } from '../router.tsx'
import { Icon, type IconName } from './icon.tsx'

type Common = { icon?: IconName; main?: boolean; label?: string; children?: ComponentChildren }

// Button does something here. main is the screen's one dark button.
export function Button(
  p: Common & { onPress?: () => void; off?: boolean; pressed?: boolean; submit?: boolean; describedBy?: string },
): JSX.Element {
  return (
    <button
      type={p.submit ? 'submit' : 'button'}
      class={p.main ? 'btn go' : 'btn'}
      disabled={p.off}
      aria-pressed={p.pressed}
      aria-label={p.label}
      aria-describedby={p.describedBy}
      onClick={p.onPress}
    >
      {p.icon ? <Icon of={p.icon} /> : null}
      {p.children ? <span>{p.children}</span> : null}
    </button>
  )
}

// LinkButton goes somewhere and looks like a button.
export function LinkButton(p: Common & { to: string }): JSX.Element {
  return (
    <Link to={p.to} class={p.main ? 'btn go' : 'btn'} {...(p.label ? { label: p.label } : {})}>
      {p.icon ? <Icon of={p.icon} /> : null}
      {p.children ? <span>{p.children}</span> : null}
    </Link>
  )
}
