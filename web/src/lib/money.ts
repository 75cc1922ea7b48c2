// Money is whole rupiah in a bigint, or its digits in a string; never a number.

// most is the largest sum of one line of a book, as the server has it.
export const most = BigInt('1000000000000000')

const zero = BigInt(0)
const thousand = BigInt(1000)
const million = BigInt(1000000)

// grouped writes the digits of a sum with a dot before each three: 1.234.567.
export function grouped(minor: bigint): string {
  const digits = (minor < zero ? -minor : minor).toString()
  return digits.replace(/\B(?=(\d{3})+$)/g, '.')
}

// rupiah is the sum as it is written: Rp1.234.567, −Rp1.500.
export function rupiah(minor: bigint): string {
  return `${minor < zero ? '−' : ''}Rp${grouped(minor)}`
}

// Reading is what somebody wrote: a sum above zero, or a doubt. Then maybe holds
// the sums that could be meant, smallest first; none of them is taken unasked.
export type Reading = { minor: bigint; doubt?: never } | { minor?: never; doubt: Doubt; maybe: bigint[] }
export type Doubt = 'empty' | 'unclear' | 'fraction' | 'zero' | 'negative' | 'large'

// A dot stands before each three digits, a comma before decimals.
const whole = /^(?:\d+|[1-9]\d{0,2}(?:\.\d{3})+)$/
const units: Record<string, bigint> = { rb: thousand, ribu: thousand, jt: million, juta: million }
// What some mean by a letter that is no unit of ours.
const loose: Record<string, bigint[]> = { k: [thousand], m: [million, million * thousand], '': [BigInt(1)] }

// parse reads a sum as people write it: "15rb", "1,5jt", "Rp 2.500,-", "25.000".
export function parse(text: string): Reading {
  if (text.length > 60) return { doubt: 'unclear', maybe: [] }
  const written = text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[−–—]/g, '-')
    .replace(/^(-?) ?(?:rp\.?|idr) ?/, '$1')
    .replace(/ ?rupiah$/, '')
    .replace(/[.,][-=]{1,2}$/, '')
  if (written === '') return { doubt: 'empty', maybe: [] }
  const negative = written.startsWith('-')
  const found = /^-? ?([\d., ]*\d) ?([a-z]*)\.?$/.exec(written)
  const figures = found?.[1]
  const unit = found?.[2] ?? ''
  if (figures === undefined) return { doubt: negative ? 'negative' : 'unclear', maybe: [] }
  if (negative) return { doubt: 'negative', maybe: [] }

  const times = unit === '' ? BigInt(1) : units[unit]
  const [before = '', decimals] = figures.split(',')
  const plain = figures.split(',').length <= 2 && whole.test(before) && !/^0\d/.test(before)
  if (times === undefined || !plain) return unsure('unclear', figures, unit)
  const digits = BigInt(before.replace(/\./g, ''))
  if (decimals === undefined) return settled(digits * times)
  // Three digits behind a comma may be thousands, written as in English.
  if (!/^\d+$/.test(decimals) || decimals.length % 3 === 0) return unsure('unclear', figures, unit)
  const scale = BigInt(`1${'0'.repeat(decimals.length)}`)
  const scaled = (digits * scale + BigInt(decimals)) * times
  if (scaled % scale !== zero) return before.indexOf('.') < 0 ? unsure('fraction', figures, unit) : { doubt: 'fraction', maybe: [] }
  return settled(scaled / scale)
}

function settled(minor: bigint): Reading {
  if (minor === zero) return { doubt: 'zero', maybe: [] }
  if (minor > most) return { doubt: 'large', maybe: [] }
  return { minor }
}

// unsure gathers what could be meant: the signs as separators of thousands, or
// the last of them as a comma, of the unit written or of one that was left out.
function unsure(doubt: Doubt, figures: string, unit: string): Reading {
  const maybe: bigint[] = []
  const add = (digits: string, decimals: string, times: bigint): void => {
    if (digits.length + decimals.length > 18) return
    const scale = BigInt(`1${'0'.repeat(decimals.length)}`)
    const scaled = BigInt(digits + decimals) * times
    const minor = scaled / scale
    if (scaled % scale === zero && minor > zero && minor <= most && maybe.indexOf(minor) < 0) maybe.push(minor)
  }
  const parts = figures.split(/[., ]+/)
  const last = parts[parts.length - 1] ?? ''
  const head = parts.slice(0, -1).join('')
  const named = units[unit]
  for (const times of named === undefined ? (loose[unit] ?? []) : [named]) {
    add(parts.join(''), '', times)
    if (head !== '' && (unit !== '' || last.length !== 3)) add(head, last, times)
  }
  // "1,5" alone is what one says for fifteen hundred or for a million and a half.
  if (unit === '' && parts.length === 2 && last.length < 3) {
    add(head, last, thousand)
    add(head, last, million)
  }
  return { doubt, maybe: maybe.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)).slice(0, 3) }
}
