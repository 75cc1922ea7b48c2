import { expect, test } from 'vitest'
import type { Opened, TrialRow } from './data.ts'
import { cashByFund, isEntrusted } from './funds.ts'

const account = (id: string, name: string, cls: string, normal: string, role: string): Opened['accounts'][number] => ({ id, code: id, names: { id: name }, class: cls, normal, role }) as Opened['accounts'][number]
const row = (account_id: string, name: string, role: string, fund: string, debit: string, credit: string): TrialRow =>
  ({ account: account_id, account_id, names: { id: name }, class: 'asset', role, fund, debit, credit, debited: debit, credited: credit }) as TrialRow

const opened = {
  book: { currency: 'IDR', places: 0 },
  accounts: [account('1101', 'Kas kotak', 'asset', 'debit', 'cash_box'), account('2102', 'Dana sosial', 'liability', 'credit', 'social_fund')],
  funds: [
    { id: 'a', code: 'general', name: 'Umum', restricted: false },
    { id: 'b', code: 'social', name: 'Dana Sosial', restricted: true },
  ],
} as unknown as Opened

test('a fund is its money place by place, and the account of a like name is something else', () => {
  const rows = [row('1101', 'Kas kotak', 'cash_box', 'social', '0', '735000'), row('2102', 'Dana sosial', 'social_fund', 'social', '0', '200000')]
  expect(cashByFund(opened, rows)).toEqual([
    { code: 'social', name: 'Dana Sosial', restricted: true, sum: -735000n, places: [{ name: 'Kas kotak', sum: -735000n }], like: { name: 'Dana sosial', sum: 200000n } },
  ])
})

test('what members entrusted is told from other debts', () => {
  expect(isEntrusted({ class: 'liability', role: 'social_fund' })).toBe(true)
  expect(isEntrusted({ class: 'liability', role: 'external_loans' })).toBe(false)
  expect(isEntrusted({ class: 'asset', role: 'social_fund' })).toBe(false)
})
