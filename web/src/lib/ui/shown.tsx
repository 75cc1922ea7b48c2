import type { JSX } from 'preact'
import { told } from '../api/client.ts'
import { moment } from '../dates.ts'
import { useWords } from '../i18n.ts'
import type { Loaded } from '../loaded.ts'
import { at } from '../door.tsx'
import { Button, LinkButton } from './button.tsx'
import { Empty } from './empty.tsx'
import { Loading } from './loading.tsx'
import { Say } from './say.tsx'

// Shown is what was loaded, or why it is not there and the way on. What is shown
// without a network says from when it is, unless what is around it does (quiet).
export function Shown<T>(p: { loaded: Loaded<T>; again: () => void; what: string; quiet?: boolean; children: (data: T) => JSX.Element }): JSX.Element {
  const w = useWords()
  if (p.loaded.state === 'loading') return <Loading what={p.what} lines={4} />
  if (p.loaded.state === 'trouble') {
    // What is not hers to see is no fault, and trying again changes nothing.
    if (p.loaded.problem.status === 403) return <Say mood="info" icon="kunci" title={w.frame.notYours} />
    if (p.loaded.problem.status === 404 || p.loaded.problem.code === 'invalid_id') {
      return (
        <Empty icon="lumbung" title={w.frame.noAddress} say={w.frame.notHere.say}>
          <LinkButton to={at('/')} main>
            {w.frame.notHere.go}
          </LinkButton>
        </Empty>
      )
    }
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
        <Say mood="info" title={w.frame.seen(moment(p.loaded.seenAt), p.loaded.why !== 'offline')} live>
          {p.loaded.after ? <p>{w.frame.after(p.loaded.after)}</p> : null}
          <p>
            <Button onPress={p.again}>{w.frame.again}</Button>
          </p>
        </Say>
      ) : null}
      {p.children(p.loaded.data)}
    </>
  )
}
