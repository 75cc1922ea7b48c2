import { furnish } from '../lib/door.tsx'
import { later, Router, type Places } from '../lib/router.tsx'
import { mount } from '../lib/ui/mount.tsx'
import { bookPlaces } from '../book/places.ts'
import { outboxPlaces } from '../outbox/places.ts'
import { Broken, Lost, Waiting } from '../signin/elsewhere.tsx'
import { SignedIn } from '../signin/guard.tsx'
import { open, places as shared } from '../signin/places.ts'
import { Office } from './office.tsx'

const places: Places = { '/': later(() => import('../book/books.tsx')), ...bookPlaces, ...outboxPlaces, ...shared }

// An officer reads longer than two minutes, at a desk that is her own.
const tenMinutes = 600_000

furnish('programme', Office)

void mount(
  <SignedIn open={open} limit={tenMinutes}>
    <Router door="programme" places={places} lost={<Lost />} waiting={<Waiting />} broken={<Broken />} />
  </SignedIn>,
)
