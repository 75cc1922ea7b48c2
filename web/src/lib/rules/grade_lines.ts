// The lines of an entry to be graded, read and added up. As in ledger/training/grade.

// Figure is an exact number as it came: digits, whole rupiah, or a JSON number whose
// digits are all there (below 2^53).
export type Figure = string | number | bigint

// Line is one line of an entry as a learner writes it.
export type Line = { code: string; side: string; amount: Figure }

export const maxLines = 100
export const maxAccepted = 20
const maxCode = 20
const maxDigits = 18
const maxMinor = BigInt('1000000000000000')

// Trouble is one thing that cannot be graded: its code and the field.
export type Trouble = { code: string; field: string }

// Refused is thrown for what cannot be graded: an amount of nothing, a line without an
// account. Screens ask for these before they have anything graded.
export class Refused extends Error {
  constructor(readonly troubles: Trouble[]) {
    super(troubles.map((t) => `${t.code} (${t.field})`).join('; '))
  }
}

// Decimal is an exact number: value / 10^places.
export type Decimal = { value: bigint; places: number }

const written = /^(-?)(\d+)(?:\.(\d+))?$/

// decimal reads a figure; a code of trouble for what is none.
export function decimal(figure: Figure): Decimal | string {
  const text = String(figure)
  const found = text.length > 40 ? null : written.exec(text)
  if (!found) return 'invalid_amount'
  const [, sign = '', whole = '', fraction = ''] = found
  if (whole.replace(/^0+/, '').length > maxDigits) return 'amount_too_large'
  if (fraction.length > maxDigits) return 'too_many_places'
  return { value: BigInt(sign + whole + fraction), places: fraction.length }
}

// shifted is the value of a decimal with more places than it has.
export const shifted = (d: Decimal, places: number): bigint => d.value * BigInt(`1${'0'.repeat(places - d.places)}`)

// rupiah reads whole rupiah above zero.
function rupiah(figure: Figure): bigint | string {
  const d = decimal(figure)
  if (typeof d === 'string') return d
  const one = shifted({ value: BigInt(1), places: 0 }, d.places)
  const most = maxMinor * one
  const size = d.value < BigInt(0) ? -d.value : d.value
  if (size > most && (size % one === BigInt(0) || size >= BigInt(100) * most)) return 'amount_too_large'
  if (size % one !== BigInt(0)) return 'too_many_places'
  return d.value <= BigInt(0) ? 'amount_not_positive' : d.value / one
}

// Read is a line that has been read. Lines of one account and side are one.
export type Read = { code: string; debit: boolean; amount: bigint }

// read adds the lines up, in order; what is wrong with them goes to troubles.
export function read(lines: Line[], field: string, troubles: Trouble[]): Read[] {
  if (lines.length > maxLines) {
    troubles.push({ code: 'too_many_lines', field })
    return []
  }
  return merged(
    lines.map((l, i) => {
      const refuse = (code: string, part: string): void => void troubles.push({ code, field: `${field}[${i}].${part}` })
      if (l.code === '') refuse('required', 'code')
      else if (l.code.length > maxCode) refuse('too_long', 'code')
      if (l.side !== 'D' && l.side !== 'C') refuse('not_in_list', 'side')
      const amount = rupiah(l.amount)
      if (typeof amount === 'string') refuse(amount, 'amount')
      return { code: l.code, debit: l.side === 'D', amount: typeof amount === 'string' ? BigInt(0) : amount }
    }),
  )
}

export function merged(lines: Read[]): Read[] {
  const out: Read[] = []
  for (const l of lines.slice().sort(inOrder)) {
    const last = out[out.length - 1]
    if (last && inOrder(last, l) === 0) last.amount += l.amount
    else out.push({ ...l })
  }
  return out
}

// inOrder is by account, debits first.
function inOrder(a: Read, b: Read): number {
  if (a.code !== b.code) return a.code < b.code ? -1 : 1
  return a.debit === b.debit ? 0 : a.debit ? -1 : 1
}

export const same = (a: Read[], b: Read[]): boolean =>
  a.length === b.length && a.every((l, i) => l.code === b[i]?.code && l.debit === b[i]?.debit && l.amount === b[i]?.amount)

export const sum = (lines: Read[], debit: boolean): bigint => lines.reduce((n, l) => (l.debit === debit ? n + l.amount : n), BigInt(0))

// amountOf is what stands on a side of an account, 0 for nothing.
export const amountOf = (lines: Read[], code: string, debit: boolean): bigint =>
  lines.find((l) => l.code === code && l.debit === debit)?.amount ?? BigInt(0)

export const within = (code: string, groups: string[]): boolean => groups.some((g) => code.startsWith(g))

export const uses = (lines: Read[], ...groups: string[]): boolean => lines.some((l) => within(l.code, groups))

export const has = (lines: Read[], debit: boolean, ...groups: string[]): boolean =>
  lines.some((l) => l.debit === debit && within(l.code, groups))

export const turned = (lines: Read[]): Read[] => merged(lines.map((l) => ({ ...l, debit: !l.debit })))

export const cashBox = '1101'
export const cashBank = '1102'

const otherPlace: Record<string, string> = { [cashBox]: cashBank, [cashBank]: cashBox }

// elsewhere has the money in the bank instead of the cash box, and the other way.
export const elsewhere = (lines: Read[]): Read[] => merged(lines.map((l) => ({ ...l, code: otherPlace[l.code] ?? l.code })))
