import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test'
import { en } from '../src/locales/en.ts'
import { id, type Catalogue } from '../src/locales/id.ts'
import { melati, purpose } from './steps.ts'
import { test as base, type Village } from './village.ts'

// Every page of the app in every state worth a look, once: for the pictures, for
// axe, and for whoever asks what there is.

export type Language = 'id' | 'en'
export type Theme = 'light' | 'dark'

// Views are the screens we answer for: a phone, a small one, one whose person has
// made text twice as large, and a desk.
export type View = 'phone' | 'narrow' | 'large' | 'desk'
export const views: Record<View, { width: number; height: number }> = {
  phone: { width: 360, height: 740 },
  narrow: { width: 320, height: 568 },
  large: { width: 360, height: 740 },
  desk: { width: 1280, height: 800 },
}

export type Look = { language: Language; theme: Theme; view: View }

export type Place = {
  name: string
  door: '' | 'group' | 'programme' | 'workshop'
  who?: string // nobody: nobody is signed in
  address: string // below the door
  reach?: (page: Page, w: Catalogue, village: Village) => Promise<void> // from the address to the state
}

const book = `/books/${melati}`
const programmeBook = '/books/79ee4f58-2da2-885d-a998-e401b4eb3fb7'

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click()

// first opens the first thing of a list or a table.
const first = (page: Page, part: string): Promise<void> => page.locator(`main a[href*="/${part}/"]`).first().click()

// signInBy fills the form of the door in the language it speaks.
async function signInBy(page: Page, w: Catalogue, login: string, secret: string): Promise<void> {
  await page.getByLabel(w.signin.phone, { exact: true }).fill(login)
  await page.getByLabel(w.signin.pin, { exact: true }).fill(secret)
  await press(page, w.signin.enter)
}

// sharedPhone is a phone that two have used: Halimah before, Siti now.
async function sharedPhone(page: Page, w: Catalogue, village: Village): Promise<void> {
  for (const name of ['Halimah', 'Siti']) {
    const who = village.who(name)
    await signInBy(page, w, who.login, who.secret)
    await page.getByRole('heading', { level: 1, name: 'Kelompok Melati' }).waitFor()
    await page.goto('/group/people')
    if (name === 'Siti') continue
    await page.getByRole('button', { name: w.signin.other }).click()
  }
}

// leave answers for the server when leave to add a phone is asked for: it gives
// only ten in a day.
async function leave(page: Page, given: { needs_second: boolean; code?: string }): Promise<void> {
  await page.route('**/enrolments', (route) =>
    route.fulfill({ status: 201, json: { id: '019ab2c4-5d00-7000-8000-000000000001', expires_at: new Date(Date.now() + 600_000).toISOString(), ...given } }),
  )
}

// fill answers the questions of a new entry.
async function fill(page: Page, w: Catalogue): Promise<void> {
  await page.getByRole('radio', { name: w.book.add.out }).check()
  await page.getByLabel(w.book.add.amount).fill('25000')
  await page.getByLabel(w.book.add.place).selectOption({ index: 1 })
  await purpose(page, w === id ? 'ATK dan buku' : 'Stationery and books', w.book.add.lately)
  await page.getByLabel(w.book.add.fund).selectOption({ label: 'Dana sosial' })
  await page.getByLabel(w.book.add.memo).fill('beli buku kas')
}

