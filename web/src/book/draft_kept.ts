import { useCallback, useState } from 'preact/hooks'
import { recall, retain } from '../lib/memory.ts'
import { newID } from '../lib/uuid.ts'
import { usePerson } from './data.ts'
import { blank, type Draft } from './draft.ts'

// useDraft is the entry that a person is typing in a book. It is kept on this phone
// at every key, so a dead battery or a lock costs nothing, and is forgotten once it
// is recorded. fresh begins the next one. What corrects an entry begins with its
// answers, and stands beside what else is being typed.
export function useDraft(book: string, from?: { entry: string; answers: Partial<Draft> }): [Draft, (d: Draft) => void, () => void] {
  const own = `lumbung.draft.${usePerson()}.${book}`
  const [key, keepAt] = useState(from ? `${own}.${from.entry}` : own)
  const [draft, show] = useState<Draft>(() => readDraft(recall(key)) ?? { ...blank(), ...from?.answers, id: newID() })
  const set = useCallback(
    (d: Draft) => {
      const next = d.id ? d : { ...d, id: newID() }
      show(next)
      retain(key, untouched(next) ? null : JSON.stringify(next, (_, v: unknown) => (typeof v === 'bigint' ? `${v}n` : v)))
    },
    [key],
  )
  const fresh = useCallback(() => {
    set(blank())
    if (key === own) return
    keepAt(own)
    show(readDraft(recall(own)) ?? { ...blank(), id: newID() })
  }, [set, key, own])
  return [draft, set, fresh]
}

// untouched is a draft in which nothing was typed.
export function untouched(d: Draft): boolean {
  return d.way === '' && d.memo === '' && d.place === '' && d.other === '' && d.amount === null && d.lines.every((l) => l.account === '' && l.sum === null)
}

// readDraft reads a kept draft; what an older build kept in another form is no draft.
function readDraft(text: string | null): Draft | null {
  if (text === null) return null
  try {
    const d = JSON.parse(text, (_, v: unknown) => (typeof v === 'string' && /^-?\d+n$/.test(v) ? BigInt(v.slice(0, -1)) : v)) as Partial<Draft>
    const whole = typeof d.id === 'string' && typeof d.way === 'string' && typeof d.day === 'string' && Array.isArray(d.lines) && d.lines.length >= 2
    return whole ? { ...blank(), ...d } : null
  } catch {
    return null
  }
}
