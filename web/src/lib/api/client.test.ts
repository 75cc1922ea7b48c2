import { afterEach, expect, test, vi } from 'vitest'
import { id } from '../../locales/id.ts'
import { api, hooks, told, troubleOf, waitOf } from './client.ts'

// Node wants whole addresses; a page has its own.
const here = { baseUrl: 'http://lumbung.test' }

function answer(status: number, body: string, headers: Record<string, string> = {}): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status, headers })))
}

afterEach(() => {
  vi.unstubAllGlobals()
  hooks.before = null
  hooks.stranger = null
})

const problem = (code: string, detail: string): string =>
  JSON.stringify({ code, detail, status: 0, title: '', type: '', request_id: 'r', errors: [{ field: 'body.secret', code, detail }] })
const json = { 'Content-Type': 'application/problem+json' }

test('an answer is data', async () => {
  answer(200, '{"person":"p"}', { 'Content-Type': 'application/json' })
  const { data, error } = await api.GET('/v1/me', here)
  expect(data?.person).toBe('p')
  expect(error).toBeUndefined()
})

test('the server is told which protocol the app speaks', async () => {
  let said: string | null = null
  vi.stubGlobal('fetch', (r: Request) => {
    said = r.headers.get('Lumbung-App')
    return Promise.resolve(new Response(problem('app_too_old', 'Perbarui dahulu.'), { status: 426, headers: json }))
  })
  const { error } = await api.GET('/v1/me', here)
  expect(said).toBe('1')
  expect(error && told(error, id)).toBe('Perbarui dahulu.')
})

test('a problem has its sentence and its waiting time', async () => {
  answer(429, problem('limited', 'Tunggu sebentar.'), { ...json, 'Retry-After': '15' })
  const { error } = await api.GET('/v1/me', here)
  if (!error) throw new Error('it went well')
  expect(told(error, id)).toBe('Tunggu sebentar.')
  expect(waitOf(error)).toBe(15)
  expect(troubleOf(error)).toBeNull()
})

test('a day in a sentence of the server is said as one says it', async () => {
  answer(400, problem('day_in_future', 'Paling jauh besok: 2026-11-26.'), json)
  const { error } = await api.GET('/v1/me', here)
  expect(error && told(error, id)).toBe('Paling jauh besok: Kamis, 26 November 2026.')
})

test.each<[string, () => void, string]>([
  ['no network', () => vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch'))), 'offline'],
  ['a proxy without its server', () => answer(502, '<h1>Bad Gateway</h1>', { 'Content-Type': 'text/html' }), 'down'],
  ['a page that wants money first', () => answer(200, '<html>', { 'Content-Type': 'text/html; charset=utf-8' }), 'strange'],
  ['a page of another server', () => answer(404, '<html>', { 'Content-Type': 'text/html' }), 'strange'],
  ['a problem cut off half way', () => answer(409, '{"code":', json), 'strange'],
])('%s is no answer of the server', async (_, set, trouble) => {
  set()
  const { error } = await api.GET('/v1/me', here)
  if (!error) throw new Error('it went well')
  expect(troubleOf(error)).toBe(trouble)
  expect(told(error, id)).toMatch(/\.$/)
})

test('who is unknown to the server is told to the session, a wrong PIN is not', async () => {
  let strangers = 0
  hooks.stranger = () => strangers++
  answer(401, problem('sign_in_failed', 'Belum.'), json)
  await api.GET('/v1/me', here)
  expect(strangers).toBe(0)
  answer(401, problem('unauthenticated', 'Masuk dulu.'), json)
  await api.GET('/v1/me', here)
  expect(strangers).toBe(1)
})

test('nothing is asked in the name of who has left', async () => {
  const asked = vi.fn()
  vi.stubGlobal('fetch', asked)
  hooks.before = () => Promise.resolve(false)
  const { error } = await api.GET('/v1/me', here)
  expect(asked).not.toHaveBeenCalled()
  expect(error && troubleOf(error)).toBe('offline')
})
