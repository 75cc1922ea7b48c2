import type { Places } from '../lib/router.tsx'

// bookPlaces are the screens of a book, below either door.
export const bookPlaces: Places = {
  '/books': () => import('./books.tsx'),
  '/books/:book': () => import('./book.tsx'),
  '/books/:book/entries': () => import('./entries.tsx'),
  '/books/:book/entries/:entry': () => import('./entry.tsx'),
  '/books/:book/accounts': () => import('./accounts.tsx'),
  '/books/:book/accounts/:account': () => import('./statement.tsx'),
  '/books/:book/trial-balance': () => import('./trial_balance.tsx'),
  '/books/:book/add': () => import('./add.tsx'),
}
