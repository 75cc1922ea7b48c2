import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'

// Dialog is one question over the page. The browser holds the focus inside and
// gives it back; Escape and the phone's back key mean no.
export function Dialog(p: { title: string; open: boolean; onClose: () => void; children?: ComponentChildren }): JSX.Element {
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const d = dialog.current
    if (!d) return
    if (p.open && !d.open) d.showModal()
    if (!p.open && d.open) d.close()
  }, [p.open])
  return (
    <dialog ref={dialog} aria-labelledby={id} onClose={p.onClose}>
      {p.open ? (
        <>
          <h2 id={id}>{p.title}</h2>
          {p.children}
        </>
      ) : null}
    </dialog>
  )
}
