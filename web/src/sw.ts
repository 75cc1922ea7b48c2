/// <reference lib="webworker" />
export {}
declare const self: ServiceWorkerGlobalScope

// Filled in by the build: a hash of everything that is kept, and the addresses.
const build = '__LUMBUNG_BUILD__'
const shells: Record<string, string[]> = { '/group': '__LUMBUNG_GROUP__'.split(' '), '/workshop': '__LUMBUNG_WORKSHOP__'.split(' ') }
const prefix = 'lumbung-'
const name = prefix + build
const doors = ['/group', '/programme', '/workshop']

// A phone keeps the doors that are used on it: the group's does not carry the lessons,
// nor a learner's the books.
self.addEventListener('install', (e) => {
  e.waitUntil(used().then((all) => all.reduce((before, door) => before.then(() => keep(door)), Promise.resolve())))
})

// used are the doors that are open now or were kept before; the group's where that says
// nothing.
async function used(): Promise<string[]> {
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const found: string[] = []
  for (const door of Object.keys(shells)) {
    if (open.some((c) => doorOf(new URL(c.url).pathname) === door) || (await caches.match(door))) found.push(door)
  }
  return found.length > 0 ? found : ['/group']
}

// All files of a door come together or not at all: a page never meets the scripts of
// another build. What is named by its content is not asked for again when the page has
// just fetched it.
async function keep(door: string): Promise<void> {
  const cache = await caches.open(name)
  const wanted = (shells[door] ?? []).map((f) => new Request(f, { cache: f.startsWith('/assets/') ? 'default' : 'no-cache' }))
  await cache.addAll(wanted)
}

// keepToo is that somebody has come to a door that the phone has not kept yet.
async function keepToo(door: string): Promise<void> {
  if (await (await caches.open(name)).match(door)) return
  await keep(door).catch(() => undefined) // another build is at the server: it brings its own worker
}

const doorOf = (path: string): string | undefined => doors.find((d) => path === d || path.startsWith(`${d}/`))

// The build before stays: a page of it may still be open, with something typed in it,
// and needs a screen that it has not shown yet.
self.addEventListener('activate', (e) => {
  e.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((n) => n.startsWith(prefix) && n !== name).slice(0, -1))
      .then((old) => Promise.all(old.map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  )
})

// A new build waits until a page says that it may take over.
self.addEventListener('message', (e) => {
  if (e.data === 'take over') void self.skipWaiting()
  if (e.data === 'answer me') e.waitUntil(self.clients.claim())
  if (e.data === 'which build') e.ports[0]?.postMessage(build)
})

// Only what was kept is answered here. Everything that reads or writes books goes
// to the server untouched.
self.addEventListener('fetch', (e) => {
  const url = new URL(e.request.url)
  if (e.request.method !== 'GET' || url.origin !== location.origin || url.pathname.startsWith('/v1/')) return
  const door = doorOf(url.pathname)
  const kept = e.request.mode === 'navigate' && door ? door : url.pathname
  if (Object.keys(shells).some((d) => shells[d]?.includes(kept))) {
    e.respondWith(caches.open(name).then(async (c) => (await c.match(kept)) ?? (kept.startsWith('/assets/') ? onceUsed(e.request) : fetch(e.request))))
    if (e.request.mode === 'navigate' && door) e.waitUntil(keepToo(door))
  } else if (kept.startsWith('/assets/')) {
    e.respondWith(onceUsed(e.request))
  } else if (door) {
    e.respondWith(lastSeen(door))
  }
})

// lastSeen is the page of a door that is not kept from the start: the server's, and
// without a network that of last time.
async function lastSeen(door: string): Promise<Response> {
  try {
    const answer = await fetch(door)
    if (answer.ok) await (await caches.open(name)).put(door, answer.clone()).catch(() => undefined)
    return answer
  } catch (e) {
    const found = await caches.match(door)
    if (found) return found
    throw e
  }
}

// onceUsed is a file that is not needed before somebody asks for it, such as the
// reader of QR codes. It is named by its content, so once it has come it is good
// for as long as this build.
async function onceUsed(request: Request): Promise<Response> {
  const found = await caches.match(request)
  if (found) return found
  const answer = await fetch(request)
  if (answer.ok) await (await caches.open(name)).put(request, answer.clone()).catch(() => undefined) // full: it works all the same
  return answer
}
