import type { Catalogue } from './id.ts'
import { dates } from './en/dates.ts'
import { errors } from './en/errors.ts'
import { money } from './en/money.ts'
import { book } from './en/book.ts'
import { signin } from './en/signin.ts'
import { frame } from './en/frame.ts'
import { outbox } from './en/outbox.ts'
import { parts } from './en/parts.ts'

export const en: Catalogue = { money, errors, dates, frame, signin, book, parts, outbox }
