import { bookPlaces } from '../book/places.ts'
import { outboxPlaces } from '../outbox/places.ts'
import { openDoor } from '../signin/open-door.tsx'
import { Office } from './office.tsx'

// An officer reads longer than two minutes, at a desk that is her own.
const tenMinutes = 600_000

openDoor('programme', { shell: Office, limit: tenMinutes, places: { '/': () => import('../book/books.tsx'), ...bookPlaces, ...outboxPlaces } })
