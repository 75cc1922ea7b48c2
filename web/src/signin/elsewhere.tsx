import type { JSX } from 'preact'
import { at } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Empty } from '../lib/ui/empty.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { Loading } from '../lib/ui/loading.tsx'
import { Say } from '../lib/ui/say.tsx'

// Lost comes where there is no place.
export function Lost(): JSX.Element {
  const w = useWords().frame
  return (
    <Frame title={w.app} back={at('/')}>
      <Empty icon="lumbung" title={w.notHere.title} say={w.notHere.say}>
        <LinkButton to={at('/')} main>
          {w.notHere.go}
        </LinkButton>
      </Empty>
    </Frame>
  )
}

// Waiting comes while a screen is fetched, which without a cache takes a moment.
export function Waiting(): JSX.Element {
  const w = useWords().frame
  return (
    <Frame title={w.app}>
      <Loading what={w.app} />
    </Frame>
  )
}

// Broken comes when it could not be fetched: the page is asked for anew.
export function Broken(): JSX.Element {
  const w = useWords()
  return (
    <Frame title={w.frame.app} back={at('/')}>
      <Say mood="info" title={w.errors.offline.title} live>
        <Button onPress={() => location.reload()}>{w.errors.offline.go}</Button>
      </Say>
    </Frame>
  )
}
