import { nameOf, type Account, type Opened, type TrialRow } from './data.ts'
import { cashRoles } from './sentence.ts'
import { minorOf } from './sums.ts'

// FundCash is what lies in box and bank for a fund: the sum, and where it is.
export type FundCash = { code: string; name: string; restricted: boolean; sum: bigint; places: { name: string; sum: bigint }[]; like: { name: string; sum: bigint } | null }

// cashByFund is the money of each fund: every fund that the book has, also an empty one.
// like is the account that is called as the fund is, which holds something else.
export function cashByFund(o: Opened, rows: TrialRow[]): FundCash[] {
  const minor = (r: TrialRow): bigint => minorOf(r.debit, o.book) - minorOf(r.credit, o.book)
  const cash = rows.filter((r) => cashRoles.includes(r.role ?? '') && r.fund !== undefined)
  return o.funds
    .filter((f) => f.code !== 'general' || cash.some((r) => r.fund === f.code))
    .map((f) => {
      const places = cash.filter((r) => r.fund === f.code).map((r) => ({ name: nameOf(r), sum: minor(r) }))
      const same = o.accounts.find((a) => a.names.id.toLowerCase() === f.name.toLowerCase())
      const on = rows.filter((r) => r.account_id === same?.id).reduce((n, r) => n + minor(r), 0n)
      return {
        code: f.code,
        name: f.name,
        restricted: f.restricted,
        sum: places.reduce((n, x) => n + x.sum, 0n),
        places: places.filter((x) => x.sum !== 0n),
        like: same ? { name: nameOf(same), sum: same.normal === 'debit' ? on : -on } : null,
      }
    })
}

// What members have put in the group's hands, and others have not.
const entrusted = ['social_fund', 'savings_voluntary', 'savings_entry', 'savings_compulsory', 'member_shares', 'owed_to_members', 'arisan_members']

export const isEntrusted = (a: { class: string; role?: string | undefined }): boolean => a.class === 'liability' && entrusted.includes(a.role ?? '')

// Accounts on which a member has lines of her own.
const ofMembers = [...entrusted, 'loans_receivable', 'charges_due', 'fines_due', 'owed_to_group', 'pokok_receivable', 'shu_payable']

export const hers = (accounts: Account[]): Account[] => accounts.filter((a) => ofMembers.includes(a.role ?? ''))
