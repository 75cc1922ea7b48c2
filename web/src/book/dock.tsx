import type { JSX } from 'preact'
import { longDay } from '../lib/dates.ts'
import { useWords } from '../lib/i18n.ts'
import { Button } from '../lib/ui/button.tsx'
import type { Opened } from './data.ts'
import { totalsOf, type Draft, type EntryLine, type Missing } from './draft.ts'
import { Said } from './said.tsx'
import type { Named } from './sentence.ts'
import { shown } from './sums.ts'

// Dock says what will be recorded, of which fund and day, or how much is missing; and
// saves it. short is what was missing when it was pressed, said once.
export function Dock(p: { opened: Opened; draft: Draft; lines: EntryLine[]; named: Map<string, Named>; missing: Map<string, Missing>; short: number; busy: boolean; onSave: () => void }): JSX.Element {
  const w = useWords()
  const { book, funds } = p.opened
  const codes = Array.from(new Set(p.lines.map((l) => l.fund)))
  const names = funds.length > 1 ? codes.map((code) => funds.find((f) => f.code === code)?.name ?? code) : []
  const { debit, credit } = totalsOf(p.draft.lines)
  const lacks = debit > credit ? debit - credit : credit - debit
  return (
    <>
      {p.draft.way === 'full' && debit + credit > 0n ? (
        <p>
          <span class="nw">{`${w.book.debit} ${shown(debit, book)}`}</span> · <span class="nw">{`${w.book.credit} ${shown(credit, book)}`}</span> ·{' '}
          <b class={lacks > 0n ? 'nw lack' : 'nw'}>{lacks > 0n ? `${w.book.add.difference} ${shown(lacks, book)}` : w.book.add.ready}</b>
        </p>
      ) : null}
      <div aria-live="polite">
        {p.missing.size === 0 ? (
          <>
            <p>
              <Said before={w.book.add.check} lines={p.lines} named={p.named} in={book} />
            </p>
            <p class="lb">{[...names, longDay(p.draft.day)].join(' · ')}</p>
          </>
        ) : p.short === p.missing.size ? (
          <p>{p.missing.has('lines') ? w.book.add.unequal(shown(debit, book), shown(credit, book)) : w.book.add.missing(p.short)}</p>
        ) : null}
      </div>
      <Button main icon="t1" off={p.busy} onPress={p.onSave}>
        {p.busy ? w.book.add.going : w.book.add.go}
      </Button>
    </>
  )
}
