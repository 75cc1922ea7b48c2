import { useEffect, useState } from 'preact/hooks'
import { language, useWords, type Language } from './i18n.ts'

// Trouble is what no server puts into words; its sentences are in the section errors:
// a title, and what it means. strange is that something else answered in its place.
export type Trouble = 'offline' | 'down' | 'busy' | 'strange' | 'full' | 'closed' | 'old' | 'unknown'

const byName: Record<string, Trouble> = {
  QuotaExceededError: 'full',
  NS_ERROR_DOM_QUOTA_REACHED: 'full',
  VersionError: 'old', // a newer app has been at the phone's database
  SecurityError: 'closed',
  AbortError: 'down', // given up waiting
  TimeoutError: 'down',
  NetworkError: 'offline',
}

// troubleOfThrown tells the sort of what was thrown. fetch throws a TypeError when nothing
// came back; whether that is the signal or the server only the phone can guess.
export function troubleOfThrown(thrown: unknown): Trouble {
  const { name, inner } = nameOf(thrown)
  const found = byName[name] ?? byName[inner]
  if (found) return found
  if (name === 'TypeError' && isNetwork(thrown)) return navigator.onLine ? 'down' : 'offline'
  return 'unknown'
}

function nameOf(thrown: unknown): { name: string; inner: string } {
  if (typeof thrown !== 'object' || thrown === null) return { name: '', inner: '' }
  const name = 'name' in thrown && typeof thrown.name === 'string' ? thrown.name : ''
  const inner = 'inner' in thrown ? nameOf(thrown.inner).name : ''
  return { name, inner }
}

// Browsers word it differently; none has a code for it.
const isNetwork = (thrown: unknown): boolean =>
  thrown instanceof Error && /fetch|network|load failed|connection/i.test(thrown.message)

// Codes are the server's sentences in one language. What is kept on the phone, such
// as the outcome of a command, is kept as a code and said in the language of later.
// They are many, so they come when first asked for.
export type Codes = { general: string; sentences: Record<string, string> }

const come: Partial<Record<Language, Promise<Codes>>> = {}

export function codes(of: Language): Promise<Codes> {
  const known = come[of]
  if (known) return known
  const coming = fetchCodes(of)
  come[of] = coming
  coming.catch(() => delete come[of]) // the next who asks tries again
  return coming
}

async function fetchCodes(of: Language): Promise<Codes> {
  return of === 'en' ? (await import('../locales/codes.en.json')).default : (await import('../locales/codes.id.json')).default
}

// sentence says what a code means; an unknown one gets the general sentence. A part
// in square brackets is said only when all parameters in it are known.
export function sentence(of: Codes, code: string, params: Record<string, string> = {}): string {
  const found = Object.prototype.hasOwnProperty.call(of.sentences, code) ? of.sentences[code] : undefined
  if (found === undefined) return of.general
  return found.replace(/\[([^\]]*)\]/g, (_all, part: string) => {
    let whole = true
    const said = part.replace(/\{([^}]*)\}/g, (_hole, name: string) => {
      const value = params[name]
      if (value === undefined) whole = false
      return value ?? ''
    })
    return whole ? said : ''
  })
}

// useSentence says codes in the language now spoken. Until its sentences have come it
// says nothing; when they cannot come it says the code itself.
export function useSentence(): (code: string, params?: Record<string, string>) => string {
  useWords()
  const spoken = language()
  const [known, setKnown] = useState<{ language: Language; codes: Codes | null } | null>(null)
  useEffect(() => {
    let gone = false
    codes(spoken)
      .then((c) => !gone && setKnown({ language: spoken, codes: c }))
      .catch(() => !gone && setKnown({ language: spoken, codes: null }))
    return () => {
      gone = true
    }
  }, [spoken])
  return (code, params) => {
    if (known?.language !== spoken) return ''
    return known.codes ? sentence(known.codes, code, params) : code
  }
}
