import type { Locator } from '@playwright/test'
import { readCode } from './camera.ts'
import { enter, melati } from './steps.ts'
import { expect, test, type Page } from './village.ts'

const signedIn = async (page: Page): Promise<number> => (await page.request.get('/v1/me')).status()

const home = (page: Page): Locator => page.getByRole('heading', { level: 1, name: 'Kelompok Melati' })

test('a shared phone changes hands in two taps and a PIN, and who had it before is out', async ({ page, village }) => {
  const [siti, rohani] = [village.who('Siti'), village.who('Rohani')]
  await enter(page, siti)
  await page.getByRole('link', { name: 'Bukan Siti Rahmah? Ganti orang' }).click()
  await page.getByRole('button', { name: 'Orang lain' }).click()
  await page.getByLabel('Nomor HP').fill(rohani.login)
  await page.getByLabel('PIN', { exact: true }).fill(rohani.secret)
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()

  await page.getByRole('link', { name: 'Bukan Rohani? Ganti orang' }).click() // one
  await page.getByRole('button', { name: 'Siti Rahmah' }).click() // two
  const pin = page.getByLabel('PIN Siti Rahmah', { exact: true })
  await expect(pin).toBeVisible()
  await expect.poll(() => signedIn(page), 'Rohani is out before Siti is in').toBe(401)
  await expect(page.getByText(rohani.login)).toHaveCount(0)
  await pin.fill(rohani.secret) // another's PIN opens nothing
  await page.keyboard.press('Enter')
  await expect(page.getByText('PIN belum cocok. Coba lagi atau pakai kartu.')).toBeVisible()
  await pin.fill(siti.secret)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: 'Bukan Siti Rahmah? Ganti orang' })).toBeVisible()
  const me = (await (await page.request.get('/v1/me')).json()) as { name?: string }
  expect(me.name).toBe(siti.name)
})

test('a treasurer’s leave to add a phone needs a second officer', async ({ page, village }) => {
  await enter(page, village.who('Siti'))
  await page.getByRole('link', { name: /^HP kelompok/ }).click()
  await page.getByRole('link', { name: 'Tambah HP' }).click()
  await page.getByRole('button', { name: 'Buat kode' }).click()
  await expect(page.getByRole('heading', { name: 'Pengurus kedua perlu setuju' })).toBeVisible()
  await page.getByRole('button', { name: 'Sudah disetujui? Periksa' }).click()
  await expect(page.getByText('Belum disetujui.')).toBeVisible()
  await expect(page.locator('.code')).toHaveCount(0)

  // Whoever made the code cannot agree to it herself.
  await page.getByRole('link', { name: 'Atau setujui di HP ini' }).click()
  await page.getByRole('button', { name: 'Saya setuju' }).click()
  await expect(page.getByText('Yang membuat kode tidak boleh menyetujui sendiri.')).toBeVisible()
})

test('a phone is added, listed, and locked out once it is revoked', async ({ page, browser, village }) => {
  test.setTimeout(60_000)
  const [siti, maria] = [village.who('Siti'), village.who('Maria')]
  const phone = await (await browser.newContext()).newPage()
  const chair = await (await browser.newContext()).newPage()
  await enter(page, siti)
  await page.goto(`/group/books/${melati}/enrol`)
  await page.getByRole('button', { name: 'Buat kode' }).click()
  const link = await readCode(page.getByRole('img', { name: 'Kode untuk dipindai' }))
  await enter(chair, maria)
  await chair.goto(link)
  await chair.getByRole('button', { name: 'Saya setuju' }).click()
  await expect(chair.getByText('Sudah disetujui. HP baru boleh ditambahkan.')).toBeVisible()
  await page.getByRole('button', { name: 'Sudah disetujui? Periksa' }).click()
  await expect(page.getByRole('heading', { name: 'Perlihatkan ke HP yang baru' })).toBeVisible()
  const printed = await page.locator('.code').innerText()
  expect(await readCode(page.getByRole('img', { name: 'Kode untuk dipindai' })), 'the square says what stands below it').toBe(
    `LUMBUNGE1:${printed.replace(/\s/g, '')}`,
  )

  await phone.goto('/group/device')
  await phone.getByLabel('Atau ketik kodenya').fill(printed.slice(0, 12))
  await phone.getByRole('button', { name: 'Tambahkan HP ini' }).click()
  await expect(phone.getByText('Kodenya belum lengkap. Ada 32 huruf dan angka.')).toBeVisible()
  await phone.getByLabel('Atau ketik kodenya').fill(printed.toLowerCase())
  await phone.getByLabel('Nama HP ini').fill('HP kotak uang')
  await phone.getByRole('button', { name: 'Tambahkan HP ini' }).click()
  await expect(phone.getByText('HP ini sudah menjadi HP kelompok')).toBeVisible()
  await enter(phone, siti)
  await expect(home(phone)).toBeVisible()

  await chair.goto(`/group/books/${melati}/phones`)
  const row = chair.getByRole('list', { name: 'HP kelompok' }).getByRole('listitem').filter({ hasText: 'HP kotak uang' })
  await expect(row).toHaveCount(1)
  await row.getByRole('button', { name: 'Tutup HP kotak uang' }).click()
  await chair.getByRole('dialog', { name: 'Tutup HP kotak uang?' }).getByRole('button', { name: 'Ya, tutup HP ini' }).click()
  await expect(row).toContainText('Ditutup')

  // Who was signed in there has to say who she is, and what the phone sends is not taken.
  expect(await signedIn(phone)).toBe(401)
  await phone.reload()
  await expect(phone.getByText('Server perlu tahu lagi ini Anda. Yang diketik tetap ada.')).toBeVisible()
  await phone.getByRole('dialog').getByLabel('PIN Siti Rahmah', { exact: true }).fill(siti.secret)
  await phone.keyboard.press('Enter')
  await expect(phone.getByRole('dialog')).toBeHidden()
  await phone.goto('/group/outbox')
  await expect(phone.getByText('HP ini sudah dilepas dari kelompok')).toBeVisible()
  // The code worked once.
  const another = await (await browser.newContext()).newPage()
  await another.goto('/group/device')
  await another.getByLabel('Atau ketik kodenya').fill(printed)
  await another.getByRole('button', { name: 'Tambahkan HP ini' }).click()
  await expect(another.getByRole('alert')).toBeVisible()
  await expect(another.getByText('HP ini sudah menjadi HP kelompok')).toHaveCount(0)
  for (const p of [phone, chair, another]) await p.context().close()
})
