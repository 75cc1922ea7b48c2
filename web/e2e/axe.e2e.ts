import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { nameless } from './ear.ts'
import { places, test, type Language, type Look, type Place, type Theme, type View } from './pages.ts'
import { expect } from './village.ts'

// Nothing stands in anybody's way, on no page: axe finds nothing, the page does not
// scroll sideways, every control has a name and is large enough for a thumb.

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

const widths: View[] = ['phone', 'narrow', 'large', 'desk']
const languages: Language[] = ['id', 'en']
const themes: Theme[] = ['light', 'dark']

const every: Look[] = widths.flatMap((view) => languages.flatMap((language) => themes.map((theme) => ({ view, language, theme }))))

// pairs are the looks of the n-th page: each width once, and each language with each
// theme once. From page to page they move on, so that every pair of width, language
// and theme is seen.
function pairs(n: number): Look[] {
  return widths.map((view, v) => ({ view, language: languages[(n + v) % 2] ?? 'id', theme: themes[((n >> 1) + (v >> 1)) % 2] ?? 'light' }))
}

test.describe.configure({ mode: 'parallel' }) // a village for each worker
test.use({ trace: 'off' }) // recording every visit takes longer than the visits

const all = process.env['LUMBUNG_SOAK'] === '1'

// The living page of the parts is looked at as the app's own pages are.
const parts: Place[] = [{ name: 'parts', door: '', address: '/parts' }]

;[...places, ...parts].forEach((place, n) => {
  test(`nothing stands in anybody’s way: ${place.name}`, async ({ visit }) => {
    test.setTimeout(all ? 600_000 : 120_000)
    for (const look of all ? every : pairs(n)) {
      const { page, troubles, leave } = await visit(place, look)
      await whole(page)
      const found = await new AxeBuilder({ page }).setLegacyMode().withTags(tags).analyze()
      const said = found.violations.map((v) => `${v.id}: ${v.nodes.map((at) => at.target.join(' ')).join(' | ')}`)
      const where = `${place.name}, ${Object.values(look).join(', ')}`
      expect.soft(said, `axe: ${where}`).toEqual([])
      expect.soft(await sideways(page), `pixels beyond the right edge: ${where}`).toBe(0)
      expect.soft(await nameless(page), `controls without a name: ${where}`).toEqual([])
      expect.soft(await small(page, look.view === 'desk' ? 44 : 56), `controls too small: ${where}`).toEqual([])
      expect.soft(troubles, `errors: ${where}`).toEqual([])
      await leave()
    }
  })
})

// whole makes the screen as long as the page: axe takes what the dock lies over for a
// small target, though one can scroll it free.
async function whole(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 360, height: 740 }
  await page.setViewportSize({ width, height: Math.max(height, await page.evaluate(() => document.documentElement.scrollHeight)) })
}

const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(document.documentElement.scrollWidth - document.documentElement.clientWidth, document.body.scrollWidth - document.documentElement.clientWidth, 0))

// small are the controls that a thumb or a mouse could miss. A link within text or a
// table needs 24 pixels.
const small = (page: Page, least: number): Promise<string[]> =>
  page.evaluate((least) => {
    const controls = Array.from(document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary'))
    return controls.flatMap((c) => {
      const box = c.getBoundingClientRect()
      if (box.width === 0 || getComputedStyle(c).visibility === 'hidden') return [] // it is not shown
      const inText = c.tagName === 'A' && (getComputedStyle(c).display === 'inline' || c.closest('td, th') !== null)
      const need = inText ? 24 : least
      // Half a pixel is the browser's rounding.
      if (Math.round(box.width * 2) / 2 >= need && Math.round(box.height * 2) / 2 >= need) return []
      return [`${c.tagName.toLowerCase()} ${(c.textContent || c.getAttribute('aria-label') || c.id).slice(0, 40)}: ${Math.round(box.width)} x ${Math.round(box.height)}, not ${need}`]
    })
  }, least)
