/// <reference lib="webworker" />
export {}
declare const self: ServiceWorkerGlobalScope

// Filled in by the build: a hash of everything that is kept, and the addresses.
const build = '__LUMBUNG_BUILD__'
const files = '__LUMBUNG_FILES__'.split(' ')
const prefix = 'lumbung-'
const name = prefix + build
const doors = ['/group', '/programme', '/workshop']

// All files of one build come together or not at all: a page never meets the
// scripts of another build. What is named by its content is not asked for again when
// the page has just fetched it.
self.addEventListener('install', (e) => {
  const wanted = files.map((f) => new Request(f, { cache: f.startsWith('/assets/') ? 'default' : 'no-cache' }))
  e.waitUntil(caches.open(name).then((c) => c.addAll(wanted)))
})

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
  const door = doors.find((d) => url.pathname === d || url.pathname.startsWith(`${d}/`))
  const kept = e.request.mode === 'navigate' && door ? door : url.pathname
  if (files.includes(kept)) {
    e.respondWith(caches.open(name).then(async (c) => (await c.match(kept)) ?? fetch(e.request)))
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
