import type { JSX } from 'preact'
import { at } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { usePlace } from '../lib/router.tsx'
import { Desk } from '../lib/ui/desk.tsx'
import type { FrameProps } from '../lib/ui/frame.tsx'

// Office is how the programme's door frames its screens: the rail, then the work.
export function Office(p: FrameProps): JSX.Element {
  const w = useWords()
  const mine = usePlace().startsWith(at('/me'))
  return (
    <Desk
      {...p}
      places={[
        { to: at('/'), label: w.book.books, icon: 'buku', current: !mine },
        { to: at('/me'), label: w.signin.me.title, icon: 'orang', current: mine },
      ]}
    />
  )
}
