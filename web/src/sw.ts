/// <reference lib="webworker" />
export {}
declare const self: ServiceWorkerGlobalScope

// Filled in by the build: a hash of everything that is kept, and the addresses.
const build = '__LUMBUNG_BUILD__'
const files = '__LUMBUNG_FILES__'.split(' ')
const name = `lumbung-${build}`
const doors = ['/group', '/programme', '/workshop']

// All files of one build come together or not at all: a page never meets the
// scripts of another build.
self.addEventListener('install', (e) => {
  e.waitUntil(caches.open(name).then((c) => c.addAll(files.map((f) => new Request(f, { cache: 'no-cache' })))))
})

self.addEventListener('activate', (e) => {
  e.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((n) => n.startsWith('lumbung-') && n !== name).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  )
})

// A new build waits until the page says that nothing is being typed.
self.addEventListener('message', (e) => {
  if (e.data === 'take over') void self.skipWaiting()
})

// Only what was kept is answered here. Everything that reads or writes books goes
// to the server untouched.
self.addEventListener('fetch', (e) => {
  const url = new URL(e.request.url)
  if (e.request.method !== 'GET' || url.origin !== location.origin || url.pathname.startsWith('/v1/')) return
  const door = doors.find((d) => url.pathname === d || url.pathname.startsWith(`${d}/`))
  const kept = e.request.mode === 'navigate' && door ? door : url.pathname
  if (!files.includes(kept)) return
  e.respondWith(caches.open(name).then(async (c) => (await c.match(kept)) ?? fetch(e.request)))
})
