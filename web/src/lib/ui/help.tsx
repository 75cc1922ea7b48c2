import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useWords } from '../i18n.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'

// Help says what the screen is for, in the same place on every screen.
export function Help(p: { children: ComponentChildren }): JSX.Element {
  const w = useWords()
  const [open, show] = useState(false)
  return (
    <>
      <button type="button" class="ib" onClick={() => show(true)}>
        <Icon of="bantu" />
        <span>{w.frame.help}</span>
      </button>
      <Dialog title={w.frame.help} open={open} onClose={() => show(false)}>
        <div>{p.children}</div>
        <Button main onPress={() => show(false)}>
          {w.parts.close}
        </Button>
      </Dialog>
    </>
  )
}
