// Bahasa Indonesia: the source of truth. A section is a room of the app; English
// is typed against this, so a missing key fails the build. Voice and terms:
// short spoken sentences, twelve words at most; no saldo, debit or kredit on a
// treasurer's screen. What takes figures or names is a function.
import { dates } from './id/dates.ts'
import { errors } from './id/errors.ts'
import { money } from './id/money.ts'
import { book } from './id/book.ts'
import { signin } from './id/signin.ts'
import { frame } from './id/frame.ts'
import { outbox } from './id/outbox.ts'
import { parts } from './id/parts.ts'

export const id = { money, errors, dates, frame, signin, book, parts, outbox }

export type Catalogue = typeof id
