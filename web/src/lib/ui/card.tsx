import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'preact/hooks'

// Card is white on husk. rows lets its rows reach the edges; aside stands at the
// right of its title.
export function Card(p: {
  title?: ComponentChildren
  under?: string
  aside?: ComponentChildren
  level?: 2 | 3
  label?: string // when there is no title
  rows?: boolean
  children?: ComponentChildren
}): JSX.Element {
  const id = useId()
  const Title = p.level === 3 ? 'h3' : 'h2'
  const title = p.title ? <Title id={id}>{p.title}</Title> : null
  return (
    <section
      class={p.rows ? 'card f' : 'card'}
      aria-labelledby={p.title ? id : undefined}
      aria-label={p.title ? undefined : p.label}
    >
      {p.aside || p.under || (p.rows && title) ? (
        <div class="row t">
          <div>
            {title}
            {p.under ? <p class="lb">{p.under}</p> : null}
          </div>
          {p.aside}
        </div>
      ) : (
        title
      )}
      {p.children}
    </section>
  )
}
