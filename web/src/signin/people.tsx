import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import { known, type Known } from '../lib/known.ts'
import { Icon } from '../lib/ui/icon.tsx'
import { NumberTile } from '../lib/ui/number-tile.tsx'

// useKnown is who has signed in on this phone, null until that is read.
export function useKnown(): Known[] | null {
  const [all, show] = useState<Known[] | null>(null)
  useEffect(() => {
    void known().then(show)
  }, [])
  return all
}

// The person whom somebody named just before the sign-in screen came.
let wanted: string | null = null

export function want(person: string): void {
  wanted = person
}

// takeWanted is that person, once.
export function takeWanted(): string | null {
  const person = wanted
  wanted = null
  return person
}

// People are those of this phone, each with her number, and somebody else.
export function People(p: { all: Known[]; onPick: (k: Known | null) => void }): JSX.Element {
  const w = useWords().signin
  return (
    <ul class="card f pick-one" aria-label={w.who}>
      {p.all.map((k) => (
        <li key={k.person}>
          <button type="button" class="row" onClick={() => p.onPick(k)}>
            <NumberTile of={k.number} />
            <span>
              <b class="nm">{k.name}</b>
              <span class="lb">{k.of}</span>
            </span>
            <Icon of="maju" />
          </button>
        </li>
      ))}
      <li>
        <button type="button" class="row" onClick={() => p.onPick(null)}>
          <span class="no">
            <Icon of="orang" />
          </span>
          <span>
            <b class="nm">{w.other}</b>
            <span class="lb">{w.otherUnder}</span>
          </span>
          <Icon of="maju" />
        </button>
      </li>
    </ul>
  )
}
