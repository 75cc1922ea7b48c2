import { chromium, type BrowserContext } from '@playwright/test'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { browser } from '../playwright.config.ts'
import { ask, tokenOf } from './asking.ts'
import { enter, melati, purpose } from './steps.ts'
import { expect, type Page, type Village, type Villager } from './village.ts'

// What the group's phone does and shows, for the tests of it.

// Who may give leave to add a phone: each of them to ten a day.
const officers = ['Fransiska', 'Theresia']
let turn = 0

// enrol makes the page's phone one of the group's, with a code that an officer gives.
export async function enrol(page: Page, village: Village): Promise<void> {
  const token = await tokenOf(village, village.who(officers[turn++ % officers.length] ?? ''))
  const { code } = await ask<{ code: string }>(village, 'POST', `/v1/books/${melati}/enrolments`, { token, body: {} })
  await page.goto('/group/device')
  await page.getByLabel('Atau ketik kodenya').fill(code)
  await page.getByRole('button', { name: 'Tambahkan HP ini' }).click()
  await expect(page.getByText('HP ini sudah menjadi HP kelompok')).toBeVisible()
}

// groupPhone is an enrolled phone in the hand of who has signed in, with the app kept
// on it, that has looked at the book and at the screen for recording.
export async function groupPhone(page: Page, village: Village, who: Villager): Promise<void> {
  await enrol(page, village)
  await enter(page, who)
  await expect(page.getByRole('heading', { name: 'Uang kita' })).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  await page.getByRole('link', { name: 'Catat', exact: true }).click()
  await expect(page.getByLabel('Catatan pendek')).toBeVisible()
}

// fill answers the questions of the screen for recording: money that came from fines,
// or that went out for paper.
export async function fill(page: Page, memo: string, o: { amount?: string; out?: boolean } = {}): Promise<void> {
  await page.getByRole('radio', { name: o.out ? 'Uang keluar' : 'Uang masuk' }).check()
  await page.getByLabel('Berapa?').fill(o.amount ?? '5000')
  await page.getByLabel('Uang di mana?').selectOption({ label: 'Kas kotak kelompok' })
  await purpose(page, o.out ? 'ATK dan buku' : 'Denda')
  await page.getByLabel('Dana yang mana?').selectOption({ label: 'Dana sosial' })
  await page.getByLabel('Catatan pendek').fill(memo)
}

// sign saves what was filled in, with her PIN; sure is for what is asked about first.
export async function sign(page: Page, who: Villager, sure = false): Promise<void> {
  await page.getByRole('button', { name: 'Simpan catatan' }).click()
  if (sure) await page.getByRole('button', { name: 'Ya, memang begitu' }).click()
  const asked = page.getByRole('dialog', { name: 'Siapa yang mencatat?' })
  await asked.getByRole('textbox', { name: `PIN ${who.name}` }).fill(who.secret)
  await asked.getByRole('button', { name: 'Catat', exact: true }).click()
}

export const safe = 'Aman di HP ini. Dikirim kalau ada sinyal.'
export const sent = 'Tersimpan di server.'

// where is what the screen says of where the records are: on the phone, on the server.
export async function where(page: Page): Promise<string> {
  const all = await page.locator('main li b').allTextContents()
  return all.slice(0, 2).join(' and ')
}

// inBook is how many entries with the note are in the group's book.
export async function inBook(village: Village, memo: string): Promise<number> {
  const token = await tokenOf(village, village.who('Siti'))
  type List = { items: { memo?: string }[] }
  const { items } = await ask<List>(village, 'GET', `/v1/books/${melati}/entries?limit=200&order=newest`, { token })
  return items.filter((e) => e.memo === memo).length
}

// Pocket is a phone that can be switched off: what was kept on it is there afterwards.
export type Pocket = { open(): Promise<{ context: BrowserContext; page: Page }>; profile: string }

export function pocket(village: Village): Pocket {
  const profile = mkdtempSync(join(tmpdir(), 'lumbung-phone-'))
  return {
    profile,
    async open() {
      const context = await chromium.launchPersistentContext(profile, {
        ...browser,
        baseURL: village.address,
        viewport: { width: 360, height: 740 },
        locale: 'id-ID',
        timezoneId: 'Asia/Pontianak',
      })
      return { context, page: context.pages()[0] ?? (await context.newPage()) }
    },
  }
}
