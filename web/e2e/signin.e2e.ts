import type { BrowserContext } from '@playwright/test'
import { browser as debian } from '../playwright.config.ts'
import { ask, tokenOf } from './asking.ts'
import { film } from './camera.ts'
import { enter, melati } from './steps.ts'
import { expect, test, type Page } from './village.ts'

const signedIn = async (page: Page): Promise<number> => (await page.request.get('/v1/me')).status()

const fillIn = async (page: Page, login: string, secret: string): Promise<void> => {
  await page.getByLabel('Nomor HP').fill(login)
  await page.getByLabel('PIN', { exact: true }).fill(secret)
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
}

const useCard = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('button', { name: 'Pakai kartu kunci' }).click()
  await page.getByLabel('Atau ketik tulisan kartu').fill(text)
}

test('a phone number and a PIN let her in, to the address that she wanted', async ({ page, village }) => {
  const siti = village.who('Siti')
  await page.goto(`/group/books/${melati}/trial-balance`)
  await expect(page.getByRole('heading', { level: 1, name: 'Masuk' })).toBeVisible()
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  await expect(page.getByText('Isi dulu nomor HP Anda.')).toBeVisible()
  await expect(page.getByLabel('Nomor HP')).toBeFocused()
  await fillIn(page, siti.login.replace(/(....)/g, '$1 '), siti.secret)
  await expect(page.getByText('Jumlah kiri dan kanan sama.')).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`/group/books/${melati}/trial-balance$`))
  await page.reload()
  await expect(page.getByText('Jumlah kiri dan kanan sama.')).toBeVisible()
})

test('an unknown number and a wrong PIN are told in the same words, and what was typed stays', async ({ page, village }) => {
  await page.goto('/group')
  await fillIn(page, '081299998888', '314159')
  const told = page.getByRole('status').or(page.getByRole('alert')).filter({ hasText: 'belum cocok' })
  await expect(told).toBeVisible()
  const unknown = await told.innerText()
  await expect(page.getByLabel('Nomor HP')).toHaveValue('081299998888')
  await expect(page.getByLabel('PIN', { exact: true })).toHaveValue('314159')
  await page.reload()
  await fillIn(page, village.who('Rohani').login, '314159')
  await expect(told).toBeVisible()
  expect(await told.innerText()).toBe(unknown)
  expect(await signedIn(page)).toBe(401)
})

test('after many wrong PINs the hour of the next try is said, and the card gets in meanwhile', async ({ page, village }) => {
  test.setTimeout(150_000)
  const nur = village.who('Nurhayati')
  await page.goto('/group')
  const often = page.getByText(/^Terlalu sering salah\. Coba lagi .+\. Kartu tetap bisa\.$/)
  const go = page.getByRole('button', { name: 'Masuk', exact: true })
  await fillIn(page, nur.login, '271828')
  await expect(page.getByText('PIN belum cocok. Coba lagi atau pakai kartu.')).toBeVisible()
  // The server makes her wait longer after each: first seconds, then until an hour.
  const hour = often.filter({ hasText: /pukul \d\d\.\d\d WIB/ })
  const seconds = often.filter({ hasText: /setelah \d+ detik/ })
  let saidSeconds = 0
  for (let tries = 0; tries < 20 && !(await hour.isVisible()); tries++) {
    if (await seconds.isVisible()) {
      saidSeconds++
      await expect(page.getByText('Sekarang boleh coba lagi.')).toBeVisible({ timeout: 70_000 })
    }
    await Promise.all([page.waitForResponse('**/v1/sessions'), go.click()])
    await expect(page.getByText(/^(PIN belum cocok|Terlalu sering salah)/)).toBeVisible()
  }
  await expect(hour).toBeVisible()
  expect(saidSeconds).toBeGreaterThanOrEqual(2)
  const said = /pukul (\d\d)\.(\d\d)/.exec(await hour.innerText())
  const now = new Date(Date.now() + 7 * 3600_000)
  const ahead = (Number(said?.[1]) * 60 + Number(said?.[2]) - now.getUTCHours() * 60 - now.getUTCMinutes() + 1440) % 1440
  expect(ahead, 'minutes from now').toBeGreaterThanOrEqual(1)
  expect(ahead, 'minutes from now').toBeLessThanOrEqual(16)

  await page.getByLabel('PIN', { exact: true }).fill(nur.secret)
  const [answer] = await Promise.all([page.waitForResponse('**/v1/sessions'), go.click()])
  expect(answer.status(), 'her own PIN has to wait as well').toBe(429)
  await expect(often).toBeVisible() // under a minute is left of it by now, perhaps
  await useCard(page, nur.card)
  await go.click()
  await expect(page.getByRole('link', { name: 'Bukan Nurhayati? Ganti orang' })).toBeVisible()
})

