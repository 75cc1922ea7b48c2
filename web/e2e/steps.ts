import type { Page, Villager } from './village.ts'

// The group's book in every demo village.
export const melati = '1da04c18-f6e9-8b9e-88d4-7a0ddbd2031d'

// enter signs somebody in as she would: phone or e-mail, then PIN or password.
export async function enter(page: Page, who: Villager, door = 'group'): Promise<void> {
  await page.goto(`/${door}`)
  const login = page.getByLabel(/^(Nomor HP|E-mail|Nomor HP atau e-mail)$/)
  if (door === 'group' && who.login.includes('@')) await page.getByRole('button', { name: 'Masuk dengan e-mail' }).click()
  await login.fill(who.login)
  await page.getByLabel(/^(PIN|Kata sandi|PIN atau kata sandi)$/).fill(who.secret)
  await page.getByRole('button', { name: 'Masuk', exact: true }).click()
  await page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'Masuk' }).waitFor()
}

// purpose answers what money is for or from: what was used lately stands there to press,
// the rest behind one more press.
export async function purpose(page: Page, label: string, others = 'Lainnya'): Promise<void> {
  const lately = page.getByRole('radio', { name: label, exact: true })
  await page.getByRole('radio', { name: others, exact: true }).or(page.getByLabel(/^(Dari apa|Untuk apa|What from|What for)\?$/)).first().waitFor()
  if ((await lately.count()) > 0) return lately.check()
  const more = page.getByRole('radio', { name: others, exact: true })
  if ((await more.count()) > 0) await more.check()
  await page.getByRole('combobox', { name: new RegExp(`^(${others}|Dari apa\\?|Untuk apa\\?|What from\\?|What for\\?)$`) }).selectOption({ label })
}
