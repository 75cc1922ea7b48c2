import type { components } from '../src/lib/api/schema.d.ts'
import accounts from '../src/lib/rules/accounts.json' with { type: 'json' }
import { grade } from '../src/locales/id/grade.ts'
import { lessons as w } from '../src/locales/id/lessons.ts'
import { reach } from './reached.ts'
import { expect, test, type Page } from './village.ts'

type Exercise = components['schemas']['Exercise']
type Line = components['schemas']['Line']

const learner = { class: 'MELATI', number: 12 }
const names = accounts as Record<string, { id: string }>

// exerciseOf is what the learner's phone gets, with its answer.
async function exerciseOf(page: Page, lesson: number, place: (x: Exercise) => boolean): Promise<{ x: Exercise; at: number }> {
  const got = await page.request.get(`/v1/lessons/${lesson}/pack?seed=${learner.class}-${lesson}-${learner.number}&attempts=3`)
  const pack = (await got.json()) as components['schemas']['PackOut']
  const sheet = pack.sheets.find((s) => s.level === 3)
  const at = sheet?.exercises.findIndex(place) ?? -1
  const x = sheet?.exercises[at]
  if (!x) throw new Error(`Lesson ${lesson} has no such exercise.`)
  return { x, at }
}

// come says who is learning, as on the first day.
async function come(page: Page): Promise<void> {
  await page.goto('/workshop')
  await page.getByRole('link', { name: w.who.set }).click()
  await page.getByLabel(w.who.number, { exact: true }).fill(String(learner.number))
  await page.getByLabel(w.who.class, { exact: true }).fill('melati')
  await page.getByRole('button', { name: w.who.go }).click()
  await expect(page.getByText(w.who.of(learner.class, learner.number))).toBeVisible()
}

const reached = (page: Page, lesson: number, place: number): Promise<void> => reach(page, `${learner.class}-${learner.number}`, lesson, 3, place)

async function write(page: Page, entry: Line[]): Promise<void> {
  for (const l of entry) {
    const part = page.getByRole('region', { name: l.side === 'C' ? w.form.fromWord : w.form.toWord, exact: true })
    await part.getByRole('radio', { name: names[l.code]?.id ?? l.code, exact: true }).check()
  }
  await page.getByLabel(w.form.much, { exact: true }).last().fill(String(entry[0]?.amount))
}

const check = (page: Page): Promise<void> => page.getByRole('button', { name: w.player.check }).click()

// told is that she reads one sentence, and no score.
async function told(page: Page, sentence: string): Promise<void> {
  const dock = page.getByRole('region', { name: 'Langkah berikut' })
  await expect(dock.getByText(sentence)).toBeVisible()
  await expect(page.getByText(/Nilai \d/)).toHaveCount(0)
  await page.getByRole('button', { name: w.player.retry }).click()
}

async function isRight(page: Page): Promise<void> {
  await check(page)
  await expect(page.getByRole('region', { name: 'Langkah berikut' }).getByText(w.player.verdict.right, { exact: true })).toBeVisible()
  await page.getByRole('button', { name: w.player.next }).click()
}

const ofForm = (code: string) => (x: Exercise): boolean =>
  x.form?.expected.length === 2 && !!x.form.planted?.some((p) => p.code === code && p.entry.length === 2 && p.entry[0]?.side !== p.entry[1]?.side)

test('a learner makes five mistakes, is told which, and corrects each', async ({ page }) => {
  await come(page)

  // E05: a thing for the home among the business's cards.
  const sorted = await exerciseOf(page, 1, (x) => x.kind === 'SORT')
  const cards = sorted.x.sort?.cards ?? []
  const box = (key: string): string => sorted.x.sort?.boxes.find((b) => b.key === key)?.text.id ?? key
  const misplaced = cards.findIndex((c) => c.wrong?.['usaha'] === 'E05')
  await reached(page, 1, sorted.at)
  for (const [i, card] of cards.entries()) {
    await page.getByRole('button', { name: box(i === misplaced ? 'usaha' : card.box), exact: true }).click()
  }
  await check(page)
  await told(page, grade.E05)
  await expect(page.locator('.kartu').getByText(cards[misplaced]?.text.id ?? '', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: box(cards[misplaced]?.box ?? ''), exact: true }).click()
  await isRight(page)

  // E03, E10 and E08: entries that learners write.
  for (const [lesson, code] of [[1, 'E03'], [4, 'E10'], [4, 'E08']] as const) {
    const { x, at } = await exerciseOf(page, lesson, ofForm(code))
    await reached(page, lesson, at)
    await write(page, x.form?.planted?.find((p) => p.code === code)?.entry ?? [])
    await check(page)
    await told(page, grade[code])
    await write(page, x.form?.expected ?? [])
    await isRight(page)
  }

  // N01: a price from the cost instead of from the price.
  const { x, at } = await exerciseOf(page, 7, (e) => !!e.num?.wrong_paths.some((p) => p.code === 'N01'))
  await reached(page, 7, at)
  await page.getByLabel(w.num.answer, { exact: true }).last().fill(String(x.num?.wrong_paths.find((p) => p.code === 'N01')?.value))
  await check(page)
  await told(page, grade.N01)
  await page.getByLabel(w.num.answer, { exact: true }).last().fill(String(x.num?.expected))
  await isRight(page)
})