test('a card is typed in small letters with blanks, and what lacks or differs is said', async ({ page, village }) => {
  const { card } = village.who('Yuliana') // who has no phone number
  await page.goto('/group')
  await useCard(page, card.slice(0, 21))
  await expect(page.getByText('10 dari 56 huruf')).toBeVisible()
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  await expect(page.getByText('Masih kurang 46 huruf.')).toBeVisible()
  const field = page.getByLabel('Atau ketik tulisan kartu')
  await expect(field).toBeFocused()
  await field.fill(`${card.slice(0, -1)}${card.endsWith('A') ? 'B' : 'A'}`)
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  await expect(page.getByText('Tulisan kartu kunci ini tidak lengkap atau salah ketik.')).toBeVisible()
  await field.fill(` ${card.toLowerCase().replace(/-/g, '  ')} `)
  await expect(page.getByText('Tulisan kartu lengkap.')).toBeVisible()
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Bukan Yuliana Lende? Ganti orang' })).toBeVisible()
})

test('a card held before the camera lets her in by itself', async ({ playwright, village }, info) => {
  const seen = info.outputPath('card.y4m')
  film(village.who('Mak Long').card, seen)
  const camera = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${seen}`]
  const phone = await playwright.chromium.launch({ executablePath: debian.executablePath, args: [...debian.args, ...camera] })
  try {
    const page = await phone.newPage({ baseURL: village.address, viewport: { width: 360, height: 740 }, locale: 'id-ID' })
    await page.goto('/group')
    await page.getByRole('button', { name: 'Pakai kartu kunci' }).click()
    await page.getByRole('button', { name: 'Buka kamera' }).click()
    await expect(page.getByRole('link', { name: 'Bukan Mak Long Saodah? Ganti orang' })).toBeVisible({ timeout: 20_000 })
    await expect(page.locator('video')).toHaveCount(0)
  } finally {
    await phone.close()
  }
})

test('an invitation’s link makes somebody one of the group, once', async ({ page, browser, village }) => {
  const token = await tokenOf(village, village.who('Maria'))
  const invitation = await ask<{ token: string }>(village, 'POST', `/v1/books/${melati}/invitations`, { token, body: { role: 'counter' } })
  const link = `/group/invitation#${invitation.token}`
  const sent: string[] = []
  page.on('request', (r) => sent.push(`${r.url()} ${r.headers()['referer'] ?? ''}`))
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'Anda diundang menjadi penghitung di Kelompok Melati.' })).toBeVisible()
  await expect(page).toHaveURL(/\/group\/invitation$/) // the token leaves the address as soon as it is read
  expect(sent.filter((s) => s.includes(invitation.token) && !s.includes('/v1/invitations/'))).toEqual([])
  await page.getByRole('button', { name: 'Terima undangan' }).click()
  await expect(page.getByText('Isi dulu nama Anda.')).toBeVisible()
  await expect(page.getByLabel('Nama Anda')).toBeFocused()
  await page.getByLabel('Nama Anda').fill('Ibu Kristina')
  await page.getByLabel('Nomor HP atau e-mail').fill('081277770001')
  await page.getByLabel('PIN baru', { exact: true }).fill('830274')
  await page.getByLabel('Ketik sekali lagi', { exact: true }).fill('830275')
  await page.getByRole('button', { name: 'Terima undangan' }).click()
  await expect(page.getByText('Keduanya belum sama.')).toBeVisible()
  await page.getByLabel('Ketik sekali lagi', { exact: true }).fill('830274')
  await page.getByRole('button', { name: 'Terima undangan' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Kelompok Melati' })).toBeVisible()

  const other = await (await browser.newContext()).newPage()
  await other.goto(link)
  await expect(other.getByText('Undangan ini sudah tidak berlaku. Minta yang baru.')).toBeVisible()
  await other.goto('/group')
  await fillIn(other, '0812 7777 0001', '830274')
  await expect(other.getByRole('heading', { level: 1, name: 'Kelompok Melati' })).toBeVisible()
  await other.context().close()
})

