import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { language, useWords } from '../i18n.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'
import { speakAloud } from './speech.ts'

// Listen reads the screen's sentence aloud when it is pressed, never by itself:
// others in the room hear it. Pressed again, it stops.
export function Listen(p: { text: string }): JSX.Element {
  const w = useWords()
  const [mute, setMute] = useState(false)
  // What is said belongs to this screen.
  useEffect(() => () => globalThis.speechSynthesis?.cancel(), [])
  const press = (): void => {
    void speakAloud(p.text, language()).then((speech) => setMute(speech === 'no voice'))
  }
  return (
    <>
      <button type="button" class="ib" onClick={press}>
        <Icon of="dengar" />
        <span>{w.frame.listen}</span>
      </button>
      <Dialog title={w.parts.noVoice.title} open={mute} onClose={() => setMute(false)}>
        <p>{w.parts.noVoice.say}</p>
        <p>{p.text}</p>
        <Button main onPress={() => setMute(false)}>
          {w.parts.close}
        </Button>
      </Dialog>
    </>
  )
}