export const places: Place[] = [
  { name: 'doors', door: '', address: '/' },

  // Coming in.
  { name: 'sign-in', door: 'group', address: '' },
  { name: 'sign-in-mistakes', door: 'group', address: '', reach: (page, w) => press(page, w.signin.enter) },
  { name: 'sign-in-wrong', door: 'group', address: '', reach: (page, w) => signInBy(page, w, '0819 9999 0000', '000111') },
  { name: 'sign-in-card', door: 'group', address: '', reach: (page, w) => press(page, w.signin.useCard) },
  {
    name: 'sign-in-people',
    door: 'group',
    address: '',
    async reach(page, w, village) {
      await sharedPhone(page, w, village)
      await page.goto('/group/me')
      await press(page, w.signin.me.signOut)
      await page.getByText(w.signin.otherUnder).waitFor()
    },
  },
  { name: 'people', door: 'group', address: '', reach: sharedPhone },
  { name: 'invitation', door: 'group', address: '/invitation' },
  {
    name: 'invitation-over',
    door: 'group',
    address: '/invitation',
    async reach(page, w) {
      await page.getByLabel(w.signin.invitation.paste).fill('LUMBUNGI1')
      await press(page, w.signin.invitation.go)
    },
  },
  { name: 'device', door: 'group', address: '/device' },
  {
    name: 'device-short',
    door: 'group',
    address: '/device',
    async reach(page, w) {
      await page.getByLabel(w.signin.device.code).fill('ABCD')
      await press(page, w.signin.device.go)
    },
  },
  {
    name: 'lock',
    door: 'group',
    who: 'Siti',
    address: '/me',
    async reach(page, w) {
      await press(page, w.signin.lock.lockNow)
      await page.getByRole('dialog', { name: w.signin.lock.title }).waitFor()
    },
  },

  // A group's book, as its treasurer has it.
  { name: 'book', door: 'group', who: 'Siti', address: '' },
  {
    name: 'book-proved',
    door: 'group',
    who: 'Siti',
    address: '',
    async reach(page, w) {
      await press(page, w.book.prove)
      await page.getByText(w.book.provedSay).waitFor()
    },
  },
  { name: 'help', door: 'group', who: 'Siti', address: book, reach: (page, w) => press(page, w.frame.help) },
  { name: 'books', door: 'group', who: 'Rohani', address: '/books' },
  { name: 'entries', door: 'group', who: 'Siti', address: `${book}/entries` },
  { name: 'entries-filter', door: 'group', who: 'Siti', address: `${book}/entries`, reach: (page, w) => page.getByText(w.book.filter, { exact: true }).click() },
  {
    name: 'entries-none',
    door: 'group',
    who: 'Siti',
    address: `${book}/entries`,
    async reach(page, w) {
      await page.getByText(w.book.filter, { exact: true }).click()
      await page.getByLabel(w.book.from, { exact: true }).fill('2020-01-01')
      await page.getByLabel(w.book.to, { exact: true }).fill('2020-01-02')
      await page.getByText(w.book.noneFound.title).waitFor()
    },
  },
  { name: 'entries-forbidden', door: 'group', who: 'Agnes', address: `${book}/entries` },
  { name: 'entry', door: 'group', who: 'Siti', address: `${book}/entries`, reach: (page) => first(page, 'entries') },
  {
    name: 'reverse',
    door: 'group',
    who: 'Siti',
    address: `${book}/entries`,
    async reach(page, w) {
      await first(page, 'entries')
      await press(page, w.book.undo)
      await press(page, w.book.undoGo)
    },
  },
  { name: 'accounts', door: 'group', who: 'Siti', address: `${book}/accounts` },
  { name: 'statement', door: 'group', who: 'Siti', address: `${book}/accounts`, reach: (page) => first(page, 'accounts') },
  { name: 'trial-balance', door: 'group', who: 'Siti', address: `${book}/trial-balance` },
  { name: 'trial-balance-funds', door: 'group', who: 'Siti', address: `${book}/trial-balance`, reach: (page, w) => press(page, w.book.byFund) },
  { name: 'add', door: 'group', who: 'Siti', address: `${book}/add` },
  { name: 'add-mistakes', door: 'group', who: 'Siti', address: `${book}/add`, reach: (page, w) => press(page, w.book.add.go) },
  { name: 'add-filled', door: 'group', who: 'Siti', address: `${book}/add`, reach: fill },
  {
    name: 'add-lines',
    door: 'group',
    who: 'Siti',
    address: `${book}/add`,
    reach: (page, w) => page.getByRole('radio', { name: w.book.add.full }).check(),
  },
  {
    name: 'add-saved',
    door: 'group',
    who: 'Siti',
    address: `${book}/add`,
    async reach(page, w) {
      await fill(page, w)
      await press(page, w.book.add.go)
      await page.getByRole('button', { name: w.book.add.another }).waitFor()
    },
  },

  // Herself, and the phone.
  { name: 'me', door: 'group', who: 'Siti', address: '/me' },
  { name: 'secret', door: 'group', who: 'Siti', address: '/me/secret' },
  {
    name: 'secret-choose',
    door: 'group',
    who: 'Siti',
    address: '/me/secret',
    async reach(page, w, village) {
      const siti = village.who('Siti')
      await page.getByLabel(w.signin.pinOf(siti.name), { exact: true }).fill(siti.secret)
      await press(page, w.signin.prove.go)
      await page.getByLabel(w.signin.choose.newPin, { exact: true }).fill('12')
      await press(page, w.signin.choose.keep)
    },
  },
  { name: 'enrol', door: 'group', who: 'Siti', address: `${book}/enrol` },
  {
    name: 'enrol-second',
    door: 'group',
    who: 'Siti',
    address: `${book}/enrol`,
    async reach(page, w) {
      await leave(page, { needs_second: true })
      await press(page, w.signin.enrol.make)
      await page.getByText(w.signin.enrol.secondSay).waitFor()
    },
  },
  {
    name: 'enrol-code',
    door: 'group',
    who: 'Siti',
    address: `${book}/enrol`,
    async reach(page, w) {
      await leave(page, { needs_second: false, code: 'LUMBUNGE1:MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U' })
      await press(page, w.signin.enrol.make)
      await page.getByText(w.signin.enrol.typed).waitFor()
    },
  },
  {
    name: 'enrol-confirm',
    door: 'group',
    who: 'Siti',
    address: `${book}/enrol/019ab2c4-5d00-7000-8000-000000000001`,
  },
  { name: 'outbox', door: 'group', who: 'Siti', address: '/outbox' },
  { name: 'storage', door: 'group', who: 'Siti', address: '/storage' },
  { name: 'lost', door: 'group', who: 'Siti', address: '/nowhere' },

  // The programme, at a desk.
  { name: 'programme-sign-in', door: 'programme', address: '' },
  { name: 'programme-books', door: 'programme', who: 'Bong', address: '' },
  { name: 'programme-book', door: 'programme', who: 'Bong', address: programmeBook },
  { name: 'programme-entries', door: 'programme', who: 'Bong', address: `${programmeBook}/entries` },
  { name: 'programme-entry', door: 'programme', who: 'Bong', address: `${programmeBook}/entries`, reach: (page) => first(page, 'entries') },
  { name: 'programme-accounts', door: 'programme', who: 'Bong', address: `${programmeBook}/accounts` },
  { name: 'programme-statement', door: 'programme', who: 'Bong', address: `${programmeBook}/accounts`, reach: (page) => first(page, 'accounts') },
  { name: 'programme-trial-balance', door: 'programme', who: 'Bong', address: `${programmeBook}/trial-balance` },
  { name: 'programme-add', door: 'programme', who: 'Bong', address: `${programmeBook}/add` },
  { name: 'programme-me', door: 'programme', who: 'Bong', address: '/me' },
  { name: 'programme-lost', door: 'programme', who: 'Bong', address: '/nowhere' },

  // The class.
  { name: 'workshop-sign-in', door: 'workshop', address: '' },
  { name: 'workshop-me', door: 'workshop', who: 'Sri', address: '' },
]

