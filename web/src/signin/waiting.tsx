import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import { Say } from '../lib/ui/say.tsx'
import type { Failure } from './enter.ts'

// Told is why it did not work, and later that one may try again.
export function Told(p: { failure: Failure | null }): JSX.Element | null {
  const w = useWords().signin
  const [over, setOver] = useState(false)
  const until = p.failure?.until ?? 0
  const [left, setLeft] = useState(0)
  useEffect(() => {
    setOver(false)
    if (!until) return
    const count = (): void => {
      const seconds = Math.ceil((until - Date.now()) / 1000)
      setLeft(Math.max(0, seconds))
      setOver(seconds <= 0)
    }
    count()
    const timer = setInterval(count, 1000)
    return () => clearInterval(timer)
  }, [p.failure])
  if (!p.failure) return null
  if (over) return <Say mood="info" icon="t1" title={w.waitOver} live />
  return (
    <>
      <Say mood={until ? 'wait' : 'bad'} title={p.failure.say} live />
      {until ? (
        <p class="code" role="timer">
          {`${Math.floor(left / 60)}.${String(left % 60).padStart(2, '0')}`}
        </p>
      ) : null}
    </>
  )
}
