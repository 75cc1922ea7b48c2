import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect } from './village.ts'
import { places, test, views, type Look } from './pages.ts'

// A picture of every page, to be looked at: web/shots/NAME-WIDTH.png, and dark ones.
const shots = resolve('shots')

const looks: { ending: string; look: Look }[] = [
  { ending: '360', look: { language: 'id', theme: 'light', view: 'phone' } },
  { ending: '320', look: { language: 'id', theme: 'light', view: 'narrow' } },
  { ending: '1280', look: { language: 'id', theme: 'light', view: 'desk' } },
  { ending: '360-dark', look: { language: 'id', theme: 'dark', view: 'phone' } },
]

// What README shows, as it is on the first screen.
const shown: Record<string, string> = { 'book 360': 'book', 'add-filled 360': 'add', 'sign-in 360-dark': 'sign-in', 'programme-statement 1280': 'statement' }

test.describe.configure({ mode: 'parallel' }) // a village for each worker
test.use({ trace: 'off' }) // recording every visit takes longer than the visits

for (const place of places) {
  test(`a picture of ${place.name}`, async ({ visit }) => {
    mkdirSync(resolve(shots, 'readme'), { recursive: true })
    for (const { ending, look } of looks) {
      const { page, troubles, leave } = await visit(place, look)
      const forReadme = shown[`${place.name} ${ending}`]
      await page.evaluate(() => scrollTo(0, 0))
      if (forReadme) await page.screenshot({ path: resolve(shots, 'readme', `${forReadme}.png`) })
      // As long as the page, so that the dock is where the page ends.
      const { width, height } = views[look.view]
      await page.setViewportSize({ width, height: Math.max(height, await page.evaluate(() => document.documentElement.scrollHeight)) })
      await page.screenshot({ path: resolve(shots, `${place.name}-${ending}.png`) })
      expect(troubles).toEqual([])
      await leave()
    }
  })
}
