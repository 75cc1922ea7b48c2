import { useCallback, useEffect, useState } from 'preact/hooks'
import { api, phoneProblem, type Problem } from '../lib/api/client.ts'
import type { components } from '../lib/api/schema.d.ts'
import { device, enrol, type Refusal } from '../lib/device.ts'
import { recall, retain } from '../lib/memory.ts'
import { useMe, type Me } from '../lib/session.ts'

// Leave to add a phone to a group, as the server keeps it until it is used or its time
// is over. Its code is there for whoever made it alone.
export type Leave = components['schemas']['EnrolmentOut']

// Those who look after groups in the organisation give leave too. Only the group's own
// officers agree to what another of them asked.
const registrars = ['admin', 'officer']

export const isRegistrar = (me: Me | null): boolean => !!me?.roles.some((r) => r.kind === 'organization' && registrars.indexOf(r.role) >= 0)

export const isChair = (me: Me | null, book: string): boolean => !!me?.roles.some((r) => r.scope === book && r.role === 'chair')

// Here is leave that was asked for this phone itself, kept on it: whoever holds the
// phone when the second officer has agreed sees it become the group's.
export type Here = { id: string; book: string; code: string; name: string }

const hereKey = 'lumbung.here'

export function here(): Here | null {
  try {
    const h = JSON.parse(recall(hereKey) ?? 'null') as Partial<Here> | null
    return h?.id && h.book && h.code ? { id: h.id, book: h.book, code: h.code, name: h.name ?? '' } : null
  } catch {
    return null
  }
}

export const keepHere = (h: Here | null): void => retain(hereKey, h ? JSON.stringify(h) : null)

// finish makes this phone the group's, once a second officer has agreed; null when it did.
export async function finish(h: Here): Promise<Refusal | null> {
  const refused = await enrol(h.code, h.name).catch(() => ({ code: 'unable', status: 0, detail: '' }))
  if (!refused) keepHere(null)
  return refused
}

// How often it is asked whether another officer has agreed, while somebody looks.
const often = 4000

// useLeaves are those of the group that can still be used, null until they are known.
// What was agreed to for this phone is finished at once, wherever that was.
export function useLeaves(book: string, may: boolean): { leaves: Leave[] | null; problem: Problem | null; done: boolean; again: () => void } {
  const me = useMe()?.person
  const [got, set] = useState<{ leaves: Leave[] | null; problem: Problem | null }>({ leaves: null, problem: null })
  const [done, setDone] = useState(false)
  const [turn, setTurn] = useState(0)
  const again = useCallback(() => setTurn((n) => n + 1), [])
  useEffect(() => {
    if (!may) return
    let gone = false
    const ask = async (): Promise<void> => {
      const { data, error } = await api.GET('/v1/books/{book}/enrolments', { params: { path: { book }, query: { limit: 50 } } })
      if (gone) return
      if (!data) return set((before) => ({ leaves: before.leaves, problem: error ?? phoneProblem('phone_strange') }))
      set({ leaves: data.items, problem: null })
      const h = here()
      if (!h || h.book !== book) return
      const asked = data.items.find((l) => l.id === h.id)
      if (asked?.needs_second) return
      // What is listed no more was used, also by a request whose answer was lost.
      const refused = await finish(h)
      if (refused && !asked) keepHere(null)
      if (gone) return
      if (!refused || (await device().catch(() => null))?.book === book) setDone(true)
    }
    void ask()
    return () => {
      gone = true
    }
  }, [book, may, me, turn])
  const waits = got.leaves?.some((l) => l.needs_second) ?? false
  useEffect(() => {
    if (!waits) return
    const timer = setInterval(() => document.visibilityState === 'visible' && again(), often)
    return () => clearInterval(timer)
  }, [waits])
  return { ...got, done, again }
}
