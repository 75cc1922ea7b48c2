import type { JSX } from 'preact'
import { useWords } from '../lib/i18n.ts'
import { Pick } from '../lib/ui/pick.tsx'
import { nameOf, type Account, type Opened } from './data.ts'
import { SumEntry } from './sum_entry.tsx'
import { othersOf, placesOf, type Draft } from './draft.ts'

// PlainLines asks as one would ask in the meeting: how much, where is it, what for,
// whose purpose.
export function PlainLines(p: { opened: Opened; draft: Draft; onChange: (part: Partial<Draft>) => void; wrong: (field: string) => string | undefined }): JSX.Element {
  const w = useWords()
  const { draft, opened } = p
  const option = (a: Account): { value: string; label: string; group: string } => ({
    value: a.id,
    label: nameOf(a),
    group: w.book.classes[a.class as keyof typeof w.book.classes] ?? a.class,
  })
  const place = (a: Account): { value: string; label: string } => ({ value: a.id, label: nameOf(a) })
  const moving = draft.way === 'move'
  return (
    <>
      <SumEntry id="amount" label={w.book.add.amount} value={draft.amount} in={opened.book} error={p.wrong('amount')} onChange={(amount) => p.onChange({ amount })} notes />
      <Pick label={w.book.add.place} none={w.book.add.choose} value={draft.place} error={p.wrong('place')} options={placesOf(opened).map(place)} onPick={(v) => p.onChange({ place: v })} />
      <Pick
        label={moving ? w.book.add.toPlace : draft.way === 'in' ? w.book.add.forWhat.in : w.book.add.forWhat.out}
        none={w.book.add.choose}
        value={draft.other}
        error={p.wrong('other')}
        options={moving ? placesOf(opened).map(place) : othersOf(opened).map(option)}
        onPick={(v) => p.onChange({ other: v })}
      />
      {opened.funds.length > 1 ? (
        <Pick
          label={w.book.add.fund}
          none={w.book.add.choose}
          value={draft.fund}
          error={p.wrong('fund')}
          options={opened.funds.map((f) => ({ value: f.code, label: f.name }))}
          onPick={(v) => p.onChange({ fund: v })}
        />
      ) : null}
    </>
  )
}
