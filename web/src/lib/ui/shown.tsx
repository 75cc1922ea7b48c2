import type { JSX } from 'preact'
import { told } from '../api/client.ts'
import { moment } from '../dates.ts'
import { useWords } from '../i18n.ts'
import type { Loaded } from '../loaded.ts'
import { Button } from './button.tsx'
import { Loading } from './loading.tsx'
import { Say } from './say.tsx'

// Shown is what was loaded, or why it is not there and the way on. What is shown
// without a network says from when it is, unless what is around it does (quiet).
export function Shown<T>(p: { loaded: Loaded<T>; again: () => void; what: string; quiet?: boolean; children: (data: T) => JSX.Element }): JSX.Element {
  const w = useWords()
  if (p.loaded.state === 'loading') return <Loading what={p.what} lines={4} />
  if (p.loaded.state === 'trouble') {
    return (
      <Say mood="bad" title={told(p.loaded.problem, w)} live>
        <p>
          <Button onPress={p.again}>{w.frame.again}</Button>
        </p>
      </Say>
    )
  }
  return (
    <>
      {p.loaded.seenAt && !p.quiet ? (
        <Say mood="info" title={w.frame.seen(moment(p.loaded.seenAt))} live>
          <p>
            <Button onPress={p.again}>{w.frame.again}</Button>
          </p>
        </Say>
      ) : null}
      {p.children(p.loaded.data)}
    </>
  )
}
