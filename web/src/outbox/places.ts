import type { Places } from '../lib/router.tsx'

// Where a phone says what it keeps and what waits.
export const outboxPlaces: Places = {
  '/outbox': () => import('./outbox.tsx'),
  '/storage': () => import('./storage.tsx'),
}
