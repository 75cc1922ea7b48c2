import type { JSX } from 'preact'
import { useWords } from '../lib/i18n.ts'
import { Button } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Choice } from '../lib/ui/choice.tsx'
import { Pick } from '../lib/ui/pick.tsx'
import { Say } from '../lib/ui/say.tsx'
import { nameOf, type Opened } from './data.ts'
import { blankLine, missingIn, totalsOf, type Draft, type DraftLine } from './draft.ts'
import { SumEntry } from './sum_entry.tsx'
import { shown } from './sums.ts'

// FullLines is an entry line by line, for whoever knows debit and credit.
export function FullLines(p: { opened: Opened; draft: Draft; onChange: (part: Partial<Draft>) => void; asked: boolean }): JSX.Element {
  const w = useWords()
  const { draft, opened } = p
  const missing = missingIn(draft, opened)
  const totals = totalsOf(draft.lines)
  const wrong = (field: string): string | undefined => (p.asked && missing.has(field) ? w.book.add.missing : undefined)
  const change = (i: number, part: Partial<DraftLine>): void => p.onChange({ lines: draft.lines.map((l, n) => (n === i ? { ...l, ...part } : l)) })
  return (
    <>
      {draft.lines.map((l, i) => {
        return (
          <Card key={i} title={w.book.add.line(String(i + 1))}>
            <Pick
              label={w.book.account}
              none={w.book.add.choose}
              value={l.account}
              error={wrong(`account${i}`)}
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
                error={wrong(`fund${i}`)}
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
            <SumEntry id={`sum${i}`} label={w.book.add.amount} value={l.sum} in={opened.book} error={wrong(`sum${i}`)} onChange={(sum) => change(i, { sum })} />
            {draft.lines.length > 2 ? (
              <Button icon="hapus" onPress={() => p.onChange({ lines: draft.lines.filter((_, n) => n !== i) })}>
                {w.book.add.removeLine(String(i + 1))}
              </Button>
            ) : null}
          </Card>
        )
      })}
      <Button icon="tambah" onPress={() => p.onChange({ lines: [...draft.lines, blankLine(totals.debit > totals.credit ? 'credit' : 'debit')] })}>
        {w.book.add.addLine}
      </Button>
      {totals.debit === totals.credit && totals.debit > 0n ? (
        <Say mood="good" title={w.book.add.ready} live />
      ) : totals.debit === totals.credit && !p.asked ? null : (
        <Say mood={p.asked ? 'bad' : 'wait'} title={w.book.add.unequal(shown(totals.debit, opened.book), shown(totals.credit, opened.book))} live />
      )}
    </>
  )
}