test('who errs twice is shown the way, and goes on', async ({ page }) => {
  await come(page)
  const { x, at } = await exerciseOf(page, 1, (e) => e.kind === 'NUM')
  await reached(page, 1, at)
  const field = page.getByLabel(w.num.answer, { exact: true }).last()
  await field.fill('1000')
  await check(page)
  await page.getByRole('button', { name: w.player.retry }).click()
  await field.fill('2000')
  await check(page)
  await expect(page.getByRole('heading', { name: w.player.steps })).toBeVisible()
  await expect(page.getByText(x.steps[0]?.text.id ?? '?')).toBeVisible()
  await page.getByRole('button', { name: w.player.next }).click()
  await expect(page.getByText(w.player.at(at + 2, 4))).toBeVisible()
})

test('a sheet of whole examples brings her to the next level, and her phone says so', async ({ page }) => {
  await come(page)
  const got = await page.request.get(`/v1/lessons/2/pack?seed=${learner.class}-2-${learner.number}&attempts=3`)
  const pack = (await got.json()) as components['schemas']['PackOut']
  await page.goto('/workshop/lessons/2')
  await expect(page.getByText(pack.lesson.rule.id).first()).toBeVisible()
  await page.getByRole('link', { name: w.lesson.go }).click()
  for (const x of pack.sheets.find((s) => s.level === 0)?.exercises ?? []) {
    await page.getByRole('radio', { name: x.why?.options.find((o) => o.right)?.text.id ?? '', exact: true }).check()
    await isRight(page)
  }
  await expect(page.getByText(w.player.upSay(1))).toBeVisible()
  await page.getByRole('link', { name: w.player.toList }).click()
  await expect(page.getByRole('link', { name: /Catat hari itu juga/ }).filter({ hasText: w.level(1) })).toBeVisible()
})

test('without a signal a lesson once opened goes on where she was', async ({ page, context }) => {
  await come(page)
  const { x, at } = await exerciseOf(page, 1, (e) => e.kind === 'SORT')
  await reached(page, 1, at)
  const box = x.sort?.boxes.find((b) => b.key === x.sort?.cards[0]?.box)?.text.id ?? ''
  await page.getByRole('button', { name: box, exact: true }).click()
  await expect(page.locator('.kartu').getByText(w.sort.card(2, 12))).toBeVisible()
  await expect.poll(() => page.evaluate(async () => (await caches.match('/workshop')) !== undefined && navigator.serviceWorker.controller !== null)).toBe(true)
  await context.setOffline(true)
  await page.reload()
  await expect(page.locator('.kartu').getByText(w.sort.card(2, 12))).toBeVisible()
  await page.goto('/workshop')
  await expect(page.getByRole('link', { name: /Dua dompet/ }).first()).toBeVisible()
  await page.goto('/workshop/lessons/14')
  await expect(page.getByText(w.noneTitle)).toBeVisible()
  // The learner's phone has not been made to keep the books.
  expect(await page.evaluate(async () => (await caches.match('/group')) === undefined)).toBe(true)
})

