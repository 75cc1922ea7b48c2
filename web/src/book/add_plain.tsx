import type { JSX } from 'preact'
import { useWords } from '../lib/i18n.ts'
import { Pick } from '../lib/ui/pick.tsx'
import { nameOf, type Account, type Entry, type Opened } from './data.ts'
import type { Draft } from './draft.ts'
import { latelyUsed, othersOf, placesOf } from './moves.ts'
import { Purpose } from './purpose.tsx'
import { SumEntry } from './sum_entry.tsx'

// PlainLines asks as one would ask in the meeting: how much, where is it, what for,
// whose purpose.
export function PlainLines(p: { opened: Opened; draft: Draft; entries: Entry[]; onChange: (part: Partial<Draft>) => void; wrong: (field: string) => string | undefined }): JSX.Element {
  const w = useWords()
  const { draft, opened } = p
  const place = (a: Account): { value: string; label: string } => ({ value: a.id, label: nameOf(a) })
  return (
    <>
      <SumEntry id="amount" label={w.book.add.amount} value={draft.amount} in={opened.book} error={p.wrong('amount')} onChange={(amount) => p.onChange({ amount })} notes />
      <Pick label={w.book.add.place} none={w.book.add.choose} value={draft.place} error={p.wrong('place')} quiet options={placesOf(opened).map(place)} onPick={(v) => p.onChange({ place: v })} />
      {draft.way === 'move' ? (
        <Pick label={w.book.add.toPlace} none={w.book.add.choose} value={draft.other} error={p.wrong('other')} quiet options={placesOf(opened).map(place)} onPick={(v) => p.onChange({ other: v })} />
      ) : (
        <Purpose
          key={draft.way}
          label={draft.way === 'in' ? w.book.add.forWhat.in : w.book.add.forWhat.out}
          lately={latelyUsed(p.entries, opened, draft.way)}
          all={othersOf(opened)}
          value={draft.other}
          error={p.wrong('other')}
          onPick={(v) => p.onChange({ other: v })}
        />
      )}
      {opened.funds.length > 1 ? (
        <Pick
          label={w.book.add.fund}
          none={w.book.add.choose}
          value={draft.fund}
          error={p.wrong('fund')}
          quiet
          options={opened.funds.map((f) => ({ value: f.code, label: f.name }))}
          onPick={(v) => p.onChange({ fund: v })}
        />
      ) : null}
    </>
  )
}
