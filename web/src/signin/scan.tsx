import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import { Announce } from '../lib/ui/announce.tsx'
import { Button } from '../lib/ui/button.tsx'
import { Icon } from '../lib/ui/icon.tsx'
import { Say } from '../lib/ui/say.tsx'
import { frame, reader, stillOf, type Reader } from './reading.ts'

type State = 'shut' | 'opening' | 'looking' | 'found' | 'nothing' | 'refused' | 'missing' | 'busy' | 'insecure'

// Often enough to feel quick, seldom enough for a cheap phone.
const pause = 150

// Scan reads a QR code by the camera, or from a photo where the camera cannot be
// had. Nothing is opened before it is asked for, and no picture leaves the phone.
export function Scan(p: { onFound: (text: string) => void }): JSX.Element {
  const w = useWords().signin.scan
  const [state, set] = useState<State>('shut')
  const video = useRef<HTMLVideoElement>(null)
  const open = state === 'opening' || state === 'looking'
  useEffect(() => {
    if (!open) return
    let stream: MediaStream | null = null
    let timer = 0
    let gone = false
    const close = (): void => {
      gone = true
      clearTimeout(timer)
      stream?.getTracks().forEach((t) => t.stop())
    }
    const look = async (read: Reader, v: HTMLVideoElement): Promise<void> => {
      const text = v.readyState >= 2 ? await read(v).catch(() => '') : ''
      if (gone) return
      if (text) {
        close()
        set('found')
        p.onFound(text)
        return
      }
      timer = window.setTimeout(() => void look(read, v), pause)
    }
    void (async () => {
      try {
        const camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: 'environment' } }, audio: false })
        if (gone) return camera.getTracks().forEach((t) => t.stop())
        stream = camera
        const v = video.current
        if (!v) return
        v.srcObject = camera
        await v.play()
        set('looking')
        await look(await reader(), v)
      } catch (e) {
        if (!gone) set(refusal(e))
      }
    })()
    return close
  }, [open])

  const start = (): void => set('mediaDevices' in navigator ? 'opening' : 'insecure') // only safe addresses have it
  const photo = async (file: File | undefined): Promise<void> => {
    if (!file) return
    const text = await stillOf(file)
      .then(frame)
      .catch(() => '')
    set(text ? 'found' : 'nothing')
    if (text) p.onFound(text)
  }
  const trouble = state === 'nothing' || state === 'refused' || state === 'missing' || state === 'busy' || state === 'insecure' ? w[state] : ''
  return (
    <div class="g2">
      {open ? (
        <>
          {/* It shows what the camera sees: there is no sound to put into words. */}
          <video ref={video} class="scn" muted playsInline aria-hidden="true" />
          <p class="lb">{state === 'opening' ? w.opening : w.look}</p>
          <Button onPress={() => set('shut')}>{w.close}</Button>
        </>
      ) : (
        <>
          <Button icon="foto" onPress={start}>
            {w.open}
          </Button>
          {trouble ? (
            <>
              <Say mood="wait" icon="foto" title={trouble} live />
              <label class="file-of">
                <input class="file" type="file" accept="image/*" capture="environment" onChange={(e) => void photo(e.currentTarget.files?.[0])} />
                <span class="btn">
                  <Icon of="foto" />
                  <span>{w.photo}</span>
                </span>
              </label>
            </>
          ) : null}
        </>
      )}
      <Announce say={state === 'found' ? w.found : state === 'looking' ? w.look : ''} />
    </div>
  )
}

function refusal(e: unknown): State {
  const name = e instanceof DOMException ? e.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy'
  return 'missing'
}
