import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useCell } from '../lib/cell.ts'
import { at, atDesk } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { go } from '../lib/router.tsx'
import { shut, signOut, useMe } from '../lib/session.ts'
import { Button } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { Say } from '../lib/ui/say.tsx'
import { typedIn, unsaved } from '../lib/unsaved.ts'
import { Actions } from '../lib/ui/actions.tsx'
import { CardForm } from './card-form.tsx'
import { unlock, unlockByPasskey } from './enter.ts'
import { PasskeyButton } from './passkey-button.tsx'
import { SecretForm } from './secret-form.tsx'
import './signin.css'

// Unlock covers the screen until its person shows that it is she. It is a modal
// dialog, so that it also stands over a question that was open below.
export default function Unlock(p: { below: { current: HTMLDivElement | null } }): JSX.Element | null {
  const w = useWords().signin
  const me = useMe()
  const why = useCell(shut)
  const dialog = useRef<HTMLDialogElement>(null)
  const [card, useCard] = useState(false)
  const [asking, ask] = useState(false)
  const [notPut, setNotPut] = useState(false)
  const show = (): void => {
    if (dialog.current && !dialog.current.open) dialog.current.showModal()
  }
  useEffect(() => {
    show()
    dialog.current?.querySelector('h1')?.focus()
  }, [])
  if (!me) return null
  const desk = atDesk()
  const leave = async (): Promise<void> => {
    await signOut()
    go(at('/'))
  }
  const change = (): void => {
    if (unsaved().length > 0 || typedIn(p.below.current)) ask(true)
    else void leave()
  }
  const put = async (): Promise<void> => {
    try {
      for (const u of unsaved()) await u.put?.()
      await leave()
    } catch {
      setNotPut(true)
    }
  }
  const canPut = unsaved().length > 0 && unsaved().every((u) => u.put)
  return (
    <dialog ref={dialog} class="lock" aria-label={w.lock.title} onCancel={(e) => e.preventDefault()} onClose={show}>
      <Frame title={w.lock.title} where={me.name} actions={<Actions listen={w.lock.help} help={w.lock.help} />}>
        {asking ? (
          <Say mood="wait" title={w.lock.draft(me.name)} live>
            {unsaved().length > 0 ? unsaved().map((u) => <p key={u.what}>{u.what}</p>) : <p>{w.lock.draftSay}</p>}
            {notPut ? <p role="alert">{w.lock.notPut}</p> : null}
            <div class="g2">
              <Button onPress={() => ask(false)}>{w.lock.wait(me.name)}</Button>
              {canPut ? <Button onPress={() => void put()}>{w.lock.put}</Button> : null}
              <Button onPress={() => void leave()}>{w.lock.drop}</Button>
            </div>
          </Say>
        ) : (
          <>
            <p>{why === 'again' ? w.lock.again : w.lock.idle}</p>
            <Card label={card ? w.card.title : me.name}>
              {card ? (
                <CardForm go={w.lock.open} submit={(text) => unlock(me, { card: text })} />
              ) : (
                <SecretForm name={me.name} desk={desk} go={w.lock.open} submit={(_, secret) => unlock(me, { secret })} />
              )}
            </Card>
            <Button onPress={() => useCard(!card)}>{card ? (desk ? w.secret : w.usePin) : w.useCard}</Button>
            {desk ? <PasskeyButton go={() => unlockByPasskey(me)} /> : null}
            <Button icon="orang" onPress={change}>
              {w.notYou(me.name)}
            </Button>
          </>
        )}
      </Frame>
    </dialog>
  )
}
