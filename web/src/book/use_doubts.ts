import { daysBefore, today } from '../lib/dates.ts'
import { usePerson, type Entry, type Opened } from './data.ts'
import type { Draft, EntryLine } from './draft.ts'
import { outOf, shortOf, usualOf } from './moves.ts'
import type { Doubt } from './sure.tsx'
import { askThere } from './there.ts'

const month = 31
const ten = 10n

// useDoubts tells what is to be asked before an entry is saved: more goes out than is
// there, ten times what is usual, a day long gone.
export function useDoubts(o: Opened, entries: Entry[]): (d: Draft, lines: EntryLine[]) => Promise<Doubt[]> {
  const person = usePerson()
  return async (d, lines) => {
    const doubts: Doubt[] = []
    const known = outOf(lines, o).length > 0 ? await askThere(person, o) : null
    if (known) doubts.push(...shortOf(lines, o, known.there).map((short): Doubt => ({ is: 'short', short, at: known.at })))
    const usual = d.way === 'full' || d.amount === null ? null : usualOf(entries, o, d.way, d.way === 'move' ? '' : d.other)
    if (usual !== null && d.amount !== null && d.amount > usual * ten) doubts.push({ is: 'much', sum: d.amount, usual })
    if (d.day < daysBefore(today(), month)) doubts.push({ is: 'old', day: d.day })
    return doubts
  }
}
