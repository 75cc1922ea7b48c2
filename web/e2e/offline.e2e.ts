import { readFile, rm } from 'node:fs/promises'
import { ask, tokenOf } from './asking.ts'
import { readOutbox } from './outbox_file.ts'
import { fill, groupPhone, inBook, pocket, safe, sent, sign, where } from './phone.ts'
import { enter, melati } from './steps.ts'
import { expect, test, type Page } from './village.ts'

const toOutbox = (page: Page): Promise<unknown> => page.goto('/group/outbox')
const sendNow = (page: Page): Promise<void> => page.getByRole('button', { name: 'Kirim sekarang' }).click()

test('after one visit the app opens without a network, and shows the book as last seen with the hour', async ({ page, context, village }) => {
  await groupPhone(page, village, village.who('Siti'))
  await page.getByRole('link', { name: 'Kembali' }).click()
  const money = page.getByRole('region', { name: 'Uang kita' })
  const before = await money.innerText()
  await context.setOffline(true)
  await page.goto('/group')
  await expect(page).toHaveURL(`/group/books/${melati}`)
  await expect(page.getByText(/^Tanpa jaringan\. Ini keadaan .+, \d+ \w+ \d{4}, pukul \d\d\.\d\d WIB\.$/)).toHaveCount(1)
  expect(await money.innerText()).toBe(before)
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Coba lagi' }).click()
  await expect(page.getByText(/^Tanpa jaringan/)).toHaveCount(0)
})

test('what is recorded without a network is on the phone at once, outlives it being switched off, and is in the book once', async ({ village }) => {
  const siti = village.who('Siti')
  const phone = pocket(village)
  let { context, page } = await phone.open()
  await groupPhone(page, village, siti)
  await context.setOffline(true)
  await fill(page, 'dicatat tanpa sinyal')
  await sign(page, siti)
  await expect(page.getByText(safe)).toBeVisible()
  await expect(page.getByText('1 belum terkirim. Aman di HP ini.')).toBeVisible()
  await page.reload()
  await toOutbox(page)
  await expect.poll(() => where(page)).toBe('1 and 0')
  await expect(page.getByText('Tidak ada sinyal')).toBeVisible()
  await expect(page.getByText('Catatan buku: dicatat tanpa sinyal')).toBeVisible()
  await context.close()
  expect(await inBook(village, 'dicatat tanpa sinyal')).toBe(0)

  ;({ context, page } = await phone.open())
  await context.setOffline(true)
  await toOutbox(page)
  await expect.poll(() => where(page)).toBe('1 and 0')
  await context.setOffline(false)
  await expect.poll(() => where(page)).toBe('1 and 1') // nobody pressed anything
  await expect(page.getByText('Semua sudah di server')).toBeVisible()
  await expect(page.getByText('belum terkirim')).toHaveCount(0)
  expect(await inBook(village, 'dicatat tanpa sinyal')).toBe(1)
  await context.close()
  await rm(phone.profile, { recursive: true })
})

test('with a network it is in the book as soon as it was signed, and the screen says so', async ({ page, village }) => {
  const siti = village.who('Siti')
  await groupPhone(page, village, siti)
  await fill(page, 'dicatat dengan sinyal')
  await sign(page, siti)
  await expect(page.getByText(sent)).toBeVisible()
  await page.getByRole('link', { name: 'Lihat catatan' }).click()
  await expect(page.getByText('dicatat dengan sinyal')).toBeVisible()
  expect(await inBook(village, 'dicatat dengan sinyal')).toBe(1)
})

test('the third tick stands when the server’s last backup holds what was recorded, and not before', async ({ page, village }) => {
  const siti = village.who('Siti')
  await groupPhone(page, village, siti)
  await fill(page, 'dicatat sebelum cadangan')
  await sign(page, siti)
  await expect(page.getByText(sent)).toBeVisible()
  village.backup()
  await toOutbox(page)
  await sendNow(page)
  await expect(page.getByText('Sudah di cadangan')).toBeVisible()
  await page.goto(`/group/books/${melati}/add`)
  await fill(page, 'dicatat sesudah cadangan')
  await sign(page, siti)
  await expect(page.getByText(sent)).toBeVisible()
  await toOutbox(page)
  await expect(page.getByText(/^Belum ada salinan cadangan sejak .+ WIB\.$/)).toBeVisible()
  await expect.poll(() => page.locator('main ol li b').allTextContents()).toEqual(['2', '2', '1'])
})

