import type { ComponentType, JSX } from 'preact'
import { furnish } from '../lib/door.tsx'
import { match, Router, usePlace, type Places } from '../lib/router.tsx'
import type { FrameProps } from '../lib/ui/frame.tsx'
import { mount } from '../lib/ui/mount.tsx'
import { Broken, Lost, Waiting } from './elsewhere.tsx'
import { SignedIn } from './guard.tsx'
import { open, places as shared } from './places.ts'

type Door = {
  shell: ComponentType<FrameProps>
  places: Places
  free?: boolean // the places need nobody signed in, and are never covered
  limit?: number // how long nobody may touch it before it is covered
}

// openDoor shows a door: its screens and those that all doors share, in its frame, for
// whoever is signed in.
export function openDoor(door: string, p: Door): void {
  furnish(door, p.shell)
  void mount(<Opened door={door} {...p} />)
}

function Opened(p: Door & { door: string }): JSX.Element {
  const shown = <Router door={p.door} places={{ ...p.places, ...shared }} lost={<Lost />} waiting={<Waiting />} broken={<Broken />} />
  const place = usePlace()
  if (p.free && match(p.places, p.door, place)) return shown
  return (
    <SignedIn open={open} {...(p.limit ? { limit: p.limit } : {})}>
      {shown}
    </SignedIn>
  )
}
