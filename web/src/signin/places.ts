import type { Places } from '../lib/router.tsx'

// The places that all doors share, and those of them that need nobody signed in.
export const places: Places = {
  '/me': () => import('./me.tsx'),
  '/me/secret': () => import('./new-secret.tsx'),
  '/people': () => import('./change.tsx'),
  '/invitation': () => import('./invitation.tsx'),
  '/device': () => import('./device.tsx'),
  '/books/:book/phones': () => import('./phones.tsx'),
  '/books/:book/enrol': () => import('./enrol.tsx'),
  '/books/:book/enrol/:enrolment': () => import('./confirm.tsx'),
}

export const open = ['/invitation', '/device']
