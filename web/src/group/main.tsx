import { furnish } from '../lib/door.tsx'
import { later, Router, type Places } from '../lib/router.tsx'
import { mount } from '../lib/ui/mount.tsx'
import { bookPlaces } from '../book/places.ts'
import { outboxPlaces } from '../outbox/places.ts'
import { Broken, Lost, Waiting } from '../signin/elsewhere.tsx'
import { SignedIn } from '../signin/guard.tsx'
import { open, places as shared } from '../signin/places.ts'
import { Room } from './room.tsx'

const places: Places = { '/': later(() => import('../book/books.tsx')), ...bookPlaces, ...outboxPlaces, ...shared }

furnish('group', Room)

void mount(
  <SignedIn open={open}>
    <Router door="group" places={places} lost={<Lost />} waiting={<Waiting />} broken={<Broken />} />
  </SignedIn>,
)
