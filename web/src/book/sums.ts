import { grouped, rupiah } from '../lib/money.ts'

// Measure is what a book counts in: a currency, or a good such as KG, and how many
// decimals it keeps.
export type Measure = { currency: string; places: number }

// minorOf reads a sum of the API in the smallest unit of the book.
export function minorOf(text: string, m: Measure): bigint {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!found) throw new RangeError('This is no sum.')
  const [, sign = '', whole = '0', part = ''] = found
  if (part.length > m.places && /[1-9]/.test(part.slice(m.places))) throw new RangeError('This sum is finer than its book.')
  const minor = BigInt(whole + part.slice(0, m.places).padEnd(m.places, '0'))
  return sign ? -minor : minor
}

// apiOf writes it back.
export function apiOf(minor: bigint, m: Measure): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(m.places + 1, '0')
  const at = digits.length - m.places
  return `${minor < 0n ? '-' : ''}${digits.slice(0, at)}${m.places > 0 ? `.${digits.slice(at)}` : ''}`
}

// shown is the sum as it is written in running text: Rp1.234.567, 12,500 KG.
export function shown(minor: bigint, m: Measure): string {
  if (m.currency === 'IDR' && m.places === 0) return rupiah(minor)
  const [whole = '0', part] = apiOf(minor < 0n ? -minor : minor, m).split('.')
  const figures = grouped(BigInt(whole)) + (part ? `,${part}` : '')
  return `${minor < 0n ? '−' : ''}${figures} ${m.currency}`
}
