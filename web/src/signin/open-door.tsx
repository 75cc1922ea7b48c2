import type { ComponentType } from 'preact'
import { furnish } from '../lib/door.tsx'
import { Router, type Places } from '../lib/router.tsx'
import type { FrameProps } from '../lib/ui/frame.tsx'
import { mount } from '../lib/ui/mount.tsx'
import { Broken, Lost, Waiting } from './elsewhere.tsx'
import { SignedIn } from './guard.tsx'
import { open, places as shared } from './places.ts'

// openDoor shows a door: its screens and those that all doors share, in its frame, for
// whoever is signed in. limit is how long nobody may touch it before it is covered.
export function openDoor(door: string, p: { shell: ComponentType<FrameProps>; places: Places; limit?: number }): void {
  furnish(door, p.shell)
  void mount(
    <SignedIn open={open} {...(p.limit ? { limit: p.limit } : {})}>
      <Router door={door} places={{ ...p.places, ...shared }} lost={<Lost />} waiting={<Waiting />} broken={<Broken />} />
    </SignedIn>,
  )
}
