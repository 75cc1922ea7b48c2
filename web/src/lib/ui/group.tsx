import type { ComponentChildren, JSX } from 'preact'

// Group holds buttons that answer one question, under its name. Old browsers do
// not lay out a fieldset, so look stands on what is inside it.
export function Group(p: { label: string; look: string; children: ComponentChildren }): JSX.Element {
  return (
    <fieldset class="gr" aria-label={p.label}>
      <div class={p.look}>{p.children}</div>
    </fieldset>
  )
}
