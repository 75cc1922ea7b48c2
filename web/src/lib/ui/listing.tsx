import type { ComponentChildren, JSX } from 'preact'

export type Column<T> = {
  title: string
  cell: (row: T) => ComponentChildren
  lead?: boolean // the row's name: its header in the table, the card's title
  end?: boolean // figures, at the right
  wide?: boolean // a picture, which takes the room that is left
}

// Listing is many of a kind: a card each on the phone, a table on the desk. It is
// one table in both, so a screen reader knows rows and columns; the roles say so
// even where styles take the table's display away.
export function Listing<T>(p: {
  label: string
  columns: Column<T>[]
  rows: T[]
  id: (row: T) => string
  foot?: ComponentChildren[] // one for each column, from the first
  dense?: boolean // on the phone the column after the name stands before it, on its line
}): JSX.Element {
  const end = (c: Column<T>): string => (c.end ? 'e' : c.wide ? 'w' : '')
  return (
    <div class="lsw">
      <table class={p.dense ? 'ls dn' : 'ls'} role={table.table} aria-label={p.label}>
        <thead role={table.group}>
          <tr role={table.row}>
            {p.columns.map((c) => (
              <th key={c.title} scope="col" role={table.head} class={end(c)}>
                {c.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role={table.group}>
          {p.rows.map((row) => (
            <tr key={p.id(row)} role={table.row}>
              {p.columns.map((c) =>
                c.lead ? (
                  <th key={c.title} scope="row" role={table.lead} class="lead">
                    {c.cell(row)}
                  </th>
                ) : (
                  <td key={c.title} role={table.cell} class={end(c)} data-label={c.title}>
                    {c.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
        {p.foot ? (
          <tfoot role={table.group}>
            <tr role={table.row}>
              {p.columns.map((c, i) =>
                c.lead ? (
                  <th key={c.title} scope="row" role={table.lead} class="lead">
                    {p.foot?.[i]}
                  </th>
                ) : (
                  <td key={c.title} role={table.cell} class={end(c)} data-label={p.foot?.[i] ? c.title : undefined}>
                    {p.foot?.[i]}
                  </td>
                ),
              )}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  )
}

const table = { table: 'table', group: 'rowgroup', row: 'row', head: 'columnheader', lead: 'rowheader', cell: 'cell' } as const