test('a passkey is added at the desk and lets her in there, and not once it is revoked', async ({ page, context, village }) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await securityKey(context, page)
  const dewi = village.who('Fransiska')
  await enter(page, dewi, 'programme')
  await page.getByRole('link', { name: 'Saya' }).click()
  await page.getByRole('button', { name: 'Tambah kunci sandi' }).click()
  await page.getByLabel('Nama kunci ini').fill('Laptop kantor')
  await page.getByRole('button', { name: 'Tambah kunci sandi' }).click()
  await expect(page.getByText('Kunci sandi sudah ditambah.')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Kunci sandi' })).toContainText('Laptop kantor')

  await page.getByRole('button', { name: 'Keluar', exact: true }).last().click()
  await page.getByRole('button', { name: 'Pakai kunci sandi' }).click()
  await expect(page.getByRole('heading', { level: 1, name: dewi.name })).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: 'dengan kunci sandi, di sini, sekarang' })).toHaveCount(1)

  await page.getByRole('button', { name: 'Cabut Laptop kantor' }).click()
  await expect(page.getByRole('dialog', { name: 'Terkunci' })).toBeVisible() // she had come in with it
  await page.getByRole('dialog').getByRole('button', { name: 'Pakai kunci sandi' }).click()
  await expect(page.getByRole('dialog').getByText('Kunci sandi ini belum cocok. Pakai cara lain.')).toBeVisible()
  expect(await signedIn(page)).toBe(401)
})

test('who signs out leaves nobody behind, also not for the button back', async ({ page, village }) => {
  await enter(page, village.who('Agnes'))
  await page.getByRole('link', { name: 'Saya' }).click()
  await page.getByRole('button', { name: 'Keluar', exact: true }).last().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Masuk' })).toBeVisible()
  await expect.poll(() => signedIn(page)).toBe(401)
  await page.goBack()
  await expect(page.getByRole('heading', { level: 1, name: 'Masuk' })).toBeVisible()
  await expect(page.getByText('Kelompok Melati').filter({ visible: true })).toHaveCount(1) // by which she is known on this phone
  await expect(page.getByRole('main')).not.toContainText('Rp')
})

test('her sessions are listed, and one that she ends from here is over there', async ({ page, browser, village }) => {
  const halimah = village.who('Halimah')
  const there = await (await browser.newContext({ userAgent: 'Mozilla/5.0 (Linux; Android 10) SamsungBrowser/14.0 Chrome/87.0 Mobile' })).newPage()
  await enter(there, halimah)
  await enter(page, halimah)
  await page.getByRole('link', { name: 'Saya' }).click()
  const list = page.getByRole('list', { name: 'Di mana saya masuk' })
  const elsewhere = list.getByRole('listitem').filter({ hasText: 'Samsung Internet, HP' })
  await expect(elsewhere).toHaveCount(1)
  await expect(elsewhere).toContainText('dengan PIN, terakhir')
  await expect(list.getByRole('listitem').filter({ hasText: 'di sini, sekarang' })).toHaveCount(1)
  await list.getByRole('button', { name: 'Keluarkan: Samsung Internet, HP' }).click()
  await expect(page.getByText('Sudah dikeluarkan.')).toBeVisible()
  await expect(elsewhere).toHaveCount(0)
  expect(await signedIn(page)).toBe(200)

  await there.reload()
  await expect(there.getByText('Server perlu tahu lagi ini Anda. Yang diketik tetap ada.')).toBeVisible()
  expect(await signedIn(there)).toBe(401)
  await there.context().close()
})

test('the language changes on the sign-in and inside, and is remembered', async ({ page, village }) => {
  const spoken = page.locator('html')
  await page.goto('/group')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
  await expect(spoken).toHaveAttribute('lang', 'en')
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible()
  await page.getByRole('button', { name: 'Bahasa Indonesia' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Masuk' })).toBeVisible()
  await expect(spoken).toHaveAttribute('lang', 'id')

  await enter(page, village.who('Siti'))
  await page.getByRole('link', { name: 'Saya' }).click()
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('button', { name: 'Sign out', exact: true }).last()).toBeVisible()
  await page.reload()
  await expect(spoken).toHaveAttribute('lang', 'en')
  await page.goto(`/group/books/${melati}/trial-balance`)
  await expect(page.getByRole('heading', { level: 1, name: 'Trial balance' })).toBeVisible()
  await page.goto('/group/me')
  await page.getByRole('button', { name: 'Bahasa Indonesia' }).click()
  await page.reload()
  await expect(page.getByRole('button', { name: 'Keluar', exact: true }).last()).toBeVisible()
  await expect(spoken).toHaveAttribute('lang', 'id')
})

// securityKey gives the browser what a laptop has: a key behind a finger, which says yes.
async function securityKey(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page)
  await session.send('WebAuthn.enable')
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  })
}
