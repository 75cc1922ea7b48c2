import type { JSX } from 'preact'
import { moment } from '../lib/dates.ts'
import { atDesk } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { Button } from '../lib/ui/button.tsx'

// Printed puts the page on paper: a button, and the head that only paper has.
export function Printed(p: { book: string; day: string }): JSX.Element | null {
  const w = useWords().book
  if (!atDesk()) return null
  return (
    <>
      <p class="pr">{[p.book, p.day, w.printed(moment(new Date().toISOString()))].join(' · ')}</p>
      <Button icon="kuitansi" onPress={() => print()}>
        {w.print}
      </Button>
    </>
  )
}
