import type { JSX } from 'preact'
import { atDesk } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { Button } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Choice } from '../lib/ui/choice.tsx'
import { Pick } from '../lib/ui/pick.tsx'
import { nameOf } from './data.ts'
import { blankLine, totalsOf, type DraftLine } from './draft.ts'
import { useTable, type LinesProps } from './lines_table.ts'
import { SumEntry } from './sum_entry.tsx'

// FullLines is an entry line by line, for whoever knows debit and credit: a card each
// on the phone, a table on the desk.
export function FullLines(p: LinesProps): JSX.Element {
  const w = useWords()
  const { draft, opened } = p
  const totals = totalsOf(draft.lines)
  const Table = useTable(atDesk())
  const change = (i: number, part: Partial<DraftLine>): void => p.onChange({ lines: draft.lines.map((l, n) => (n === i ? { ...l, ...part } : l)) })
  return (
    <>
      {Table ? (
        <Table {...p} />
      ) : (
        draft.lines.map((l, i) => (
          <Card key={i} title={w.book.add.line(String(i + 1))}>
            <Pick
              label={w.book.account}
              none={w.book.add.choose}
              value={l.account}
              error={p.wrong(`account${i}`)}
              quiet
              options={opened.accounts
                .filter((a) => a.role !== 'interfund')
                .map((a) => ({ value: a.id, label: `${a.code} ${nameOf(a)}`, group: w.book.classes[a.class as keyof typeof w.book.classes] ?? a.class }))}
              onPick={(account) => change(i, { account })}
            />
            {opened.funds.length > 1 ? (
              <Pick
                label={w.book.fundName}
                none={w.book.add.choose}
                value={l.fund}
                error={p.wrong(`fund${i}`)}
                quiet
                options={opened.funds.map((f) => ({ value: f.code, label: f.name }))}
                onPick={(fund) => change(i, { fund })}
              />
            ) : null}
            <Choice
              legend={w.book.add.side}
              value={l.side}
              options={[
                { value: 'debit', label: w.book.debit },
                { value: 'credit', label: w.book.credit },
              ]}
              onChoose={(side) => change(i, { side })}
            />
            <SumEntry id={`sum${i}`} label={w.book.add.amount} value={l.sum} in={opened.book} error={p.wrong(`sum${i}`)} onChange={(sum) => change(i, { sum })} />
            {draft.lines.length > 2 ? (
              <Button icon="hapus" onPress={() => p.onChange({ lines: draft.lines.filter((_, n) => n !== i) })}>
                {w.book.add.removeLine(String(i + 1))}
              </Button>
            ) : null}
          </Card>
        ))
      )}
      <Button icon="tambah" onPress={() => p.onChange({ lines: [...draft.lines, blankLine(totals.debit > totals.credit ? 'credit' : 'debit')] })}>
        {w.book.add.addLine}
      </Button>
    </>
  )
}
