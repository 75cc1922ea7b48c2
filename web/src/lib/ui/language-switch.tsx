import type { JSX } from 'preact'
import { language, speak, useWords } from '../i18n.ts'

// LanguageSwitch offers the other language by its own name. When it cannot be
// fetched the screen goes on in this one.
export function LanguageSwitch(): JSX.Element {
  const w = useWords()
  const other = language() === 'id' ? 'en' : 'id'
  return (
    <button type="button" class="btn" lang={other} onClick={() => void speak(other).catch(() => undefined)}>
      {w.frame.language}
    </button>
  )
}
