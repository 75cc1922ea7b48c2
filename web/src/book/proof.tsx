import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { api, phoneProblem, told } from '../lib/api/client.ts'
import type { components } from '../lib/api/schema.d.ts'
import { useWords } from '../lib/i18n.ts'
import { Button } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Say } from '../lib/ui/say.tsx'
import type { Book } from './data.ts'

type Proved = { state: 'not yet' } | { state: 'proving' } | { state: 'done'; found: components['schemas']['VerificationOut'] } | { state: 'failed'; say: string }

// Proof lets anybody who sees the whole book have it proved: every entry balanced,
// every balance recomputed, the chain unbroken. What is shown of the mark can be
// compared by eye with another phone or a printed report.
export function Proof(p: { book: Book }): JSX.Element {
  const w = useWords()
  const [proved, set] = useState<Proved>({ state: 'not yet' })
  const prove = async (): Promise<void> => {
    set({ state: 'proving' })
    const { data, error } = await api.GET('/v1/books/{book}/verification', { params: { path: { book: p.book.id } } })
    set(data ? { state: 'done', found: data } : { state: 'failed', say: told(error ?? phoneProblem('phone_strange'), w) })
  }
  const head = proved.state === 'done' ? proved.found.head : p.book.head
  return (
    <Card title={w.book.proof}>
      <div aria-live="polite">
        {proved.state === 'proving' ? <p>{w.book.proving}</p> : null}
        {proved.state === 'failed' ? <Say mood="bad" title={proved.say} /> : null}
        {proved.state === 'done' && proved.found.ok ? (
          <Say mood="good" icon="segel" title={w.book.proved(String(proved.found.entries))}>
            <p>{w.book.provedSay}</p>
          </Say>
        ) : null}
        {proved.state === 'done' && !proved.found.ok ? (
          <Say mood="bad" title={w.book.broken(String(proved.found.findings.length))}>
            <p>{w.book.brokenSay}</p>
          </Say>
        ) : null}
      </div>
      <p class="lb">
        {w.book.mark}: <span class="nw">{head.slice(0, 4)}</span> <span class="nw">{head.slice(4, 8)}</span> <span class="nw">{head.slice(8, 12)}</span>
      </p>
      <Button icon="segel" onPress={() => void prove()} off={proved.state === 'proving'}>
        {w.book.prove}
      </Button>
    </Card>
  )
}
