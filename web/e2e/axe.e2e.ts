import type { Page } from '@playwright/test'
import { axe } from './axe.ts'
import { nameless } from './ear.ts'
import { places, test, type Language, type Look, type Place, type Theme, type View } from './pages.ts'
import { expect } from './village.ts'

// Nothing stands in anybody's way, on no page: axe finds nothing, the page does not
// scroll sideways, every control has a name and is large enough for a thumb.

const widths: View[] = ['phone', 'narrow', 'large', 'desk']
const languages: Language[] = ['id', 'en']
const themes: Theme[] = ['light', 'dark']

// Walk is one visit of a place in a language: where it begins, and how else the same
// page is looked at.
type Walk = { look: Look; turns: { view: View; theme: Theme }[] }

// every is all looks, each screen come to anew.
const every: Walk[] = widths.flatMap((view) =>
  languages.map((language) => ({ look: { view, language, theme: 'light' }, turns: [{ view, theme: 'dark' }] })),
)

// pairs are the looks of the n-th page: each width once, and each language with each
// theme once, beginning where there is little room. From page to page they move on, so
// that every pair of width, language and theme is seen.
function pairs(n: number): Walk[] {
  const theme = (v: number): Theme => themes[((n >> 1) + v) % 2] ?? 'light'
  const language = (v: number): Language => languages[(n + v) % 2] ?? 'id'
  return [
    { look: { view: 'large', language: language(0), theme: theme(1) }, turns: [{ view: 'phone', theme: theme(0) }] },
    { look: { view: 'narrow', language: language(1), theme: theme(0) }, turns: [{ view: 'desk', theme: theme(1) }] },
  ]
}

test.describe.configure({ mode: 'parallel' }) // a village for each worker
test.use({ trace: 'off' }) // recording every visit takes longer than the visits

const all = process.env['LUMBUNG_SOAK'] === '1'

// The living page of the parts is looked at as the app's own pages are.
const parts: Place[] = [{ name: 'parts', door: '', address: '/parts' }]

;[...places, ...parts].forEach((place, n) => {
  test(`nothing stands in anybody’s way: ${place.name}`, async ({ visit }) => {
    test.setTimeout(all ? 600_000 : 120_000)
    for (const { look, turns } of all ? every : pairs(n)) {
      const { page, troubles, turn, leave } = await visit(place, look)
      await stands(page, troubles, place, look)
      for (const t of turns) {
        await turn(t.view, t.theme)
        await stands(page, troubles, place, { ...look, ...t })
      }
      await leave()
    }
  })
})

// stands looks at a page as it stands.
async function stands(page: Page, troubles: string[], place: Place, look: Look): Promise<void> {
  const where = `${place.name}, ${Object.values(look).join(', ')}`
  await whole(page)
  expect.soft(await axe(page), `axe: ${where}`).toEqual([])
  expect.soft(await sideways(page), `pixels beyond the right edge: ${where}`).toBe(0)
  expect.soft(await nameless(page), `controls without a name: ${where}`).toEqual([])
  expect.soft(await small(page, look.view === 'desk' ? 44 : 56), `controls too small: ${where}`).toEqual([])
  expect.soft(troubles.splice(0), `errors: ${where}`).toEqual([])
}

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
