import type { ComponentChildren, JSX } from 'preact'
import { Listing } from '../lib/ui/listing.tsx'

// few is how many columns a phone has room for.
const few = 3

// Grid is a small table of a lesson. One that is too wide for a phone has a card for
// each row instead, so that nobody reads sideways.
export function Grid(p: { label: string; head: ComponentChildren[]; titles: string[]; rows: ComponentChildren[][]; ends: boolean[] }): JSX.Element {
  if (p.titles.length > few) {
    return (
      <Listing
        label={p.label}
        columns={p.titles.map((title, i) => ({ title, lead: i === 0, end: !!p.ends[i], cell: (row: { cells: ComponentChildren[] }) => row.cells[i] }))}
        rows={p.rows.map((cells, n) => ({ cells, n }))}
        id={(row) => String(row.n)}
      />
    )
  }
  return (
    <table class="mdt">
      {p.head.length > 0 ? (
        <thead>
          <tr>
            {p.head.map((c, i) => (
              <th key={i} scope="col" class={p.ends[i] ? 'e' : undefined}>
                {c}
              </th>
            ))}
          </tr>
        </thead>
      ) : null}
      <tbody>
        {p.rows.map((row, r) => (
          <tr key={r}>
            {row.map((c, i) => (
              <td key={i} class={p.ends[i] ? 'e' : undefined}>
                {c}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
