import { later, type Places } from '../lib/router.tsx'

// bookPlaces are the screens of a book, below either door.
export const bookPlaces: Places = {
  '/books': later(() => import('./books.tsx')),
  '/books/:book': later(() => import('./book.tsx')),
  '/books/:book/entries': later(() => import('./entries.tsx')),
  '/books/:book/entries/:entry': later(() => import('./entry.tsx')),
  '/books/:book/accounts': later(() => import('./accounts.tsx')),
  '/books/:book/accounts/:account': later(() => import('./statement.tsx')),
  '/books/:book/trial-balance': later(() => import('./trial_balance.tsx')),
  '/books/:book/add': later(() => import('./add.tsx')),
}
