import { enter, melati } from './steps.ts'
import { expect, test, type Page } from './village.ts'

const memo = 'pinjaman Bu Rahasia'

// heard is all that a screen reader could read out of the page.
async function heard(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page)
  const { nodes } = await session.send('Accessibility.getFullAXTree')
  await session.detach()
  return nodes
    .filter((n) => !n.ignored)
    .map((n) => `${String(n.name?.value ?? '')} ${String(n.value?.value ?? '')}`)
    .join('\n')
}

// uncovered are the points of the screen where something else than the lock is seen.
const uncovered = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const lock = document.querySelector('dialog.lock[open]')
    const found: string[] = []
    const { opacity, backgroundColor } = lock ? getComputedStyle(lock) : { opacity: '0', backgroundColor: '' }
    if (opacity !== '1' || !backgroundColor.startsWith('rgb(')) found.push(`seen through: ${opacity} ${backgroundColor}`)
    for (let x = 1; x < innerWidth; x += 15) {
      for (let y = 1; y < innerHeight; y += 15) {
        const there = document.elementFromPoint(x, y)
        if (!lock || !there || !lock.contains(there)) found.push(`${x},${y} ${there?.className ?? ''}`)
      }
    }
    return found
  })

test('two minutes without a touch lock the screen; what was being typed is hidden, and kept', async ({ page, village }) => {
  const siti = village.who('Siti')
  await page.clock.install()
  await enter(page, siti)
  await page.goto(`/group/books/${melati}/add`)
  await page.getByRole('radio', { name: 'Uang keluar' }).check()
  await page.getByLabel('Berapa?').fill('345000')
  await page.getByLabel('Uang di mana?').selectOption({ label: 'Kas kotak kelompok' })
  const field = page.getByLabel('Catatan pendek')
  await field.pressSequentially(memo)
  expect(await heard(page)).toContain(memo) // so that its absence below says something
  const scrolled = await page.evaluate(() => scrollY)

  const lock = page.getByRole('dialog', { name: 'Terkunci' })
  await page.clock.fastForward(110_000)
  await expect(field).toBeVisible()
  await expect(lock).toBeHidden()
  await page.clock.fastForward(11_000)
  await expect(lock).toBeVisible()
  await expect(page).toHaveTitle('Terkunci · Lumbung')
  await expect(field).toBeHidden()
  const said = await heard(page)
  expect(said).toContain('Terkunci')
  for (const secret of [memo, '345', 'Kas kotak', 'Berapa?']) expect(said, 'to the ear').not.toContain(secret)
  expect(await uncovered(page)).toEqual([])

  // Neither keys nor a wrong PIN get past it.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement === document.body || document.activeElement?.closest('dialog.lock') !== null), 'the focus stays in').toBe(true)
  }
  await expect(lock).toBeVisible()
  const pin = lock.getByLabel('PIN Siti Rahmah', { exact: true })
  await pin.fill('000111')
  await page.keyboard.press('Enter')
  await expect(lock.getByText('PIN belum cocok. Coba lagi atau pakai kartu.')).toBeVisible()
  await pin.fill(siti.secret)
  await page.keyboard.press('Enter')
  await expect(lock).toBeHidden()
  await expect(field).toHaveValue(memo)
  await expect(field).toBeFocused()
  await expect(page.getByLabel('Berapa?')).toHaveValue('345.000')
  await expect(page.getByRole('radio', { name: 'Uang keluar' })).toBeChecked()
  expect(await page.evaluate(() => scrollY)).toBe(scrolled)
  await expect(page).toHaveTitle('Catat · Lumbung')
})

test('closing the app is no way around the lock, and a change of person asks about what is unsaved', async ({ page, village }) => {
  const siti = village.who('Siti')
  await page.clock.install()
  await enter(page, siti)
  await page.goto(`/group/books/${melati}/add`)
  await page.getByLabel('Catatan pendek').pressSequentially(memo)
  await page.goto('about:blank')
  await page.clock.fastForward(121_000)
  await page.goto(`/group/books/${melati}/add`)
  const lock = page.getByRole('dialog', { name: 'Terkunci' })
  await expect(lock).toBeVisible()
  expect(await heard(page)).not.toContain(memo)
  await lock.getByRole('button', { name: 'Bukan Siti Rahmah? Ganti orang' }).click()
  await expect(lock.getByText('Siti Rahmah belum menyimpan')).toBeVisible()
  await lock.getByRole('button', { name: 'Tunggu Siti Rahmah' }).click()
  await lock.getByLabel('PIN Siti Rahmah', { exact: true }).fill(siti.secret)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('Catatan pendek')).toHaveValue(memo)
})

test.describe('while the screen of the lock has not come', () => {
  // Without what is kept on the phone, so that the network decides.
  test.use({ serviceWorkers: 'block' })

  test('the page is covered and says so, and the lock follows', async ({ page, village }) => {
    const siti = village.who('Siti')
    await page.clock.install()
    await enter(page, siti)
    let asked = 0
    let holding = true
    await page.route('**/assets/signin-*.js', async (route) => {
      asked++
      return holding ? route.abort() : route.continue()
    })
    // A page that can do without what the lock needs.
    await page.goto('/group/storage')
    const below = page.getByText('Simpanan tetap').first()
    await expect(below).toBeVisible()
    await expect.poll(() => asked, 'the screen of the lock is asked for').toBeGreaterThan(0)
    await page.clock.fastForward(121_000)
    await expect(page.getByRole('heading', { name: 'Terkunci' })).toBeVisible()
    await expect(below).toBeHidden()
    expect((await page.locator('body').innerText()).trim()).toBe('Terkunci')
    expect(await heard(page)).not.toContain('Simpanan tetap')
    holding = false
    await page.clock.fastForward(2_100)
    const lock = page.getByRole('dialog', { name: 'Terkunci' })
    await expect(lock).toBeVisible()
    await lock.getByLabel('PIN Siti Rahmah', { exact: true }).fill(siti.secret)
    await page.keyboard.press('Enter')
    await expect(below).toBeVisible()
  })
})
