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

test('one phone becomes the group’s in two hands, and what was asked waits on every page', async ({ page, browser, village }) => {
  test.setTimeout(60_000)
  const [siti, maria, rohani] = [village.who('Siti'), village.who('Maria'), village.who('Rohani')]
  await enter(page, siti)
  await page.getByRole('link', { name: /^HP kelompok/ }).click()
  await page.getByRole('link', { name: 'Tambah HP' }).click()
  await page.getByRole('button', { name: 'Jadikan HP ini HP kelompok' }).click()
  await expect(page.getByRole('heading', { name: 'Pengurus kedua perlu setuju' })).toBeVisible()
  await page.getByRole('link', { name: 'Kembali' }).click() // where she came from
  await expect(page.getByRole('heading', { level: 1, name: 'HP kelompok' })).toBeVisible()
  await page.getByRole('link', { name: 'Tambah HP' }).click() // and it is still there
  await page.getByRole('link', { name: 'Serahkan ke pengurus lain' }).click()
  await page.getByRole('button', { name: 'Orang lain' }).click()
  await page.getByLabel('Nomor HP').fill(maria.login)
  await page.getByLabel('PIN', { exact: true }).fill(maria.secret)
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  await expect(page.getByText('Siti Rahmah ingin menjadikan HP ini HP kelompok. Setuju?')).toBeVisible()

  // On another phone a key-holder sees it too; a member does not, and may nothing here.
  const other = await (await browser.newContext()).newPage()
  await enter(other, village.who('Dayang'))
  await expect(other.getByText('Siti Rahmah ingin menambah HP kelompok. Setuju?')).toBeVisible()
  const member = await (await browser.newContext()).newPage()
  await enter(member, rohani)
  await member.goto(`/group/books/${melati}`)
  await expect(home(member)).toBeVisible()
  await expect(member.getByText(/Setuju\?$/)).toHaveCount(0)
  for (const place of ['enrol', 'phones']) {
    await member.goto(`/group/books/${melati}/${place}`)
    await expect(member.getByText('Yang mengurus HP kelompok: pengurus kelompok.')).toBeVisible()
    await expect(member.locator('main .btn')).toHaveCount(0)
  }
  // Who asked does not agree to it herself, on whatever phone.
  const own = await (await browser.newContext()).newPage()
  await enter(own, siti)
  await own.getByRole('link', { name: 'Lihat permintaan saya' }).click()
  const link = await readCode(own.getByRole('img', { name: 'Kode untuk dipindai' }))
  await own.goto(link)
  await expect(own.getByText('Anda yang meminta. Pengurus lain yang menyetujui.')).toBeVisible()
  await expect(own.getByRole('button', { name: 'Saya setuju' })).toHaveCount(0)

  await page.getByRole('link', { name: 'Lihat dan putuskan' }).click()
  await page.getByRole('button', { name: 'Saya setuju' }).click()
  await expect(page.getByText('HP ini sudah menjadi HP kelompok')).toBeVisible()
  for (const p of [other, member, own]) await p.context().close()
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
  await expect(page.getByRole('heading', { name: 'Perlihatkan ke HP yang baru' })).toBeVisible() // by itself
  await page.reload() // and it is found again
  const printed = await page.locator('.code').innerText()
  expect(await readCode(page.getByRole('img', { name: 'Kode untuk dipindai' })), 'the square says what stands below it').toBe(
    `${village.address}/group/device#LUMBUNGE1:${printed.replace(/\s/g, '')}`,
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
