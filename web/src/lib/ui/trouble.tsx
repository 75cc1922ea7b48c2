import type { JSX } from 'preact'
import type { Trouble as Sort } from '../errors.ts'
import { useWords } from '../i18n.ts'
import { Button } from './button.tsx'
import { Say, type Mood } from './say.tsx'

// Without a network all still works; what is only late waits; the rest needs a hand.
const moods: Record<Sort, Mood> = {
  offline: 'info',
  down: 'wait',
  busy: 'wait',
  old: 'wait',
  tabs: 'wait',
  full: 'bad',
  evicted: 'bad',
  closed: 'bad',
  unknown: 'bad',
}

// Trouble says what befell the phone, what it means for what was recorded, and has
// the button that mends it.
export function Trouble(p: { of: Sort; onGo?: () => void }): JSX.Element {
  const { title, say, go } = useWords().errors[p.of]
  return (
    <Say mood={moods[p.of]} title={title} live>
      <p>{say}</p>
      {p.onGo ? <Button onPress={p.onGo}>{go}</Button> : null}
    </Say>
  )
}
