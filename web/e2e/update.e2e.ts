import { fill, groupPhone } from './phone.ts'
import { front, type Front } from './front.ts'
import { enter, melati } from './steps.ts'
import { expect, test as base, type Page } from './village.ts'

// The village behind a front that can hand out the app as another build.
const test = base.extend<{ shop: Front }>({
  shop: async ({ village }, use) => {
    const shop = await front(village.address)
    await use(shop)
    await shop.close()
  },
  baseURL: async ({ shop }, use) => use(shop.address),
})

const notice = (page: Page): ReturnType<Page['getByText']> => page.getByText('Versi baru siap')

// look is what the app does when it comes to the front, or when somebody asks for it.
const look = (page: Page): Promise<unknown> => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update())

test('a new version waits while something is typed, and loses nothing of it when it takes over', async ({ page, shop, village }) => {
  await groupPhone(page, village, village.who('Siti'))
  await fill(page, 'setengah jalan')
  shop.publish('0000000000aa')
  await look(page)
  await expect(notice(page)).toBeVisible()
  await expect(page.getByLabel('Catatan pendek')).toHaveValue('setengah jalan')
  const loaded = page.waitForEvent('load')
  await page.getByRole('button', { name: 'Pakai versi baru' }).click()
  await loaded
  await expect(page.getByLabel('Catatan pendek')).toHaveValue('setengah jalan')
  await expect(page.getByLabel('Berapa?')).toHaveValue('5.000')
  await expect(notice(page)).toHaveCount(0)
  await page.goto('/group/storage')
  await expect(page.getByText('0000000000aa')).toBeVisible()
})

test('when one tab takes the new version, another with something typed keeps it until she says so', async ({ page, context, shop, village }) => {
  await groupPhone(page, village, village.who('Siti'))
  const other = await context.newPage()
  await other.goto('/group/storage')
  await expect(other.getByText('Versi', { exact: true })).toBeVisible()
  await page.bringToFront()
  await fill(page, 'tab yang mengetik')
  shop.publish('0000000000bb')
  await other.bringToFront()
  await other.getByRole('button', { name: 'Cari versi baru' }).click()
  await other.getByRole('button', { name: 'Pakai versi baru' }).click()
  await expect(other.getByText('0000000000bb')).toBeVisible()
  await page.bringToFront()
  await expect(notice(page)).toBeVisible()
  await expect(page.getByLabel('Catatan pendek')).toHaveValue('tab yang mengetik')
  await page.getByRole('link', { name: 'Kembali' }).click() // screens of the build before still come
  await expect(page.getByRole('heading', { name: 'Uang kita' })).toBeVisible()
})

test('an officer’s desk is offered the new version too', async ({ page, shop, village }) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await enter(page, village.who('Fransiska'), 'programme')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  shop.publish('0000000000cc')
  await look(page)
  await expect(notice(page)).toBeVisible()
})

test('the app of the new version opens without a network', async ({ page, context, shop, village }) => {
  await groupPhone(page, village, village.who('Siti'))
  shop.publish('0000000000dd')
  await look(page)
  await page.getByRole('button', { name: 'Pakai versi baru' }).click()
  await expect(notice(page)).toHaveCount(0)
  await context.setOffline(true)
  await page.goto(`/group/books/${melati}`)
  await expect(page.getByText(/^Tanpa jaringan/)).toBeVisible()
})
