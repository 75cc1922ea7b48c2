import { later, type Places } from '../lib/router.tsx'

// The places that all doors share, and those of them that need nobody signed in.
export const places: Places = {
  '/me': later(() => import('./me.tsx')),
  '/me/secret': later(() => import('./new-secret.tsx')),
  '/people': later(() => import('./change.tsx')),
  '/invitation': later(() => import('./invitation.tsx')),
  '/device': later(() => import('./device.tsx')),
  '/books/:book/phones': later(() => import('./phones.tsx')),
  '/books/:book/enrol': later(() => import('./enrol.tsx')),
  '/books/:book/enrol/:enrolment': later(() => import('./confirm.tsx')),
}

export const open = ['/invitation', '/device']
