import { expect, test } from './village.ts'
import { enter, melati } from './steps.ts'

test('a treasurer comes to her group’s book, sees the money by fund, and records an entry', async ({ page, village }) => {
  await enter(page, village.who('Siti'))
  await expect(page).toHaveURL(/\/group\/books\/[0-9a-f-]+$/)
  await expect(page.getByRole('heading', { level: 1, name: 'Kelompok Melati' })).toBeVisible()
  const money = page.getByRole('region', { name: 'Uang kita' })
  await expect(money).toContainText('Dana pinjaman')
  await expect(money).toContainText('dua ratus ribu rupiah') // the social fund, for whoever listens

  await page.getByRole('link', { name: 'Catat', exact: true }).click()
  await page.getByRole('radio', { name: 'Uang keluar' }).check()
  await page.getByLabel('Berapa?').fill('15000')
  await page.getByLabel('Uang di mana?').selectOption({ label: 'Kas kotak kelompok' })
  await page.getByLabel('Untuk apa?').selectOption({ label: 'ATK dan buku' })
  await page.getByLabel('Dana yang mana?').selectOption({ label: 'Dana sosial' })
  await page.getByLabel('Catatan pendek').fill('beli buku kas')
  await expect(page.getByText('Akan dicatat: Rp15.000 keluar dari Kas kotak kelompok, untuk ATK dan buku.')).toBeVisible()
  await page.getByRole('button', { name: 'Simpan catatan' }).click()
  await expect(page.getByText(/Tersimpan\. Catatan no\. \d+\./)).toBeVisible()

  await page.getByRole('link', { name: 'Lihat catatan' }).click()
  await expect(page.getByRole('heading', { name: 'lima belas ribu rupiah keluar dari Kas kotak kelompok, untuk ATK dan buku.' })).toBeVisible()
  await expect(page.getByText('beli buku kas')).toBeVisible()
})

test('a wrong entry is reversed with a reason, and both stay', async ({ page, village }) => {
  await enter(page, village.who('Siti'))
  await page.goto(`/group/books/${melati}/add`)
  await page.getByLabel('Berapa?').fill('7000')
  await page.getByLabel('Uang di mana?').selectOption({ label: 'Kas kotak kelompok' })
  await page.getByLabel('Dari apa?').selectOption({ label: 'Denda' })
  await page.getByLabel('Dana yang mana?').selectOption({ label: 'Dana sosial' })
  await page.getByRole('button', { name: 'Simpan catatan' }).click()
  await page.getByRole('link', { name: 'Lihat catatan' }).click()
  await page.getByRole('button', { name: 'Betulkan dengan catatan balik' }).click()
  await page.getByRole('button', { name: 'Ya, balik catatan' }).click()
  await expect(page.getByText('Isi dulu yang ini.')).toBeVisible()
  await page.getByLabel('Alasannya').fill('salah ketik jumlah')
  await page.getByRole('button', { name: 'Ya, balik catatan' }).click()
  await expect(page.getByText('Sudah dibalik. Tidak dihitung lagi.')).toBeVisible()
  await page.getByRole('link', { name: 'Lihat catatan baliknya' }).click()
  await expect(page.getByText('salah ketik jumlah')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Betulkan dengan catatan balik' })).toBeHidden()
})

test('what is missing is said at its field, and nothing typed is lost', async ({ page, village }) => {
  await enter(page, village.who('Siti'))
  await page.goto(`/group/books/${melati}/add`)
  await page.getByLabel('Catatan pendek').fill('iuran sosial')
  await page.getByRole('button', { name: 'Simpan catatan' }).click()
  await expect(page.getByText('Isi dulu yang ini.')).toHaveCount(4)
  await page.reload()
  await expect(page.getByLabel('Catatan pendek')).toHaveValue('iuran sosial')
})

test('the trial balance is even, and the book proves whole', async ({ page, village }) => {
  await enter(page, village.who('Siti'))
  await page.goto(`/group/books/${melati}/trial-balance`)
  await expect(page.getByText('Jumlah kiri dan kanan sama.')).toBeVisible()
  await page.goto(`/group/books/${melati}`)
  await page.getByRole('button', { name: 'Periksa buku' }).click()
  await expect(page.getByText(/Utuh\. \d+ catatan cocok semua\./)).toBeVisible()
})

test('an account’s statement tells what was there after each line', async ({ page, village }) => {
  await enter(page, village.who('Siti'))
  await page.goto(`/group/books/${melati}/accounts`)
  await page.getByRole('link', { name: /Kas kotak kelompok/ }).click()
  const table = page.getByRole('table')
  await expect(table.getByRole('row')).not.toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1, name: 'Kas kotak kelompok' })).toBeVisible()
  await table.getByRole('link').first().click()
  await expect(page.getByRole('heading', { level: 1, name: /Catatan no\. \d+/ })).toBeVisible()
})

test('an officer sees the programme’s book as tables at her desk', async ({ page, village }) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await enter(page, village.who('Bong'), 'programme')
  await page.getByRole('link', { name: /Program Modal Ibu/ }).click()
  await page.getByRole('link', { name: /Neraca saldo/ }).click()
  await expect(page.getByRole('columnheader', { name: 'Debit' })).toBeVisible()
  await expect(page.getByText('Jumlah kiri dan kanan sama.')).toBeVisible()
})

test('a member does not see the lines of others', async ({ page, village }) => {
  await enter(page, village.who('Agnes'))
  await page.goto(`/group/books/${melati}/entries`)
  await expect(page.getByText('Anda tidak diizinkan melakukan ini.')).toBeVisible()
})