test('when only the answer was lost it is sent again, and is in the book once', async ({ page, village }) => {
  const siti = village.who('Siti')
  await groupPhone(page, village, siti)
  let lost = 0
  let losing = true
  await page.route('**/v1/sync', async (route) => {
    const { commands } = route.request().postDataJSON() as { commands: unknown[] }
    if (!losing || commands.length === 0) return route.continue()
    await route.fetch() // the server has it, and nobody hears of it
    lost++
    return route.abort()
  })
  await fill(page, 'jawaban hilang')
  await sign(page, siti)
  await expect(page.getByText(safe)).toBeVisible()
  await expect.poll(() => lost).toBeGreaterThan(0)
  expect(await inBook(village, 'jawaban hilang')).toBe(1)
  await toOutbox(page)
  await expect.poll(() => where(page)).toBe('1 and 0')
  losing = false
  await sendNow(page)
  await expect.poll(() => where(page)).toBe('1 and 1')
  expect(await inBook(village, 'jawaban hilang')).toBe(1)
})

test('what does not fit the book says why and the way on, and what the key-holders decided is heard', async ({ page, village }) => {
  const siti = village.who('Siti')
  await groupPhone(page, village, siti)
  await ask(village, 'POST', `/v1/books/${melati}/periods`, { token: await tokenOf(village, siti), body: { through: '2020-12-31' } })
  await fill(page, 'hari yang sudah ditutup')
  await page.getByLabel('Hari').fill('2020-11-24')
  await sign(page, siti, true)
  await expect(page.getByText('Tersimpan, tetapi belum masuk buku')).toBeVisible()
  await expect(page.getByText('Menunggu pemegang kunci. Buku sudah ditutup. Pakai tanggal sesudahnya. Sudah disimpan server. Minta pemegang kunci memeriksa.')).toBeVisible()
  await page.getByRole('link', { name: '1 perlu dilihat' }).click()
  const looked = page.getByRole('region', { name: '1 perlu dilihat' })
  await expect(looked).toContainText('Catatan buku: hari yang sudah ditutup')
  await expect(looked).toContainText('Menunggu pemegang kunci. Buku sudah ditutup.')

  const holders = await Promise.all(['Lim Mei Hwa', 'Dayang'].map((name) => tokenOf(village, village.who(name))))
  const [first = ''] = holders
  const { items } = await ask<{ items: { item: string; content: string }[] }>(village, 'GET', `/v1/books/${melati}/quarantine`, { token: first })
  const item = items.find((i) => i.content.includes('hari yang sudah ditutup'))?.item
  for (const token of holders) {
    await ask(village, 'POST', `/v1/books/${melati}/quarantine/${item}/dismissal`, { token, body: { reason: 'salah ketik hari' } })
  }
  await sendNow(page)
  await expect(looked).toContainText('Belum bisa diterima.')
  await expect(looked).toContainText('Bicarakan dulu, lalu catat yang baru.')
  expect(await inBook(village, 'hari yang sudah ditutup')).toBe(0)
})

test('a PIN or a card that is not hers records nothing', async ({ page, village }) => {
  const siti = village.who('Siti')
  await groupPhone(page, village, siti)
  await fill(page, 'bukan tangannya')
  await sign(page, { ...siti, secret: '000000' })
  const asked = page.getByRole('dialog', { name: 'Siapa yang mencatat?' })
  await expect(asked.getByText('Belum cocok. Coba lagi atau pakai kartu.')).toBeVisible()
  await asked.getByRole('button', { name: 'Pakai kartu kunci' }).click()
  await asked.getByLabel('Atau ketik tulisan kartu').fill(village.who('Lim Mei Hwa').card)
  await asked.getByRole('button', { name: 'Catat', exact: true }).click()
  await expect(asked.getByText('Belum cocok. Coba lagi atau pakai kartu.')).toBeVisible()
  await asked.getByRole('button', { name: 'Tidak jadi' }).click()
  await expect(page.getByLabel('Catatan pendek')).toHaveValue('bukan tangannya')
  await toOutbox(page)
  await expect.poll(() => where(page)).toBe('0 and 0')
})