test('screen and paper have the same exercises', async ({ page }) => {
  await come(page)
  const seed = `${learner.class}-4-${learner.number}-1`
  const asked = await page.request.post('/v1/exercises', { data: { lesson: 4, level: 3, seed } })
  const sheet = (await asked.json()) as components['schemas']['SheetOut']
  for (const [i, x] of sheet.exercises.entries()) {
    await reached(page, 4, i)
    await expect(page.locator('.story')).toHaveText(x.story.id)
  }
  await page.goto('/workshop/lessons/4/print')
  await page.getByLabel(w.trainer.from).fill(String(learner.number))
  await page.getByLabel(w.trainer.to).fill(String(learner.number))
  await page.getByRole('button', { name: w.trainer.make }).click()
  const link = page.getByRole('link', { name: w.trainer.sheet(learner.number) })
  await expect(link).toHaveAttribute('href', `/v1/lessons/4/sheet?level=3&seed=${seed}`)
  for (const name of [w.trainer.sheet(learner.number), w.trainer.key(learner.number), w.trainer.cashBook]) {
    const paper = await page.request.get((await page.getByRole('link', { name }).getAttribute('href')) ?? '')
    expect(paper.headers()['content-type']).toBe('application/pdf')
  }
})

test('the trainer alone sees scores, when she asks for them', async ({ page }) => {
  await come(page)
  await page.getByText(w.trainer.title).click()
  await page.getByRole('button', { name: w.trainer.scores }).click()
  const { at } = await exerciseOf(page, 1, (e) => e.kind === 'NUM')
  await reached(page, 1, at)
  await page.getByLabel(w.num.answer, { exact: true }).last().fill('1000')
  await check(page)
  await expect(page.getByText('Nilai 0. Kode: E23')).toBeVisible()
})

test('two learners share a phone, each with her own level', async ({ page }) => {
  await come(page)
  await reached(page, 1, 1)
  await page.goto('/workshop')
  await expect(page.getByRole('link', { name: /Dua dompet/ }).filter({ hasText: w.level(3) })).toBeVisible()
  await page.getByRole('link', { name: w.who.change }).click()
  await page.getByLabel(w.who.number, { exact: true }).fill('13')
  await page.getByRole('button', { name: w.who.go }).click()
  await expect(page.getByText(w.who.of(learner.class, 13))).toBeVisible()
  await expect(page.getByText(w.level(3))).toHaveCount(0)
  await page.getByRole('link', { name: w.who.change }).click()
  await page.getByRole('button', { name: w.who.of(learner.class, learner.number) }).click()
  await expect(page.getByRole('link', { name: /Dua dompet/ }).filter({ hasText: w.level(3) })).toBeVisible()
})

test('by the keyboard alone: one sheet of cards and one entry', async ({ page }) => {
  await come(page)
  const sorted = await exerciseOf(page, 1, (e) => e.kind === 'SORT')
  await reached(page, 1, sorted.at)
  const tabTo = async (name: string): Promise<void> => {
    for (let n = 0; n < 60; n++) {
      if ((await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')) === name) return
      await page.keyboard.press('Tab')
    }
    throw new Error(`The keyboard does not reach ${name}.`)
  }
  await page.getByRole('heading', { level: 1 }).waitFor()
  for (const card of sorted.x.sort?.cards ?? []) {
    await tabTo(sorted.x.sort?.boxes.find((b) => b.key === card.box)?.text.id ?? '')
    await page.keyboard.press('Enter')
  }
  await tabTo(w.player.check)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Langkah berikut' }).getByText(w.player.verdict.right, { exact: true })).toBeVisible()
  await page.keyboard.press('Enter') // the same button goes on

  const { x, at } = await exerciseOf(page, 1, (e) => e.form?.expected.length === 2)
  await reached(page, 1, at)
  await page.getByRole('heading', { level: 1 }).waitFor()
  for (const side of ['C', 'D'] as const) {
    const line = x.form?.expected.find((l) => l.side === side)
    const place = x.form?.chips.indexOf(line?.code ?? '') ?? -1
    for (let n = 0; n < 30; n++) {
      await page.keyboard.press('Tab')
      if (await page.evaluate((word) => document.activeElement?.matches('input[type=radio]') && !!document.activeElement.closest(`section[aria-label="${word}"]`), side === 'C' ? w.form.fromWord : w.form.toWord)) break
    }
    await page.keyboard.press('Space')
    for (let n = 0; n < place; n++) await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Tab')
  await page.keyboard.type(String(x.form?.expected[0]?.amount))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Langkah berikut' }).getByText(w.player.verdict.right, { exact: true })).toBeVisible()
})
