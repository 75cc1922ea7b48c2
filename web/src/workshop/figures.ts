import { grouped, parse } from '../lib/money.ts'
import type { Figure } from '../lib/rules/grade.ts'

// figureOf is the number that somebody wrote, as the grader takes it; null when it is
// none. A dot stands before each three digits, a comma before decimals.
export function figureOf(text: string): string | null {
  const { minor } = parse(text)
  if (minor !== undefined) return minor.toString()
  const written = text.trim().replace(/^rp\.? ?/i, '').replace(/^[−–]/, '-').replace(/ ?%$/, '')
  const found = /^(-?)(\d+|\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/.exec(written)
  if (!found) return null
  const [, sign = '', whole = '', decimals] = found
  return `${sign}${whole.replace(/\./g, '')}${decimals ? `.${decimals}` : ''}`
}

// written is a figure as we write it: 1.234,5.
export function written(figure: Figure): string {
  const [whole = '0', decimals] = String(figure).split('.')
  const minor = BigInt(whole)
  return `${minor < BigInt(0) ? '−' : ''}${grouped(minor)}${decimals ? `,${decimals}` : ''}`
}

// inUnit is a figure with its unit: Rp1.500, 189 bungkus.
export function inUnit(figure: Figure, unit: string): string {
  const text = written(figure)
  if (unit === 'Rp') return text.startsWith('−') ? `−Rp${text.slice(1)}` : `Rp${text}`
  return unit === '' ? text : unit === '%' ? `${text}%` : `${text} ${unit}`
}
