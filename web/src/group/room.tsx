import type { JSX } from 'preact'
import { at } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { usePlace } from '../lib/router.tsx'
import { useMe } from '../lib/session.ts'
import { LinkButton } from '../lib/ui/button.tsx'
import { Frame, type FrameProps } from '../lib/ui/frame.tsx'

// Room is how the group's door frames its screens. On the first one, and
// on that of a book, stands whose phone it is now, and how to hand it on.
export function Room(p: FrameProps): JSX.Element {
  const w = useWords().signin
  const me = useMe()
  const place = (usePlace().split('?')[0] ?? '').slice(at('/').length)
  const home = place === '' || /^\/books\/[^/]+$/.test(place)
  return (
    <Frame {...p}>
      {p.children}
      {home && me ? (
        <>
          <LinkButton to={at('/people')} icon="orang">
            {w.notYou(me.name)}
          </LinkButton>
          <LinkButton to={at('/me')}>{w.me.title}</LinkButton>
        </>
      ) : null}
    </Frame>
  )
}
