import { furnish } from '../lib/door.tsx'
import { later, Router, type Places } from '../lib/router.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { mount } from '../lib/ui/mount.tsx'
import { Broken, Lost, Waiting } from '../signin/elsewhere.tsx'
import { SignedIn } from '../signin/guard.tsx'
import { open, places as shared } from '../signin/places.ts'

const places: Places = { '/': later(() => import('../signin/me.tsx')), ...shared }

furnish('workshop', Frame)

void mount(
  <SignedIn open={open}>
    <Router door="workshop" places={places} lost={<Lost />} waiting={<Waiting />} broken={<Broken />} />
  </SignedIn>,
)
