import events from './events.json'
import { amountOf, cashBank, cashBox, elsewhere, has, same, sum, turned, uses, within, type Read } from './grade_lines.ts'
import { slip } from './grade_score.ts'

// The rules of entries, E02 to E24, in the order in which they are tried. As in
// ledger/training/grade/rules.go; the events' names are the table there.

type Kind = keyof typeof events | 'plain'

const kinds = new Map<string, Kind>()
for (const kind of Object.keys(events) as (keyof typeof events)[]) for (const name of events[kind]) kinds.set(name, kind)

// kindOf is the kind of an event by its name, else by the model answer.
function kindOf(event: string, want: Read[]): Kind {
  const named = kinds.get(event.toLowerCase().replace(/[ -]/g, '_'))
  if (named) return named
  const into = has(want, true, cashBox, cashBank)
  if (into && has(want, false, '22')) return 'loan_in'
  if (has(want, true, '22')) return 'instalment'
  if (into && has(want, false, '3101')) return 'capital_in'
  if (into && has(want, false, '4201')) return 'grant_in'
  if (into && has(want, false, '12')) return 'collection'
  if (into && has(want, false, '2103')) return 'advance'
  if (has(want, true, '3102') && has(want, false, '13')) return 'goods_taken'
  return !uses(want, cashBox, cashBank) && uses(want, ...owed) ? 'on_credit' : 'plain'
}

// owed are what customers and workers owe, and what is owed to suppliers and workers;
// lasting are what is still there after it was bought.
const owed = ['120', '2101', '2102']
const lasting = ['13', '15']

// Comparison is a learner's entry beside the model answer.
type Comparison = {
  kind: Kind
  want: Read[]
  got: Read[]
  lacks: Read[] // lines of want that are not in got
  extra: Read[] // and the other way
  missing: string[] // accounts likewise
  strange: string[]
  slips: string[] // what is wrong with the amounts of accounts in both
}

export function compare(event: string, want: Read[], got: Read[]): Comparison {
  const slips: string[] = []
  for (const w of want) {
    let g = amountOf(got, w.code, w.debit)
    if (g === BigInt(0) && amountOf(want, w.code, !w.debit) === BigInt(0)) g = amountOf(got, w.code, !w.debit)
    if (g !== BigInt(0) && g !== w.amount) slips.push(slip(w.amount.toString(), g.toString()))
  }
  const lacks = without(want, got)
  const extra = without(got, want)
  return { kind: kindOf(event, want), want, got, lacks, extra, missing: accounts(lacks, got), strange: accounts(extra, want), slips }
}

// without are the lines of a that b has no account and side for.
const without = (a: Read[], b: Read[]): Read[] => a.filter((l) => amountOf(b, l.code, l.debit) === BigInt(0))

// accounts are those of the lines, each once, that others do not have at all.
const accounts = (lines: Read[], others: Read[]): string[] => [
  ...new Set(lines.map((l) => l.code).filter((code) => !others.some((o) => o.code === code))),
]

const gone = (c: Comparison, ...groups: string[]): boolean => c.missing.some((code) => within(code, groups))

// above: the line says more than the model answer does there.
const above = (c: Comparison, l: Read): boolean => l.amount > amountOf(c.want, l.code, l.debit)

const more = (c: Comparison, ...groups: string[]): boolean => c.got.some((l) => within(l.code, groups) && above(c, l))

const credits = (c: Comparison, ...groups: string[]): boolean => c.got.some((l) => !l.debit && within(l.code, groups) && above(c, l))

const unpaidAsPaid = (c: Comparison): boolean =>
  c.kind === 'on_credit' && uses(c.got, cashBox, cashBank) && (!uses(c.want, cashBox, cashBank) || gone(c, ...owed))

const paidAsUnpaid = (c: Comparison): boolean =>
  uses(c.want, cashBox, cashBank) && !uses(c.got, cashBox, cashBank) && more(c, ...owed)

