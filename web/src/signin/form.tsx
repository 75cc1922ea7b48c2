import type { ComponentChildren, JSX } from 'preact'

// Form sends what was typed, and moves the focus to the first field that was found
// wrong once it has been drawn with what is wrong.
export function Form(p: { onSend: () => Promise<void>; children: ComponentChildren }): JSX.Element {
  return (
    <form
      class="g2"
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        const form = e.currentTarget
        setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(), 50)
        void p.onSend()
      }}
    >
      {p.children}
    </form>
  )
}
