import { language, useWords } from '../lib/i18n.ts'
import type { Text } from '../lib/rules/answer.ts'
import { lessons as en } from '../locales/en/lessons.ts'
import { lessons as id, type LessonWords } from '../locales/id/lessons.ts'

// useLessonWords is what the lessons say in the language now spoken.
export function useLessonWords(): LessonWords {
  useWords() // follows a change of language
  return language() === 'en' ? en : id
}

// inWords is a text of a lesson in that language.
export const inWords = (t: Text): string => t[language()]
