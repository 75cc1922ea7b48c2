import { toChildArray, type ComponentChildren, type JSX } from 'preact'

// Rows is a card that is a list. links takes the padding away, so that all of a
// row can be pressed.
export function Rows(p: { label: string; links?: boolean; children: ComponentChildren }): JSX.Element {
  return (
    <ul class="card f" aria-label={p.label}>
      {toChildArray(p.children).map((row, i) => (
        <li key={i} class={p.links ? 'ln' : undefined}>
          {row}
        </li>
      ))}
    </ul>
  )
}