test('a server that is down is said, and gets everything when it is up again', async ({ page, village }) => {
  const siti = village.who('Siti')
  await groupPhone(page, village, siti)
  await village.stop()
  try {
    await fill(page, 'server mati')
    await sign(page, siti)
    await expect(page.getByText(safe)).toBeVisible()
    await toOutbox(page)
    await expect(page.getByText('Server belum menjawab')).toBeVisible()
    await expect(page.getByText(/^Dicoba lagi sendiri \d\d\.\d\d WIB$/)).toBeVisible()
    await expect.poll(() => where(page)).toBe('1 and 0')
  } finally {
    await village.start()
  }
  await sendNow(page)
  await expect.poll(() => where(page)).toBe('1 and 1')
  await expect(page.getByText('Server belum menjawab')).toHaveCount(0)
  expect(await inBook(village, 'server mati')).toBe(1)
})

test('of two tabs one sends, and both say the same', async ({ page, context, village }) => {
  const siti = village.who('Siti')
  await groupPhone(page, village, siti)
  await page.waitForLoadState('networkidle')
  const other = await context.newPage()
  // What a tab asks when it opens has to be over: else it would send what the other records.
  await Promise.all([other.waitForResponse('**/v1/sync'), toOutbox(other)])
  await expect(other.getByRole('button', { name: 'Kirim sekarang' })).toBeEnabled()
  await expect.poll(() => where(other)).toBe('0 and 0')
  let tries = 0
  let letGo: () => void = () => undefined
  const held = new Promise<void>((done) => {
    letGo = done
  })
  await context.route('**/v1/sync', async (route) => {
    const { commands } = route.request().postDataJSON() as { commands: unknown[] }
    if (commands.length > 0) {
      tries++
      await held
    }
    await route.continue()
  })
  await page.bringToFront()
  await fill(page, 'dari dua tempat')
  await sign(page, siti)
  await expect(page.getByText(safe)).toBeVisible()
  await expect.poll(() => tries).toBe(1)
  await expect.poll(() => where(other)).toBe('1 and 0')
  await sendNow(other)
  await expect(other.getByRole('button', { name: 'Kirim sekarang' })).toBeEnabled()
  expect(tries).toBe(1)
  letGo()
  await expect(page.getByText(sent)).toBeVisible()
  await expect.poll(() => where(other)).toBe('1 and 1')
  await toOutbox(page)
  await expect.poll(() => where(page)).toBe('1 and 1')
  expect(tries).toBe(1)
  expect(await inBook(village, 'dari dua tempat')).toBe(1)
})

test('a full phone says so, keeps what was typed, and records it once there is room', async ({ page, village }) => {
  const siti = village.who('Siti')
  await groupPhone(page, village, siti)
  await fill(page, 'HP penuh')
  await page.evaluate(() => {
    const full = (): never => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    IDBObjectStore.prototype.add = full
    IDBObjectStore.prototype.put = full
  })
  await sign(page, siti)
  const said = page.getByRole('alert').filter({ hasText: 'Penyimpanan HP ini penuh' })
  await expect(said).toContainText('Hapus foto atau video, lalu simpan lagi.')
  await expect(page.getByLabel('Catatan pendek')).toHaveValue('HP penuh')
  await page.reload() // as when room was made
  await expect(page.getByLabel('Catatan pendek')).toHaveValue('HP penuh')
  await expect(page.getByLabel('Berapa?')).toHaveValue('5.000')
  await sign(page, siti)
  await expect(page.getByText(sent)).toBeVisible()
  await toOutbox(page)
  await expect.poll(() => where(page)).toBe('1 and 1')
})

test('a phone whose store was emptied says what is lost, asks the server, and goes on', async ({ page, context, village }) => {
  const siti = village.who('Siti')
  await groupPhone(page, village, siti)
  await fill(page, 'sebelum terhapus')
  await sign(page, siti)
  await expect(page.getByText(sent)).toBeVisible()
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Catat lagi' }).click()
  await fill(page, 'hilang bersama HP')
  await sign(page, siti)
  await expect(page.getByText(safe)).toBeVisible()
  await page.route('**/v1/sync', (route) => route.abort())
  await context.setOffline(false)
  await page.goto('/icon.svg')
  await page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) {
      await new Promise((done) => {
        indexedDB.deleteDatabase(name ?? '').onsuccess = done
      })
    }
  })
  await page.goto('/group')
  const said = page.getByRole('alert').filter({ hasText: 'Simpanan HP ini terhapus' })
  await expect(said).toContainText('HP ini pernah mencatat 2 kali.')
  await expect(said).toContainText('Catatan ke-2 belum. Salin dari buku kertas.')
  await said.getByRole('button', { name: 'Tanya server' }).click()
  await expect(said).toContainText('Kata server: sampai catatan ke-1 sudah ada.')
  await said.getByRole('button', { name: 'Sudah dicatat di kertas, mulai lagi' }).click()
  await expect(said).toHaveCount(0)
})

