import type { JSX } from 'preact'
import type { Answer } from '../lib/db.ts'
import { at } from '../lib/door.tsx'
import { useSentence } from '../lib/errors.ts'
import { useWords } from '../lib/i18n.ts'
import { LinkButton } from '../lib/ui/button.tsx'
import { Say } from '../lib/ui/say.tsx'

// Became says of what was just recorded that it is kept and not in the book yet, why,
// and the way on.
export function Became(p: { outcome: Answer; code: string }): JSX.Element {
  const w = useWords().outbox
  const sentence = useSentence()
  const says = w.outcomes[p.outcome as keyof typeof w.outcomes] ?? w.outcomes.held
  return (
    <Say mood="wait" icon="kunci" title={w.became} live>
      <p>
        {says.name}. {p.code ? `${sentence(p.code)} ` : ''}
        {says.way}
      </p>
      <LinkButton to={at('/outbox')}>{w.look(1)}</LinkButton>
    </Say>
  )
}
