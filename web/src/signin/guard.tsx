import type { ComponentChildren, ComponentType, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useCell } from '../lib/cell.ts'
import { at } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { Lock } from '../lib/lock.tsx'
import { usePlace } from '../lib/router.tsx'
import { begin, session } from '../lib/session.ts'
import { Button } from '../lib/ui/button.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { Loading } from '../lib/ui/loading.tsx'
import { Say } from '../lib/ui/say.tsx'

// SignedIn stands around a door's places. Who is not signed in signs in here, at
// the address where she wanted to go, and is there afterwards. open are the places
// that need nobody. Who leaves takes her screens with her.
export function SignedIn(p: { open: string[]; limit?: number; children: ComponentChildren }): JSX.Element {
  const w = useWords()
  const now = useCell(session)
  const place = usePlace().split('?')[0]
  useEffect(() => {
    void begin()
  }, [])
  if (now === 'unknown') {
    return (
      <Frame title={w.frame.app}>
        <Loading what={w.frame.app} />
      </Frame>
    )
  }
  if (now === 'none') return p.open.some((o) => at(o) === place) ? <>{p.children}</> : <Door />
  return (
    <Lock key={now.person} {...(p.limit ? { limit: p.limit } : {})}>
      {p.children}
    </Lock>
  )
}

// Door is the sign-in screen, which comes in a file of its own.
function Door(): JSX.Element {
  const w = useWords()
  const [Shown, show] = useState<ComponentType | null>(null)
  const [broken, setBroken] = useState(false)
  const fetchIt = (): void => {
    setBroken(false)
    import('./signin.tsx').then(
      (m) => show(() => m.default),
      () => setBroken(true),
    )
  }
  useEffect(fetchIt, [])
  if (Shown) return <Shown />
  return (
    <Frame title={w.signin.title}>
      {broken ? (
        <Say mood="info" title={w.errors.offline.title} live>
          <Button onPress={fetchIt}>{w.errors.offline.go}</Button>
        </Say>
      ) : (
        <Loading what={w.signin.title} />
      )}
    </Frame>
  )
}
