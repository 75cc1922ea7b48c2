import type { Places } from '../lib/router.tsx'

// The places of the class. They need nobody signed in: what is in them is practice.
export const lessonPlaces: Places = {
  '/': () => import('./front.tsx'),
  '/learner': () => import('./who.tsx'),
  '/review': () => import('./review.tsx'),
  '/lessons/:lesson': () => import('./lesson.tsx'),
  '/lessons/:lesson/exercises': () => import('./exercises.tsx'),
  '/lessons/:lesson/print': () => import('./print.tsx'),
}
