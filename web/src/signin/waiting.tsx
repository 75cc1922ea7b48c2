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
  useEffect(() => {
    setOver(false)
    if (!until) return
    const timer = setTimeout(() => setOver(true), Math.max(0, until - Date.now()))
    return () => clearTimeout(timer)
  }, [p.failure])
  if (!p.failure) return null
  if (over) return <Say mood="info" icon="t1" title={w.waitOver} live />
  return <Say mood={until ? 'wait' : 'bad'} title={p.failure.say} live />
}
