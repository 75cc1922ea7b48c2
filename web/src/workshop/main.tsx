import { Frame } from '../lib/ui/frame.tsx'
import { openDoor } from '../signin/open-door.tsx'

openDoor('workshop', { shell: Frame, places: { '/': () => import('../signin/me.tsx') } })
