import { beforeEach, expect, test, vi } from 'vitest'

const sari = { person: 'p-sari', name: 'Sari', of: 'Melati', roles: [], checked: true }
const rina = { person: 'p-rina', name: 'Rina', of: 'Melati', roles: [], checked: true }

// A server with one session at most, behind a network that can be cut.
let asked: string[] = []
let there: { person: string; name: string } | null = null
let cut = false
let overtaken = 0 // how many sign-ins something sent later overtakes
let kept = new Map<string, string>()

class Here extends Request {
  constructor(to: string | URL | Request, init?: RequestInit) {
    super(typeof to === 'string' ? `http://lumbung.test${to}` : to, init)
  }
}

const json = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' } })

async function server(r: Request): Promise<Response> {
  if (cut) throw new TypeError('Failed to fetch')
  const what = `${r.method} ${new URL(r.url).pathname}`
  asked.push(what)
  if (what === 'POST /v1/sessions') {
    if (overtaken-- > 0) return json(409, { code: 'stale_request', detail: '' })
    const { login } = (await r.json()) as { login: string }
    there = login === 'sari' ? sari : rina
    return json(201, { person: there.person })
  }
  if (!there) return json(401, { code: 'unauthenticated', detail: '' })
  if (what === 'DELETE /v1/sessions/current') there = null
  return json(200, what === 'GET /v1/me' ? { ...there, roles: [] } : { done: true })
}

async function fresh(): Promise<typeof import('./session.ts')> {
  vi.resetModules()
  return import('./session.ts')
}

beforeEach(() => {
  asked = []
  there = null
  cut = false
  overtaken = 0
  kept = new Map()
  vi.stubGlobal('Request', Here)
  vi.stubGlobal('fetch', server)
  vi.stubGlobal('localStorage', {
    getItem: (k: string) => kept.get(k) ?? null,
    setItem: (k: string, v: string) => kept.set(k, v),
    removeItem: (k: string) => kept.delete(k),
  })
})

test('nobody is signed in at first', async () => {
  const s = await fresh()
  await s.begin()
  expect(s.session.get()).toBe('none')
})

test('the person of last time is there without a network, not checked', async () => {
  kept.set('lumbung.me', JSON.stringify(sari))
  cut = true
  const s = await fresh()
  await s.begin()
  expect(s.session.get()).toEqual({ ...sari, checked: false })
  cut = false
  there = sari
  await s.check()
  expect(s.session.get()).toEqual({ ...sari, of: '' })
})

test('signing in and out', async () => {
  const s = await fresh()
  await s.begin()
  expect(await s.signIn({ login: 'sari', secret: '372714' })).toBeNull()
  expect(s.session.get()).toMatchObject({ person: 'p-sari', checked: true })
  await s.signOut()
  expect(s.session.get()).toBe('none')
  expect(there).toBeNull()
  expect(kept.has('lumbung.me')).toBe(false)
})

test('who signed out without a network is signed out before anything else is asked', async () => {
  const s = await fresh()
  await s.begin()
  await s.signIn({ login: 'sari', secret: '372714' })
  cut = true
  await s.signOut()
  expect(there).toEqual(sari)
  cut = false
  asked = []
  const again = await fresh()
  await again.begin()
  expect(asked[0]).toBe('DELETE /v1/sessions/current')
  expect(there).toBeNull()
  expect(again.session.get()).toBe('none')
})

test('whom the phone let in by itself never acts in the session of the one before', async () => {
  const s = await fresh()
  await s.begin()
  await s.signIn({ login: 'sari', secret: '372714' })
  cut = true
  s.enter(rina)
  expect(s.session.get()).toEqual({ ...rina, checked: false })
  cut = false
  asked = []
  await s.check()
  expect(asked).toEqual(['DELETE /v1/sessions/current', 'GET /v1/me'])
  expect(s.session.get()).toMatchObject({ person: 'p-rina', checked: false })
  expect(s.shut.get()).toBe('again')
})

test('when the server no longer knows her, her screen is covered and stays', async () => {
  const s = await fresh()
  await s.begin()
  await s.signIn({ login: 'sari', secret: '372714' })
  there = null
  await s.check()
  expect(s.session.get()).toMatchObject({ person: 'p-sari' })
  expect(s.shut.get()).toBe('again')
  expect(await s.signIn({ login: 'sari', secret: '372714' }, 'p-sari')).toBeNull()
  expect(s.shut.get()).toBe('open')
})

test("somebody else's way in does not open her screen", async () => {
  const s = await fresh()
  await s.begin()
  await s.signIn({ login: 'sari', secret: '372714' })
  there = null
  await s.check()
  expect((await s.signIn({ login: 'rina', secret: '111222' }, 'p-sari'))?.code).toBe(s.notHers)
  expect(s.session.get()).toMatchObject({ person: 'p-sari' })
  expect(s.shut.get()).toBe('again')
  await s.check()
  expect(there).toBeNull()
})

test('when another tab has another person, this one is covered, and hers is ended first', async () => {
  let heard: ((e: { key: string }) => void) | null = null
  vi.stubGlobal('addEventListener', (_: string, f: (e: { key: string }) => void) => {
    heard = f
  })
  const s = await fresh()
  await s.begin()
  await s.signIn({ login: 'sari', secret: '372714' })
  kept.set('lumbung.me', JSON.stringify(rina)) // as the other tab does
  there = rina
  heard!({ key: 'lumbung.me' })
  expect(s.shut.get()).toBe('again')
  asked = []
  expect(await s.signIn({ login: 'sari', secret: '372714' }, 'p-sari')).toBeNull()
  expect(asked[0]).toBe('DELETE /v1/sessions/current')
  expect(s.shut.get()).toBe('open')
  vi.unstubAllGlobals()
})

test('a sign-in that something sent later overtakes is sent again, but not for ever', async () => {
  const s = await fresh()
  await s.begin()
  overtaken = 2
  expect(await s.signIn({ login: 'sari', secret: '1' })).toBeNull()
  expect(s.session.get()).toMatchObject({ person: 'p-sari' })
  asked = []
  overtaken = 9
  expect(await s.signIn({ login: 'sari', secret: '1' })).toMatchObject({ code: 'stale_request' })
  expect(asked.filter((a) => a === 'POST /v1/sessions')).toHaveLength(3)
})
