import type { JSX } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import { grouped } from '../lib/money.ts'
import { read, settle, type } from '../lib/typed.ts'
import { Button } from '../lib/ui/button.tsx'
import { FieldError } from '../lib/ui/field.tsx'
import { Listing, type Column } from '../lib/ui/listing.tsx'
import { Options } from '../lib/ui/pick.tsx'
import { nameOf } from '../book/data.ts'
import { totalsOf, type DraftLine } from '../book/draft.ts'
import type { LinesProps } from '../book/lines_table.ts'
import { Sum } from '../book/sum.tsx'
import { readSum } from '../book/sum_entry.tsx'
import { apiOf, type Measure } from '../book/sums.ts'
import './lines.css'

type Row = DraftLine & { i: number }

// DeskLines are the lines of an entry as a table: account, fund, debit, credit.
export default function DeskLines(p: LinesProps): JSX.Element {
  const w = useWords()
  const { draft, opened } = p
  const { book } = opened
  const totals = totalsOf(draft.lines)
  const change = (i: number, part: Partial<DraftLine>): void => p.onChange({ lines: draft.lines.map((l, n) => (n === i ? { ...l, ...part } : l)) })
  const accounts = opened.accounts
    .filter((a) => a.role !== 'interfund')
    .map((a) => ({ value: a.id, label: `${a.code} ${nameOf(a)}`, group: w.book.classes[a.class as keyof typeof w.book.classes] ?? a.class }))
  const nameIn = (l: Row, column: string): string => `${w.book.add.line(String(l.i + 1))}: ${column}`
  const select = (l: Row, field: 'account' | 'fund', column: string, options: { value: string; label: string; group?: string }[]): JSX.Element => {
    const error = p.wrong(`${field}${l.i}`)
    return (
      <>
        <select
          class="fld"
          aria-label={nameIn(l, column)}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${field}${l.i}-e` : undefined}
          value={l[field]}
          onChange={(e) => change(l.i, { [field]: e.currentTarget.value })}
        >
          <Options none={w.book.add.choose} options={options} />
        </select>
        <FieldError id={`${field}${l.i}-e`} error={error} quiet />
      </>
    )
  }
  const side = (of: DraftLine['side'], title: string): Column<Row> => ({
    title,
    end: true,
    cell: (l) => (
      <SumCell
        id={`${of}${l.i}`}
        label={nameIn(l, title)}
        in={book}
        value={l.side === of ? l.sum : null}
        error={l.side === of ? p.wrong(`sum${l.i}`) : undefined}
        onChange={(sum) => (sum !== null || l.side === of ? change(l.i, { side: of, sum }) : undefined)}
      />
    ),
  })
  const columns: Column<Row>[] = [
    { title: w.book.account, cell: (l) => select(l, 'account', w.book.account, accounts) },
    ...(opened.funds.length > 1
      ? [{ title: w.book.fundName, cell: (l: Row) => select(l, 'fund', w.book.fundName, opened.funds.map((f) => ({ value: f.code, label: f.name }))) }]
      : []),
    side('debit', w.book.debit),
    side('credit', w.book.credit),
    ...(draft.lines.length > 2
      ? [{ title: '', cell: (l: Row) => <Button icon="hapus" label={w.book.add.removeLine(String(l.i + 1))} onPress={() => p.onChange({ lines: draft.lines.filter((_, n) => n !== l.i) })} /> }]
      : []),
  ]
  const sums = [<Sum key="d" of={totals.debit} in={book} />, <Sum key="c" of={totals.credit} in={book} />]
  return (
    <div class="lines">
      <Listing
        label={w.book.lines}
        rows={draft.lines.map((l, i) => ({ ...l, i }))}
        id={(l) => String(l.i)}
        columns={columns}
        foot={[w.book.sum, ...(opened.funds.length > 1 ? [null] : []), ...sums, ...(draft.lines.length > 2 ? [null] : [])]}
      />
    </div>
  )
}

// SumCell is a sum in the table. What cannot be read is said below it and is no sum.
function SumCell(p: { id: string; label: string; in: Measure; value: bigint | null; error: string | undefined; onChange: (sum: bigint | null) => void }): JSX.Element {
  const w = useWords()
  const rupiah = p.in.currency === 'IDR' && p.in.places === 0
  const write = (sum: bigint | null): string => (sum === null ? '' : rupiah ? grouped(sum) : apiOf(sum, p.in).replace('.', ','))
  const sumOf = (text: string): bigint | null => (rupiah ? (read(text).minor ?? null) : readSum(text, p.in))
  const [text, setText] = useState(write(p.value))
  const [left, leave] = useState(true)
  const last = useRef(text)
  const put = (next: string): void => {
    last.current = next
    setText(next)
    p.onChange(sumOf(next))
  }
  // The sum went to the other side, or another entry came.
  useLayoutEffect(() => {
    if (p.value === sumOf(last.current)) return
    last.current = write(p.value)
    setText(last.current)
  }, [p.value])
  const doubt = left && text !== '' && sumOf(text) === null ? w.money.doubt.unclear : undefined
  const error = doubt ?? p.error
  return (
    <>
      <input
        class="fld"
        type="text"
        inputMode="numeric"
        autocomplete="off"
        maxLength={40}
        aria-label={p.label}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${p.id}-e` : undefined}
        value={text}
        onInput={(e) => {
          const el = e.currentTarget
          leave(false)
          if (!rupiah) return put(el.value)
          const next = type(last.current, { text: el.value, caret: el.selectionStart ?? el.value.length }, e instanceof InputEvent ? e.inputType : '')
          el.value = next.text
          el.setSelectionRange(next.caret, next.caret)
          put(next.text)
        }}
        onBlur={() => {
          leave(true)
          if (rupiah && settle(last.current).text !== last.current) put(settle(last.current).text)
        }}
      />
      <FieldError id={`${p.id}-e`} error={error} quiet={!doubt} />
    </>
  )
}
