import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { today } from '../src/lib/dates.ts'
import { en } from '../src/locales/en.ts'
import { id, type Catalogue } from '../src/locales/id.ts'
import { heard } from './ear.ts'
import { settled, type Language } from './pages.ts'
import { melati, purpose } from './steps.ts'
import { expect, open, test, type Page } from './village.ts'

// The whole walk of a treasurer who sees nothing, by roles and names alone. What she
// hears is compared with what was approved in testdata/; LUMBUNG_APPROVE=1 writes it
// anew, for a person to read and judge.

const names = {
  id: { box: 'Kas kotak kelompok', paper: 'ATK dan buku', social: 'Dana sosial', memo: 'beli buku kas', why: 'salah ketik jumlah' },
  en: { box: 'Group cash box', paper: 'Stationery and books', social: 'Dana sosial', memo: 'a cash book', why: 'the sum was mistyped' },
}

for (const language of ['id', 'en'] as const) {
  test(`a treasurer who sees nothing signs in, records, reads and reverses an entry, in ${language}`, async ({ page }) => {
    test.setTimeout(120_000)
    const { village, close } = await open('sqlite') // of its own, so that every number is the same again
    try {
      const w = language === 'en' ? en : id
      const n = names[language]
      const siti = village.who('Siti')
      const said: string[] = []
      const listen = async (step: string): Promise<void> => {
        await settled(page)
        said.push(`## ${step}`, '', ...(await heard(page, language)).map((line) => still(line, w)), '')
      }
      await page.addInitScript((l) => {
        if (location.protocol === 'http:') localStorage.setItem('lumbung.language', l)
      }, language)
      await page.goto(`${village.address}/group`)
      await page.getByRole('textbox', { name: w.signin.phone }).waitFor()
      await listen(w.signin.title)

      await page.getByRole('button', { name: w.signin.enter, exact: true }).click()
      await listen(w.signin.needLogin)

      await page.getByRole('textbox', { name: w.signin.phone }).fill(siti.login)
      await page.getByRole('textbox', { name: w.signin.pin, exact: true }).fill(siti.secret)
      await page.getByRole('button', { name: w.signin.enter, exact: true }).click()
      await page.getByRole('region', { name: w.book.cash }).waitFor()
      await page.getByRole('list', { name: w.book.parts.entries }).waitFor()
      await listen(w.book.kinds.group)

      await page.getByRole('link', { name: w.book.parts.add, exact: true }).click()
      await page.getByRole('radio', { name: w.book.add.out }).check()
      await page.getByRole('textbox', { name: w.book.add.amount }).fill('15000')
      await page.getByRole('combobox', { name: w.book.add.place }).selectOption({ label: n.box })
      await purpose(page, n.paper, w.book.add.lately)
      await page.getByRole('combobox', { name: w.book.add.fund }).selectOption({ label: n.social })
      await page.getByRole('textbox', { name: w.book.add.memo }).fill(n.memo)
      await expect(page.locator('main output').filter({ hasText: /\S/ })).toHaveCount(0, { timeout: 8000 }) // what was said of the sum
      await listen(w.book.add.out)

      await page.getByRole('button', { name: w.book.add.go }).click()
      await page.getByRole('link', { name: w.book.add.see }).waitFor()
      await listen(w.book.add.go)

      await page.getByRole('link', { name: w.book.add.see }).click()
      await page.getByRole('table', { name: w.book.lines }).waitFor()
      await listen(w.book.add.see)

      await page.getByRole('button', { name: w.book.undo }).click()
      const question = page.getByRole('dialog')
      await question.getByRole('textbox', { name: w.book.undoWhy }).fill(n.why)
      await listen(w.book.undo)

      await question.getByRole('button', { name: w.book.undoGo }).click()
      await page.getByRole('link', { name: w.book.seeUndoing }).waitFor()
      await listen(w.book.undoGo)

      await page.goto(`${village.address}/group/books/${melati}/trial-balance`)
      await page.getByRole('table', { name: w.book.parts.trialBalance }).waitFor()
      await listen(w.book.parts.trialBalance)
      compare(language, said)
    } finally {
      await leave(page)
      await close()
    }
  })
}

// leave ends what the page still asks of a server that is going away.
const leave = (page: Page): Promise<unknown> => page.goto('about:blank')

// still is a line without what differs from day to day.
function still(line: string, w: Catalogue): string {
  const day = today()
  const [year = '', month = '', date = ''] = day.split('-').map((part) => part.replace(/^0/, ''))
  const { days, months, short } = w.dates
  const weekday = days[new Date(`${day}T00:00:00Z`).getUTCDay()]
  const long = `${weekday}, ${date} ${months[Number(month) - 1]} ${year}`
  const brief = `${date} ${short[Number(month) - 1]} ${year}`
  return [long, brief, day]
    .reduce((text, written) => text.split(written).join('[hari ini]'), line)
    .replace(/\b\d\d[.:]\d\d WIB/g, '[jam]')
    .replace(/\b[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}\b/g, '[tanda]')
}

function compare(language: Language, said: string[]): void {
  const file = resolve('e2e', 'testdata', `transcript.${language}.txt`)
  const now = `${said.join('\n').trim()}\n`
  if (process.env['LUMBUNG_APPROVE']) writeFileSync(file, now)
  expect(now).toBe(readFileSync(file, 'utf8'))
}
