import { id } from '../locales/id.ts'
import type { Catalogue } from '../locales/id.ts'
import { cell, useCell } from './cell.ts'
import { recall, retain } from './memory.ts'

// The languages of the app. Indonesian is in every build; English comes when it
// is asked for, and is kept on the phone like all else.
export type Language = 'id' | 'en'

const remembered = 'lumbung.language'

const spoken = cell<{ language: Language; words: Catalogue }>({ language: 'id', words: id })

// language is the one that the screen speaks now.
export const language = (): Language => spoken.get().language

// words is the catalogue of the language now spoken, outside components.
export const words = (): Catalogue => spoken.get().words

// useWords is the same within a component, which follows a change of language.
export const useWords = (): Catalogue => useCell(spoken).words

// speak changes the language and remembers it on this phone.
export async function speak(next: Language): Promise<void> {
  const catalogue = next === 'en' ? (await import('../locales/en.ts')).en : id
  document.documentElement.lang = next
  retain(remembered, next)
  spoken.set({ language: next, words: catalogue })
}

// speakAsBefore chooses the language of last time, else Indonesian.
export async function speakAsBefore(): Promise<void> {
  await speak(recall(remembered) === 'en' ? 'en' : 'id')
}
