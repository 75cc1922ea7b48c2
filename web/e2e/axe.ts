import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// The axe that @axe-core/playwright brings. Its builder writes axe into the page twice
// for every run, and has it tell at length of all that is well: ten times the work.
const builder = createRequire(import.meta.url).resolve('@axe-core/playwright')
const source = readFileSync(createRequire(builder).resolve('axe-core/axe.min.js'), 'utf8')

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

type Found = { violations: { id: string; nodes: { target: unknown[] }[] }[] }
type Axe = { run(options: object): Promise<Found> }

// axe is what stands in somebody's way on the page as it stands, a line for each rule.
export async function axe(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(`${source};undefined`)
  return page.evaluate(async (runOnly) => {
    const { violations } = await (window as unknown as { axe: Axe }).axe.run({ runOnly, resultTypes: ['violations'] })
    return violations.map((v) => `${v.id}: ${v.nodes.map((at) => at.target.join(' ')).join(' | ')}`)
  }, tags)
}
