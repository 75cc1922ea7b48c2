import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useWords } from '../i18n.ts'

// How long grey lines are enough.
const quiet = 3000

// Loading is grey lines in place, no spinner; after three seconds a sentence says
// what is being opened.
export function Loading(p: { what: string; lines?: number; said?: boolean }): JSX.Element {
  const w = useWords()
  const [said, say] = useState(p.said ?? false)
  useEffect(() => {
    const timer = setTimeout(() => say(true), quiet)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div class="card" aria-busy="true">
      {Array.from({ length: p.lines ?? 2 }, (_, i) => (
        <p key={i} class={i % 2 ? 'bn h' : 'bn'} />
      ))}
      <output class="lb">{said ? w.frame.opening(p.what) : ''}</output>
    </div>
  )
}
