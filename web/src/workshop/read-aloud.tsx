import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { language } from '../lib/i18n.ts'
import { Button } from '../lib/ui/button.tsx'
import { speakAloud } from '../lib/ui/speech.ts'
import { useLessonWords } from './words.ts'

// ReadAloud reads one part of a lesson when it is pressed, and stops when it is pressed
// again. It is not there where the browser has no voice for the language.
export function ReadAloud(p: { text: string; of: string }): JSX.Element | null {
  const w = useLessonWords()
  const there = useVoice()
  useEffect(() => () => globalThis.speechSynthesis?.cancel(), [])
  if (!there) return null
  return (
    <Button icon="dengar" label={`${w.lesson.listen}: ${p.of}`} onPress={() => void speakAloud(p.text, language())}>
      {w.lesson.listen}
    </Button>
  )
}

// useVoice reports whether there is a voice; some browsers fetch theirs only later.
function useVoice(): boolean {
  const [there, set] = useState(hasVoice)
  useEffect(() => {
    const engine = globalThis.speechSynthesis as SpeechSynthesis | undefined
    if (!engine) return
    const look = (): void => set(hasVoice())
    look()
    engine.addEventListener('voiceschanged', look)
    return () => engine.removeEventListener('voiceschanged', look)
  }, [])
  return there
}

function hasVoice(): boolean {
  const engine = globalThis.speechSynthesis as SpeechSynthesis | undefined
  const tongue = language() === 'en' ? /^en\b/i : /^(id|in)\b/i
  return !!engine && engine.getVoices().some((v) => tongue.test(v.lang.replace('_', '-')))
}
