import { bookPlaces } from '../book/places.ts'
import { outboxPlaces } from '../outbox/places.ts'
import { openDoor } from '../signin/open-door.tsx'
import { Room } from './room.tsx'

openDoor('group', { shell: Room, places: { '/': () => import('../book/books.tsx'), ...bookPlaces, ...outboxPlaces } })