test('a clock that is days off is said', async ({ page, village }) => {
  await page.clock.setFixedTime(Date.now() + 3 * 86_400_000 + 60_000)
  await groupPhone(page, village, village.who('Siti'))
  await toOutbox(page)
  await expect(page.getByText('Tanggal HP salah')).toBeVisible()
  await expect(page.getByText('Lebih cepat 3 hari. Dipakai tanggal pertemuan.')).toBeVisible()
})

test('an app that the server reads no more says so, and keeps what was recorded', async ({ page, village }) => {
  const siti = village.who('Siti')
  await groupPhone(page, village, siti)
  await page.route('**/v1/sync', (route) => route.fulfill({ status: 426, contentType: 'application/problem+json', body: '{"code":"app_too_old"}' }))
  await fill(page, 'aplikasi lama')
  await sign(page, siti)
  await expect(page.getByText(safe)).toBeVisible()
  await toOutbox(page)
  await expect(page.getByRole('alert').filter({ hasText: 'Aplikasi ini perlu diperbarui' })).toContainText('Catatan aman di HP ini. Perbarui, lalu kirim.')
  await expect.poll(() => where(page)).toBe('1 and 0')
  await page.unroute('**/v1/sync')
  const loaded = page.waitForEvent('load')
  await page.getByRole('button', { name: 'Perbarui sekarang' }).click()
  await loaded
  await expect.poll(() => where(page)).toBe('1 and 1')
  expect(await inBook(village, 'aplikasi lama')).toBe(1)
})

test('the copy of the outbox is a file that shows itself whole', async ({ page, context, village }) => {
  const siti = village.who('Siti')
  await groupPhone(page, village, siti)
  await context.setOffline(true)
  const memos = ['salinan satu', 'salinan "dua", koma', 'salinan tiga']
  for (const memo of memos) {
    await fill(page, memo)
    await sign(page, siti)
    await expect(page.getByText(safe)).toBeVisible()
    await page.getByRole('button', { name: 'Catat lagi' }).click()
  }
  await toOutbox(page)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Simpan salinan' }).click()])
  await expect(page.getByText(`Salinan ada di unduhan: ${file.suggestedFilename()}`)).toBeVisible()
  const text = await readFile(await file.path(), 'utf8')
  const { head, memos: found } = readOutbox(text)
  expect(head).toMatchObject({ lumbung: 'outbox', version: 1, book: melati, commands: 3 })
  expect(found).toEqual(memos)
  expect(() => readOutbox(text.replace('salinan satu', 'salinan palsu'))).toThrow('Number 1 is not proved.')
  expect(() => readOutbox(text.split('\n').filter((_, i) => i !== 2).join('\n'))).toThrow('Line 2 is number 3.')
})

test('what this phone keeps and what waits is two taps from the book', async ({ page, village }) => {
  await groupPhone(page, village, village.who('Siti'))
  await page.getByRole('link', { name: 'Kembali' }).click()
  await page.getByRole('link', { name: 'Saya' }).click()
  await expect(page.getByRole('list', { name: 'HP kelompok' }).getByRole('link', { name: /HP ini milik Kelompok Melati/ })).toHaveAttribute('href', `/group/books/${melati}/phones`)
  await expect(page.getByRole('link', { name: 'Jadikan HP kelompok' })).toHaveCount(0)
  await page.getByRole('list', { name: 'HP ini' }).getByRole('link', { name: /Kiriman.*Semua sudah di server/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Kiriman' })).toBeVisible()
  await page.getByRole('link', { name: 'Lihat simpanan HP ini' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Simpanan HP ini' })).toBeVisible()
  await expect(page.getByText('Simpanan tetap').first()).toBeVisible()
})

test('an officer’s desk has the same two places', async ({ page, village }) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await enter(page, village.who('Fransiska'), 'programme')
  await page.goto('/programme/me')
  await page.getByRole('list', { name: 'HP ini' }).getByRole('link', { name: /Simpanan HP ini/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Simpanan HP ini' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Saya' })).toBeVisible()
})
