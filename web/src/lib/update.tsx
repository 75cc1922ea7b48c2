import type { JSX } from 'preact'
import { cell, useCell } from './cell.ts'
import { codes } from './errors.ts'
import { language, useWords } from './i18n.ts'
import { watchInstall } from './install.ts'
import { notice } from './notice.ts'
import { Button } from './ui/button.tsx'
import { Say } from './ui/say.tsx'
import { typedIn, unsaved } from './unsaved.ts'

// A new version of the app is fetched while the old one works, and takes over when
// somebody says so, or when nobody looks and nothing is typed.

// ready says that a new version waits, or has taken over from another tab.
export const ready = cell(false)

const often = 3_600_000 // how often a new version is looked for, at most
let registration: ServiceWorkerRegistration | null = null
let looked = 0
let asked = false // somebody has said that the new version may take over

const free = (): boolean => unsaved().length === 0 && !typedIn(document)

// begin does what every door does after its first screen has come: the service
// worker, what is to be said above the work, and sending.
export async function begin(): Promise<void> {
  watchInstall()
  if (import.meta.env.PROD) await register().catch(() => undefined) // without it the app needs a network, and works
  const { Notices } = await import('../outbox/notices.tsx')
  notice.set(<Notices />)
  const { startSync } = await import('./sync.ts')
  startSync()
  if (language() !== 'id') await codes(language()).catch(() => undefined) // kept from now on, for when there is no network
}

async function register(): Promise<void> {
  const workers = (navigator as Partial<Navigator>).serviceWorker
  if (!workers) return
  let had = workers.controller !== null
  workers.addEventListener('controllerchange', () => {
    if (!had) had = true // the very first one
    else if (asked || free()) location.reload()
    else ready.set(true)
  })
  const reg = await workers.register('/sw.js')
  registration = reg
  // A page that was on its way while the worker began is not answered by it yet.
  void workers.ready.then((r) => workers.controller ?? r.active?.postMessage('answer me'))
  const see = (): void => {
    if (reg.waiting && workers.controller) ready.set(true)
  }
  see()
  reg.addEventListener('updatefound', () => reg.installing?.addEventListener('statechange', see))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') {
      if (ready.get() && free()) takeOver()
    } else void lookForUpdate(often)
  })
}

// lookForUpdate asks the server for a new version, unless it was asked just now.
export async function lookForUpdate(notWithin = 0): Promise<void> {
  if (!registration || Date.now() - looked < notWithin) return
  looked = Date.now()
  await registration.update().catch(() => undefined) // no network: another time
}

// takeOver changes to the new version; every page of the app is loaded anew.
export function takeOver(): void {
  asked = true
  if (registration?.waiting) registration.waiting.postMessage('take over')
  else location.reload()
}

// build is the version that answers this page, '' when none does.
export function build(): Promise<string> {
  const worker = (navigator as Partial<Navigator>).serviceWorker?.controller
  if (!worker) return Promise.resolve('')
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = (e) => resolve(String(e.data))
    worker.postMessage('which build', [port2])
    setTimeout(() => resolve(''), 2000)
  })
}

// UpdateNotice offers the new version.
export function UpdateNotice(): JSX.Element | null {
  const w = useWords().outbox.update
  if (!useCell(ready)) return null
  return (
    <Say mood="info" icon="masuk" title={w.title} live>
      <p>{w.say}</p>
      <Button onPress={takeOver}>{w.go}</Button>
    </Say>
  )
}
