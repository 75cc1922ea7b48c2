import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { api, told } from '../lib/api/client.ts'
import { shortDay, clock, dayOf } from '../lib/dates.ts'
import { useWords } from '../lib/i18n.ts'
import { useLoaded } from '../lib/loaded.ts'
import { signOut, type Me } from '../lib/session.ts'
import { Button } from '../lib/ui/button.tsx'
import { Loading } from '../lib/ui/loading.tsx'
import { Row } from '../lib/ui/row.tsx'
import { Rows } from '../lib/ui/rows.tsx'
import { Say } from '../lib/ui/say.tsx'
import { programOf } from './program.ts'

// Sessions is where she is signed in; each but this one can be ended from here.
export function Sessions(p: { me: Me }): JSX.Element {
  const w = useWords()
  const m = w.signin.me
  const [loaded, again] = useLoaded(`sessions ${p.me.person}`, () => api.GET('/v1/sessions', { params: { query: { limit: 50 } } }))
  const [say, setSay] = useState('')
  const end = async (id: string, current: boolean): Promise<void> => {
    if (current) return signOut()
    const { error } = await api.DELETE('/v1/sessions/{session}', { params: { path: { session: id } } })
    setSay(error ? told(error, w) : m.ended)
    again()
  }
  if (loaded.state === 'loading') return <Loading what={m.sessionsOpening} />
  if (loaded.state === 'trouble') return <Say mood="info" title={told(loaded.problem, w)} />
  return (
    <>
      <Rows label={m.sessions}>
        {loaded.data.items.map((s) => {
          const what = programOf(s.agent, m.browser, m.onPhone)
          const when = s.current ? m.here : m.seen(`${shortDay(dayOf(s.seen_at))}, ${clock(s.seen_at)}`)
          return (
            <Row key={s.id} icon="hp" name={what} under={`${m.how[s.how]}, ${when}`}>
              <Button label={s.current ? `${m.signOut}: ${what}` : m.endOf(what)} onPress={() => void end(s.id, s.current)}>
                {s.current ? m.signOut : m.end}
              </Button>
            </Row>
          )
        })}
      </Rows>
      {say ? <Say mood="info" icon="t1" title={say} live /> : null}
    </>
  )
}