// Visit is a place as somebody sees it. Turn shows the same page on another screen, or
// in another theme.
export type Visit = { page: Page; troubles: string[]; turn: (view: View, theme: Theme) => Promise<void>; leave: () => Promise<void> }

type Kept = BrowserContextOptions['storageState']

// test can go to any place in any look. Who goes signs in once for all her visits.
export const test = base.extend<object, { visit: (place: Place, look: Look) => Promise<Visit> }>({
  visit: [
    async ({ browser, village }, use) => {
      const kept = new Map<string, Kept>()
      await use(async (place, look) => {
        const was = place.who ? (kept.get(place.who) ?? (await comeIn(browser, village, place.who))) : undefined
        if (place.who) kept.set(place.who, was)
        const context = await opened(browser, village, look, was)
        const troubles: string[] = []
        const page = await context.newPage()
        page.on('pageerror', (e) => troubles.push(String(e)))
        const letters = await lettersOf(page)
        await letters(look.view)
        await page.goto(place.door ? `/${place.door}${place.address}` : place.address)
        await settled(page)
        await place.reach?.(page, look.language === 'en' ? en : id, village)
        await settled(page)
        if (place.name !== 'lock' && (await page.locator('dialog.lock').count()) > 0) throw new Error(`The screen is locked: ${place.name}.`)
        return {
          page,
          troubles,
          leave: () => context.close(),
          async turn(view, theme) {
            await page.emulateMedia({ colorScheme: theme })
            await page.setViewportSize(views[view])
            await letters(view)
            await drawn(page)
            await settled(page)
          },
        }
      })
    },
    { scope: 'worker' },
  ],
})

// lettersOf sets how large the person has made text in her browser's own settings.
async function lettersOf(page: Page): Promise<(view: View) => Promise<void>> {
  const devtools = await page.context().newCDPSession(page)
  return async (view) => {
    await devtools.send('Page.setFontSizes', { fontSizes: view === 'large' ? { standard: 32, fixed: 26 } : { standard: 16, fixed: 13 } })
  }
}

// drawn waits until the page has heard of its new screen, and has drawn itself on it.
const drawn = (page: Page): Promise<unknown> => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))

async function opened(browser: Browser, village: Village, look: Look, storageState: Kept): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: village.address,
    viewport: views[look.view],
    locale: 'id-ID',
    timezoneId: 'Asia/Pontianak',
    colorScheme: look.theme,
    reducedMotion: 'reduce',
    serviceWorkers: 'block', // a page is seen as it comes, not as it was kept
    ...(storageState ? { storageState } : {}),
  })
  await context.addInitScript((language) => {
    localStorage.setItem('lumbung.language', language)
    localStorage.setItem('lumbung.touched', String(Date.now())) // else the screen is locked
  }, look.language)
  return context
}

// comeIn signs somebody in and keeps what her browser then holds.
async function comeIn(browser: Browser, village: Village, name: string): Promise<Kept> {
  const who = village.who(name)
  const context = await browser.newContext({ baseURL: village.address })
  const page = await context.newPage()
  const door = who.login.includes('@') ? 'programme' : 'group'
  await page.goto(`/${door}`)
  await page.getByLabel(door === 'group' ? id.signin.phone : id.signin.login, { exact: true }).fill(who.login)
  await page.getByLabel(door === 'group' ? id.signin.pin : id.signin.secret, { exact: true }).fill(who.secret)
  await press(page, id.signin.enter)
  await page.getByRole('heading', { level: 1 }).filter({ hasNotText: id.signin.title }).waitFor()
  const state = await context.storageState()
  await context.close()
  return state
}

// settled waits until nothing is being opened any more.
export async function settled(page: Page): Promise<void> {
  const living = new URL(page.url()).pathname === '/parts' // it shows what waits, too
  await page.waitForFunction((shows) => document.querySelector('h1') !== null && (shows || document.querySelector('[aria-busy=true], .bn') === null), living)
}
