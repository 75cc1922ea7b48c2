import type { ComponentType, JSX } from 'preact'
import { Frame, type FrameProps } from './ui/frame.tsx'

// A door says how its screens are framed and below which address they are, so that
// what several doors show is written once.
let name = 'group'
let Shell: ComponentType<FrameProps> = Frame

// furnish is called once, before anything is shown.
export function furnish(door: string, shell: ComponentType<FrameProps>): void {
  name = door
  Shell = shell
}

// at is the address of a place of this door.
export const at = (place: string): string => `/${name}${place === '/' ? '' : place}`

// atDesk reports whether this door is made for a desk: many of a kind are a table, and
// people come in by password or passkey.
export const atDesk = (): boolean => name === 'programme'

// Page is a screen in the frame of its door.
export function Page(p: FrameProps): JSX.Element {
  return <Shell {...p} />
}
