import type { JSX } from 'preact'
import { cell } from './cell.ts'

// notice stands above the work of every screen; null while there is nothing to say.
// What says it comes in a file of its own, after the first screen.
export const notice = cell<JSX.Element | null>(null)
