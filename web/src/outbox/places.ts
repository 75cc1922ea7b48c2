import { later, type Places } from '../lib/router.tsx'

// Where a phone says what it keeps and what waits.
export const outboxPlaces: Places = {
  '/outbox': later(() => import('./outbox.tsx')),
  '/storage': later(() => import('./storage.tsx')),
}