const assetAsCost = (c: Comparison): boolean => gone(c, ...lasting) && more(c, '5', '6')
const costAsAsset = (c: Comparison): boolean => gone(c, '5', '6') && more(c, ...lasting)

const classes = (codes: string[]): string => [...new Set(codes.map((code) => code.slice(0, 1)))].sort().join()

const otherAccounts = (c: Comparison): boolean => c.missing.length > 0 && c.strange.length > 0
const sameClasses = (c: Comparison): boolean => classes(c.missing) === classes(c.strange)

const partlyTurned = (c: Comparison): boolean =>
  c.want.length + c.got.length > 4 &&
  !same(c.got, turned(c.want)) &&
  c.lacks.some((l) => c.extra.some((e) => e.code === l.code && e.debit !== l.debit))

const rules: [string, (c: Comparison) => boolean][] = [
  ['E02', (c) => sum(c.got, true) === BigInt(0) || sum(c.got, false) === BigInt(0)],
  ['E03', (c) => same(c.got, turned(c.want))],
  ['E04', (c) => sum(c.got, true) !== sum(c.got, false)],
  ['E05', (c) => c.missing.indexOf('3102') >= 0 && uses(c.got, '5', '6')],
  ['E06', (c) => c.kind === 'loan_in' && credits(c, '4')],
  [
    'E07',
    (c) => ((c.kind === 'family_money' || c.kind === 'grant_in') && credits(c, '41')) || (c.kind === 'capital_in' && credits(c, '4')),
  ],
  ['E08', (c) => c.kind === 'collection' && has(c.lacks, false, '12') && credits(c, '4')],
  ['E09', (c) => c.kind === 'advance' && has(c.lacks, false, '2103') && credits(c, '4')],
  ['E10', (c) => unpaidAsPaid(c) || paidAsUnpaid(c)],
  ['E11', (c) => c.kind === 'instalment' && has(c.lacks, true, '22') && uses(c.got, '8101')],
  ['E12', (c) => assetAsCost(c) || costAsAsset(c)],
  ['E13', (c) => c.missing.indexOf('1104') >= 0 && more(c, '6')],
  ['E14', (c) => c.kind === 'goods_taken' && credits(c, '41')],
  ['E15', (c) => same(c.got, elsewhere(c.want))],
  ['E16', (c) => otherAccounts(c) && sameClasses(c)],
  ['E17', (c) => otherAccounts(c) && !sameClasses(c)],
  ['E18', (c) => c.lacks.length > 0 && c.extra.length === 0],
  ['E19', (c) => c.lacks.length === 0 && c.extra.length > 0],
  ['E20', (c) => c.slips.indexOf('E20') >= 0],
  ['E21', (c) => c.slips.indexOf('E21') >= 0],
  ['E22', (c) => c.slips.indexOf('E22') >= 0],
  ['E23', (c) => c.slips.indexOf('E23') >= 0],
  ['E24', partlyTurned],
]

// codes are all that hold, at least one.
export function codes(c: Comparison): string[] {
  if (c.got.length === 0) return ['E00']
  if (c.want.length === 0) return ['E01']
  const found = rules.filter(([, holds]) => holds(c)).map(([code]) => code)
  return found.length > 0 ? found : ['E17']
}

// sentenceKey is the code itself, unless which way round it is makes a difference.
export function sentenceKey(c: Comparison, code: string): string {
  if (code === 'E10' && !unpaidAsPaid(c)) return 'E10_paid'
  if (code === 'E12' && !assetAsCost(c)) return 'E12_used'
  if (code === 'E12' && !gone(c, '15')) return 'E12_goods'
  if (code === 'E16' && !/[5689]/.test(classes(c.missing))) return 'E16_account'
  if (code !== 'E15') return code
  const place = c.want.find((l) => within(l.code, [cashBox, cashBank]))
  if (place?.code === cashBox) return place.debit ? 'E15_into_box' : 'E15_from_box'
  return place?.debit ? 'E15' : 'E15_from_bank'
}
