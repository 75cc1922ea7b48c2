import { afterEach, expect, test, vi } from 'vitest'
import { speakAloud } from './speech.ts'

// phone is one with these voices; late ones come only after it was asked.
function phone(tongues: string[], late = false): { said: { text: string; lang: string }[]; engine: { speaking: boolean; cancelled: number } } {
  const said: { text: string; lang: string }[] = []
  let here = late ? [] : tongues
  const heard = new Set<() => void>()
  const engine = {
    speaking: false,
    cancelled: 0,
    getVoices: () => here.map((lang) => ({ lang })),
    addEventListener: (_: string, f: () => void) => {
      heard.add(f)
      setTimeout(() => {
        here = tongues
        for (const f of Array.from(heard)) f()
      }, 1)
    },
    removeEventListener: (_: string, f: () => void) => heard.delete(f),
    cancel: () => void engine.cancelled++,
    speak: (u: { text: string; lang: string }) => void said.push({ text: u.text, lang: u.lang }),
  }
  vi.stubGlobal('speechSynthesis', engine)
  vi.stubGlobal(
    'SpeechSynthesisUtterance',
    class {
      lang = ''
      voice: unknown = null
      constructor(public text: string) {}
    },
  )
  return { said, engine }
}

afterEach(() => vi.unstubAllGlobals())

test.each([['id-ID'], ['id_ID'], ['in-ID'], ['id']])('Indonesian is said with the voice %s', async (tongue) => {
  const { said } = phone(['en-US', tongue])
  expect(await speakAloud('Isi kotak', 'id')).toBe('speaking')
  expect(said).toEqual([{ text: 'Isi kotak', lang: tongue }])
})

test('a voice that comes late is waited for', async () => {
  const { said } = phone(['id-ID'], true)
  expect(await speakAloud('Isi kotak', 'id')).toBe('speaking')
  expect(said).toHaveLength(1)
})

test('no other language reads Indonesian', async () => {
  const { said } = phone(['en-US', 'it-IT', 'ind-x'])
  expect(await speakAloud('Isi kotak', 'id')).toBe('no voice')
  expect(said).toEqual([])
})

test('a browser without speech says that it has no voice', async () => {
  vi.stubGlobal('speechSynthesis', undefined)
  expect(await speakAloud('Isi kotak', 'id')).toBe('no voice')
})

test('asked again while it speaks, it stops', async () => {
  const { said, engine } = phone(['id-ID'])
  engine.speaking = true
  expect(await speakAloud('Isi kotak', 'id')).toBe('stopped')
  expect(engine.cancelled).toBe(1)
  expect(said).toEqual([])
})
