import createClient from 'openapi-fetch'
import type { Catalogue } from '../../locales/id.ts'
import { hearClock } from '../clock.ts'
import { inWords } from '../dates.ts'
import type { Trouble } from '../errors.ts'
import { language } from '../i18n.ts'
import { spoken } from './app.ts'
import type { components, paths } from './schema.d.ts'

// Problem is how the server says no. What stopped a request on its way has the
// same shape, so that a screen asks one question: is there an error?
export type Problem = components['schemas']['Problem']

// Unanswered is why no server said anything.
type Unanswered = Extract<Trouble, 'offline' | 'down' | 'strange'>

const unanswered: Record<string, Unanswered> = { phone_offline: 'offline', phone_down: 'down', phone_strange: 'strange' }

// patience is how long an answer may take. On the networks of the villages a
// slow answer is worth waiting for.
export const patience = 20_000

// Hooks of the session, which this file must not import.
export const hooks: {
  before: ((path: string) => Promise<boolean>) | null // false: nothing may be asked now
  stranger: (() => void) | null // the server does not know who is asking
} = { before: null, stranger: null }

// api asks the server. It never throws: what goes wrong is an error like those of
// the server. Cookies stay with this origin.
export const api = createClient<paths>({ baseUrl: '', credentials: 'same-origin', fetch: ask })

api.use({
  onRequest({ request }) {
    request.headers.set('Accept-Language', language())
    for (const [name, value] of Object.entries(spoken)) request.headers.set(name, value)
  },
})

async function ask(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname
  if (hooks.before && !(await hooks.before(path))) return trouble('phone_offline')
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), patience)
  let answer: Response
  let body: Blob
  try {
    answer = await fetch(request, { signal: stop.signal })
    body = await answer.blob()
  } catch {
    return trouble('phone_offline')
  } finally {
    clearTimeout(timer)
  }
  const type = answer.headers.get('Content-Type') ?? ''
  if (answer.ok) {
    // A network that wants money or a click first answers with a page of its own.
    if (type.startsWith('text/html')) return trouble('phone_strange')
    hearClock(answer.headers.get('Date'))
    return new Response(body.size === 0 ? null : body, { status: answer.status, headers: answer.headers })
  }
  if (!type.startsWith('application/problem+json')) return trouble(answer.status >= 500 ? 'phone_down' : 'phone_strange')
  try {
    const problem = JSON.parse(await text(body)) as Problem
    hearClock(answer.headers.get('Date'))
    const wait = Number.parseInt(answer.headers.get('Retry-After') ?? '', 10)
    if (answer.status === 401 && problem.code === 'unauthenticated') hooks.stranger?.()
    return refusal(answer.status, { ...problem, ...(wait > 0 ? { retry_after: wait } : {}) })
  } catch {
    return trouble('phone_strange')
  }
}

// text is for browsers that have no Blob.text yet.
const text = (b: Blob): Promise<string> => new Response(b).text()

function refusal(status: number, problem: object): Response {
  return new Response(JSON.stringify(problem), { status, headers: { 'Content-Type': 'application/problem+json' } })
}

const trouble = (code: string): Response => refusal(599, phoneProblem(code))

// phoneProblem is a no of the phone's own, in the server's form; whoever shows it has
// the sentence.
export const phoneProblem = (code: string): Problem => ({ code, status: 599, detail: '', title: '', type: '', request_id: '' })

// troubleOf tells which trouble on the way a problem is, null when the server spoke.
export const troubleOf = (p: { code: string }): Unanswered | null => unanswered[p.code] ?? null

// waitOf is how many seconds to wait before asking again, 0 when that is not said.
export function waitOf(p: object): number {
  const wait = (p as { retry_after?: unknown }).retry_after
  return typeof wait === 'number' ? wait : 0
}

// told is the problem as a sentence for whoever looks at the screen.
export function told(p: { code: string; detail: string }, w: Catalogue): string {
  const trouble = troubleOf(p)
  return trouble ? w.errors.needsServer[trouble] : inWords(p.detail) || w.errors.unknown.title
}
