import type { Language } from '../i18n.ts'

const tongues: Record<Language, RegExp> = { id: /^(id|in)\b/i, en: /^en\b/i }

// Some phones fetch their voices only when first asked.
const patience = 1000

// Speech is what happened: it speaks, it was stopped, or the phone has no voice
// for the language. A voice of another language is worse than none.
export type Speech = 'speaking' | 'stopped' | 'no voice'

// speakAloud says the text with a voice that is on the phone; called while it
// speaks, it stops.
export async function speakAloud(text: string, language: Language): Promise<Speech> {
  const engine = globalThis.speechSynthesis as SpeechSynthesis | undefined
  if (!engine) return 'no voice'
  if (engine.speaking) {
    engine.cancel()
    return 'stopped'
  }
  const voice = (await voices(engine)).find((v) => tongues[language].test(v.lang.replace('_', '-')))
  if (!voice) return 'no voice'
  const utterance = new SpeechSynthesisUtterance(text)
  utterance.voice = voice
  utterance.lang = voice.lang
  engine.speak(utterance)
  return 'speaking'
}

function voices(engine: SpeechSynthesis): Promise<SpeechSynthesisVoice[]> {
  const now = engine.getVoices()
  if (now.length > 0) return Promise.resolve(now)
  return new Promise((resolve) => {
    const answer = (): void => {
      clearTimeout(timer)
      engine.removeEventListener('voiceschanged', answer)
      resolve(engine.getVoices())
    }
    const timer = setTimeout(answer, patience)
    engine.addEventListener('voiceschanged', answer)
  })
}
