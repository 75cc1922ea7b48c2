import { Frame } from '../lib/ui/frame.tsx'
import { openDoor } from '../signin/open-door.tsx'
import { lessonPlaces } from './places.ts'

// The class: lessons for whoever comes, on plain http as well, and behind the sign-in
// what belongs to a person.
openDoor('workshop', { shell: Frame, places: lessonPlaces, free: true })
