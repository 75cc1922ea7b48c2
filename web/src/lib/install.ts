import { cell } from './cell.ts'

// Installing: the phone keeps an installed app more safely than a page.

type Offer = Event & { prompt(): Promise<void>; userChoice: Promise<{ outcome: string }> }

// offer is the browser's own question, kept until somebody wants it.
export const offer = cell<Offer | null>(null)

export const installed = cell(false)

// watchInstall is called once, early: browsers offer it only once.
export function watchInstall(): void {
  const alone = matchMedia('(display-mode: standalone)').matches || 'standalone' in navigator && navigator.standalone === true
  installed.set(alone)
  addEventListener('beforeinstallprompt', (e) => {
    e.preventDefault()
    offer.set(e as Offer)
  })
  addEventListener('appinstalled', () => {
    installed.set(true)
    offer.set(null)
  })
}

// install asks; an offer serves once.
export async function install(): Promise<void> {
  const kept = offer.get()
  if (!kept) return
  offer.set(null)
  await kept.prompt()
  if ((await kept.userChoice).outcome === 'accepted') installed.set(true)
}
