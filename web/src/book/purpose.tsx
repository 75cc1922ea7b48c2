import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import { Choice } from '../lib/ui/choice.tsx'
import { Field } from '../lib/ui/field.tsx'
import { Pick } from '../lib/ui/pick.tsx'
import { nameOf, type Account } from './data.ts'

const elsewhere = 'elsewhere'
const few = 6

// Purpose asks what money is for or from: what was used lately stands there to press,
// the rest behind one more press, to be searched or picked by its class.
export function Purpose(p: { label: string; lately: Account[]; all: Account[]; value: string; error: string | undefined; onPick: (account: string) => void }): JSX.Element {
  const w = useWords()
  const [more, open] = useState(false)
  const [sought, seek] = useState('')
  const among = p.lately.some((a) => a.id === p.value)
  const rest = p.lately.length === 0 || more || (p.value !== '' && !among)
  const found = p.all.filter((a) => nameOf(a).toLowerCase().includes(sought.trim().toLowerCase()))
  const options = (accounts: Account[]): { value: string; label: string; group: string }[] =>
    accounts.map((a) => ({ value: a.id, label: nameOf(a), group: w.book.classes[a.class as keyof typeof w.book.classes] ?? a.class }))
  const press = (value: string): void => {
    open(value === elsewhere)
    p.onPick(value === elsewhere ? '' : value)
  }
  return (
    <>
      {p.lately.length > 0 ? (
        <Choice
          legend={p.label}
          options={[...options(p.lately), { value: elsewhere, label: w.book.add.lately }]}
          value={rest ? elsewhere : p.value || null}
          error={rest ? undefined : p.error}
          quiet
          onChoose={press}
        />
      ) : null}
      {rest ? (
        <>
          <Field label={w.book.add.search} value={sought} onInput={seek} />
          {sought.trim() === '' || found.length > few ? (
            <Pick label={p.lately.length > 0 ? w.book.add.lately : p.label} none={w.book.add.choose} value={p.value} error={p.error} quiet options={options(found)} onPick={p.onPick} />
          ) : found.length === 0 ? (
            <p aria-live="polite">{w.book.add.noneFound}</p>
          ) : (
            <Choice legend={p.lately.length > 0 ? w.book.add.lately : p.label} options={options(found)} value={p.value || null} error={p.error} quiet onChoose={p.onPick} />
          )}
        </>
      ) : null}
    </>
  )
}
