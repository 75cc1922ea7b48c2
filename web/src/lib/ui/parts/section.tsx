import type { ComponentChildren, JSX } from 'preact'

// Part is a heading of the living page with what belongs under it. The phone's parts
// stand beside each other on the desk, each as wide as a phone.
export function Part(p: { id: string; title: string; phone?: boolean; children: ComponentChildren }): JSX.Element {
  return (
    <section class="g" aria-labelledby={p.id}>
      <h2 id={p.id} tabIndex={-1}>
        {p.title}
      </h2>
      <div class={p.phone ? 'g ph' : 'g'}>{p.children}</div>
    </section>
  )
}
