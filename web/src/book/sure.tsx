import type { JSX } from 'preact'
import { longDay, moment, monthOf } from '../lib/dates.ts'
import { language, useWords } from '../lib/i18n.ts'
import { say } from '../lib/terbilang.ts'
import { Button } from '../lib/ui/button.tsx'
import { Dialog } from '../lib/ui/dialog.tsx'
import { nameOf, type Opened } from './data.ts'
import type { Short } from './moves.ts'
import { Sum } from './sum.tsx'
import { shown } from './sums.ts'

// Doubt is what is asked before an entry is saved. What has happened is never refused.
export type Doubt = { is: 'short'; short: Short; at: string } | { is: 'much'; sum: bigint; usual: bigint } | { is: 'old'; day: string }

// Sure asks all of them at once: to look again first, to save it all the same second.
export function Sure(p: { doubts: Doubt[]; opened: Opened; onBack: () => void; onYes: () => void }): JSX.Element {
  const w = useWords().book.add.sure
  const { book } = p.opened
  const [first] = p.doubts
  const titleOf = (d: Doubt): string => {
    if (d.is === 'short') return w.short(placeOf(d.short), shown(d.short.there, book))
    return d.is === 'much' ? w.much(shown(d.sum, book), shown(d.usual, book)) : w.old(monthOf(d.day))
  }
  const placeOf = (s: Short): string => {
    const account = p.opened.accounts.find((a) => a.id === s.account)
    const fund = p.opened.funds.length > 1 ? p.opened.funds.find((f) => f.code === s.fund)?.name : undefined
    return [account ? nameOf(account) : '', fund].filter(Boolean).join(', ')
  }
  return (
    <Dialog title={first ? titleOf(first) : ''} open={p.doubts.length > 0} onClose={p.onBack}>
      {p.doubts.map((d, i) => (
        <div key={titleOf(d)} class="g2">
          {i > 0 ? <h3>{titleOf(d)}</h3> : null}
          {d.is === 'short' ? <Left short={d.short} at={d.at} opened={p.opened} /> : d.is === 'old' ? <p>{w.oldSay(longDay(d.day))}</p> : null}
        </div>
      ))}
      <Button main onPress={p.onBack}>
        {w.check}
      </Button>
      <Button onPress={p.onYes}>{p.doubts.some((d) => d.is === 'short') ? w.out : w.yes}</Button>
    </Dialog>
  )
}

// Left is what is there, what goes, and what would be left of it.
function Left(p: { short: Short; at: string; opened: Opened }): JSX.Element {
  const w = useWords().book.add.sure
  const { book } = p.opened
  const { there, sum } = p.short
  const lacks = sum - there
  const words = book.currency === 'IDR' && book.places === 0 ? say(lacks, language()) : shown(lacks, book)
  return (
    <>
      <dl class="facts">
        <div>
          <dt>{w.there}</dt>
          <dd>
            <Sum of={there} in={book} />
          </dd>
        </div>
        <div>
          <dt>{w.goes}</dt>
          <dd>
            <Sum of={sum} in={book} />
          </dd>
        </div>
        <div>
          <dt>{w.left}</dt>
          <dd class="lack">
            <span aria-hidden="true">{shown(-lacks, book)}</span> <span>{w.less(words)}</span>
          </dd>
        </div>
      </dl>
      {p.at ? <p class="lb">{w.seen(moment(p.at))}</p> : null}
    </>
  )
}
