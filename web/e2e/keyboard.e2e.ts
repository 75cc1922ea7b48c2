import type { Locator } from '@playwright/test'
import { melati } from './steps.ts'
import { expect, test, type Page } from './village.ts'

// unseen is what is wrong with the place of the focus, '' when it is seen whole: a
// ring around it, nothing over it, and all of it on the screen.
const unseen = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const el = document.activeElement
    if (!(el instanceof HTMLElement) || el === document.body) return ''
    const name = (el.getAttribute('aria-label') ?? el.id) || el.textContent?.trim().slice(0, 30) || el.tagName
    const ringed = [el, el.nextElementSibling].some((e) => {
      const style = e ? getComputedStyle(e) : null
      return style?.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2
    })
    if (!ringed) return `${name}: no ring`
    const r = el.getBoundingClientRect()
    if (r.top < -1 || r.left < -1 || r.bottom > innerHeight + 1 || r.right > innerWidth + 1) return `${name}: off the screen, ${r.top} to ${r.bottom} of ${innerHeight}`
    const points: [number, number][] = [
      [(r.left + r.right) / 2, (r.top + r.bottom) / 2],
      [(r.left + r.right) / 2, r.top + 4],
      [(r.left + r.right) / 2, r.bottom - 4],
      [r.left + 4, (r.top + r.bottom) / 2],
      [r.right - 4, (r.top + r.bottom) / 2],
    ]
    const over = points.map(([x, y]) => document.elementFromPoint(x, y)).find((there) => there && !el.contains(there) && !there.contains(el))
    return over ? `${name}: under ${over.tagName}.${over.className}` : ''
  })

// tabTo goes on by the tabulator until it stands on what is wanted, and looks at
// each step whether the focus is seen.
async function tabTo(page: Page, wanted: Locator, key = 'Tab'): Promise<void> {
  await expect(wanted).toHaveCount(1)
  for (let steps = 0; steps < 60; steps++) {
    await page.keyboard.press(key)
    await expect.poll(() => unseen(page), { message: 'the focus is seen', intervals: [20, 50, 100] }).toBe('')
    if (await wanted.evaluate((el) => el === document.activeElement)) return
  }
  throw new Error(`The tabulator never comes to ${String(wanted)}.`)
}

// pick chooses in a list by the arrows.
async function pick(page: Page, list: Locator, label: string): Promise<void> {
  await tabTo(page, list)
  for (let steps = 0; steps < 60; steps++) {
    if ((await list.evaluate((el) => (el as HTMLSelectElement).selectedOptions[0]?.label)) === label) return
    await page.keyboard.press('ArrowDown')
  }
  throw new Error(`The arrows never come to ${label}.`)
}

for (const [width, height] of [
  [360, 740],
  [320, 568],
] as const) {
  test(`keys alone sign her in and record an entry, at ${width} by ${height}`, async ({ page, village }) => {
    test.setTimeout(60_000)
    await page.setViewportSize({ width, height })
    const siti = village.who('Siti')
    await page.goto(`/group/books/${melati}`)
    await tabTo(page, page.getByLabel('Nomor HP'))
    await page.keyboard.type(siti.login)
    await tabTo(page, page.getByLabel('PIN', { exact: true }))
    await page.keyboard.type(siti.secret)
    await tabTo(page, page.getByRole('button', { name: 'Lihat: PIN' }))
    await page.keyboard.press('Space')
    await expect(page.getByLabel('PIN', { exact: true })).toHaveAttribute('type', 'text')
    await tabTo(page, page.getByRole('button', { name: 'Masuk', exact: true }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Kelompok Melati' })).toBeVisible()

    await tabTo(page, page.getByRole('link', { name: 'Catat', exact: true }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Catat' })).toBeFocused()
    await tabTo(page, page.getByRole('radio', { name: 'Uang masuk' }))
    await page.keyboard.press('ArrowDown')
    const out = page.getByRole('radio', { name: 'Uang keluar' })
    await expect(out).toBeChecked()
    await expect(out).toBeFocused()
    expect(await unseen(page)).toBe('')
    await tabTo(page, page.getByLabel('Berapa?'))
    await page.keyboard.type('12')
    await tabTo(page, page.getByRole('button', { name: /ribu/i }).first())
    await page.keyboard.press('Space')
    await expect(page.getByLabel('Berapa?')).toHaveValue('12.000')
    await pick(page, page.getByLabel('Uang di mana?'), 'Kas kotak kelompok')
    const paper = page.getByRole('radio', { name: 'ATK dan buku' }).last() // it may stand among those used lately too
    await tabTo(page, page.getByRole('group', { name: 'Untuk apa?' }).getByRole('radio').first())
    await page.keyboard.press('ArrowUp') // the last of them
    await expect(page.getByRole('radio', { name: 'Lainnya' })).toBeChecked()
    await tabTo(page, page.getByLabel('Cari'))
    await page.keyboard.type('atk')
    await tabTo(page, paper)
    await page.keyboard.press('Space')
    await expect(paper).toBeChecked()
    await pick(page, page.getByLabel('Dana yang mana?'), 'Dana sosial')
    await tabTo(page, page.getByLabel('Catatan pendek'))
    await page.keyboard.type('pena')
    await tabTo(page, page.getByLabel('Berapa?'), 'Shift+Tab') // and all the way back, where a dock is not in the way either
    await tabTo(page, page.getByRole('button', { name: 'Simpan catatan' }))
    await page.keyboard.press('Enter')
    await expect(page.getByText(/Tersimpan\. Catatan no\. \d+\./)).toBeVisible()
    await tabTo(page, page.getByRole('link', { name: 'Lihat catatan' }))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'dua belas ribu rupiah keluar dari Kas kotak kelompok, untuk ATK dan buku.' })).toBeVisible()
    await tabTo(page, page.getByRole('link', { name: 'Kembali' }))
  })
}
