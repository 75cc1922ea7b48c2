import { sample as en } from '../../../locales/en/sample.ts'
import { sample as id, type Sample } from '../../../locales/id/sample.ts'
import { language, useWords } from '../../i18n.ts'

// useSample is what the living page says, in the language now spoken.
export function useSample(): Sample {
  useWords() // follows a change of language
  return language() === 'en' ? en : id
}
