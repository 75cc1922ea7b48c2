// Bahasa Indonesia: the source of truth. A section is a room of the app; English
// is typed against this, so a missing key fails the build. Voice and terms:
// short spoken sentences, twelve words at most; no saldo, debit or kredit on a
// treasurer's screen. What takes figures or names is a function.
import { frame } from './id/frame.ts'

export const id = { frame }

export type Catalogue = typeof id
