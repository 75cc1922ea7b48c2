import { useCallback, useEffect, useState } from 'preact/hooks'
import { phoneProblem, troubleOf, type Problem } from './api/client.ts'
import { keep, kept } from './seen.ts'
import { shut } from './session.ts'

// Answer is what the client gives: one of the two.
export type Answer<T> = { data?: T; error?: Problem | undefined }

// Loaded is what a screen asked the server for. When the server cannot be reached,
// it is what was seen last, with the instant of then.
export type Loaded<T> =
  | { state: 'loading' }
  | { state: 'ready'; data: T; seenAt?: string }
  | { state: 'trouble'; problem: Problem }

// useLoaded asks when the screen comes and whenever key changes; key names the
// person and the thing, so that nobody is shown what another has seen. again asks
// once more.
export function useLoaded<T>(key: string, ask: () => Promise<Answer<T>>): [Loaded<T>, () => void] {
  const [shown, show] = useState<{ key: string; loaded: Loaded<T> }>({ key, loaded: { state: 'loading' } })
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let gone = false
    const set = (loaded: Loaded<T>): void => {
      if (!gone) show({ key, loaded })
    }
    void (async () => {
      const { data, error } = await ask()
      if (data !== undefined) {
        set({ state: 'ready', data })
        await keep(key, data)
        return
      }
      const problem = error ?? phoneProblem('phone_strange')
      const before = troubleOf(problem) ? await kept<T>(key) : null
      set(before ? { state: 'ready', data: before.data, seenAt: before.at } : { state: 'trouble', problem })
    })()
    return () => {
      gone = true
    }
  }, [key, turn])
  const again = useCallback(() => setTurn((n) => n + 1), [])
  // What was refused because she had to sign in again is asked for once she has.
  const stranger = shown.loaded.state === 'trouble' && shown.loaded.problem.code === 'unauthenticated'
  useEffect(() => (stranger ? shut.follow(() => shut.get() === 'open' && again()) : undefined), [stranger])
  return [shown.key === key ? shown.loaded : { state: 'loading' }, again]
}
