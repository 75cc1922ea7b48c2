import type { Catalogue } from './id.ts'
import { frame } from './en/frame.ts'

export const en: Catalogue = { frame }
