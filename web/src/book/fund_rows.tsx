import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import { Button } from '../lib/ui/button.tsx'
import { Dialog } from '../lib/ui/dialog.tsx'
import { Icon, type IconName } from '../lib/ui/icon.tsx'
import { Row } from '../lib/ui/row.tsx'
import type { Book } from './data.ts'
import type { FundCash } from './funds.ts'
import { Sum } from './sum.tsx'

const icons: Record<string, IconName> = { loan: 'pinjaman', social: 'sosial', arisan: 'arisan', general: 'uang' }

// FundRows are a book's funds, each with its money; a press says where that lies, and
// what the account is that has the same name.
export function FundRows(p: { book: Book; funds: FundCash[] }): JSX.Element {
  const w = useWords()
  const [shown, show] = useState<FundCash | null>(null)
  return (
    <>
      <ul class="fnd" aria-label={w.book.fundName}>
        {p.funds.map((f) => (
          <li key={f.code}>
            <button type="button" class="row" aria-haspopup="dialog" onClick={() => show(f)}>
              <Icon of={icons[f.code] ?? 'uang'} large />
              <span>
                <b class="nm">{f.name}</b>
                {f.restricted ? <span class="lb">{w.book.restricted}</span> : null}
              </span>
              <Sum of={f.sum} in={p.book} size="m" />
            </button>
          </li>
        ))}
      </ul>
      <Dialog title={shown?.name ?? ''} open={shown !== null} onClose={() => show(null)}>
        {shown ? (
          <>
            <p>{shown.places.length === 0 ? w.book.inFund.none : w.book.inFund.where}</p>
            {shown.places.map((x) => (
              <Row key={x.name} name={x.name}>
                <Sum of={x.sum} in={p.book} size="m" />
              </Row>
            ))}
            {shown.sum < 0n ? <p>{w.book.inFund.below}</p> : null}
            {shown.like ? (
              <p>
                {w.book.inFund.like} <Sum of={shown.like.sum} in={p.book} />. {w.book.inFund.likeSay}
              </p>
            ) : null}
          </>
        ) : null}
        <Button main onPress={() => show(null)}>
          {w.parts.close}
        </Button>
      </Dialog>
    </>
  )
}
