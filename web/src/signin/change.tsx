import type { JSX } from 'preact'
import { at } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import type { Known } from '../lib/known.ts'
import { lockNow } from '../lib/lock.tsx'
import { go } from '../lib/router.tsx'
import { signOut, useMe } from '../lib/session.ts'
import { Button } from '../lib/ui/button.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { Loading } from '../lib/ui/loading.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { People, useKnown, want } from './people.tsx'
import './signin.css'

// Change hands the phone on: a tap on the person, then her PIN or card. Whoever had
// it before is signed out as soon as another is named, and never left half in.
export default function Change(): JSX.Element {
  const w = useWords().signin
  const me = useMe()
  const all = useKnown()
  const choose = async (k: Known | null): Promise<void> => {
    want(k ? k.person : 'other')
    await signOut()
    go(at('/'), 'instead')
  }
  return (
    <Frame title={w.change} where={w.who} back={at('/')} actions={<Actions listen={w.helpChange} help={w.helpChange} />}>
      {me && all ? <People all={all.filter((k) => k.person !== me.person)} onPick={(k) => void choose(k)} /> : <Loading what={w.change} />}
      <Button icon="segel" onPress={lockNow}>
        {w.lock.lockNow}
      </Button>
    </Frame>
  )
}
