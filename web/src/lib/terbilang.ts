import type { Language } from './i18n.ts'

// The words of numbers are grammar, not sentences, so both languages stand here
// and a sum can be said in either at once.
const idOnes = ['nol', 'satu', 'dua', 'tiga', 'empat', 'lima', 'enam', 'tujuh', 'delapan', 'sembilan', 'sepuluh', 'sebelas']
const idScales = ['', 'ribu', 'juta', 'miliar']
const enOnes = [
  'nought', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen',
  'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
]
const enTens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety']
const enScales = ['', 'thousand', 'million', 'billion']

// say is a sum in words: "seratus dua belas ribu lima ratus rupiah".
export const say = (minor: bigint, language: Language): string => `${sayNumber(minor, language)} rupiah`

// sayNumber is the same without the currency.
export function sayNumber(n: bigint, language: Language): string {
  const digits = n.toString()
  if (digits.startsWith('-')) return `minus ${said(digits.slice(1), language)}`
  return said(digits, language)
}

// said reads digits in groups of three; what is above the billions is counted in
// trillions, however many.
function said(digits: string, language: Language): string {
  const parts: string[] = []
  let rest = digits
  if (digits.length > 12) {
    parts.push(said(digits.slice(0, -12), language), language === 'id' ? 'triliun' : 'trillion')
    rest = digits.slice(-12)
  }
  for (let scale = 3; scale >= 0; scale--) {
    const group = rest.slice(0, Math.max(0, rest.length - scale * 3)).slice(-3).replace(/^0+/, '')
    if (group === '') continue
    if (language === 'id') {
      if (scale === 1 && group === '1') parts.push('seribu')
      else parts.push(idGroup(parseInt(group, 10)), idScales[scale] ?? '')
    } else {
      if (scale === 0 && parts.length > 0 && group.length < 3) parts.push('and')
      parts.push(enGroup(parseInt(group, 10)), enScales[scale] ?? '')
    }
  }
  if (parts.length === 0) return (language === 'id' ? idOnes : enOnes)[0] ?? ''
  return parts.filter((p) => p !== '').join(' ')
}

// A group is 1 to 999.
function idGroup(n: number): string {
  if (n >= 200) return join(`${idOnes[Math.floor(n / 100)]} ratus`, n % 100, idGroup)
  if (n >= 100) return join('seratus', n % 100, idGroup)
  if (n >= 20) return join(`${idOnes[Math.floor(n / 10)]} puluh`, n % 10, idGroup)
  if (n >= 12) return `${idOnes[n - 10]} belas`
  return idOnes[n] ?? ''
}

function enGroup(n: number): string {
  if (n >= 100) return join(`${enOnes[Math.floor(n / 100)]} hundred`, n % 100, (rest) => `and ${enGroup(rest)}`)
  if (n >= 20) return `${enTens[Math.floor(n / 10)]}${n % 10 > 0 ? `-${enOnes[n % 10]}` : ''}`
  return enOnes[n] ?? ''
}

function join(head: string, rest: number, tail: (n: number) => string): string {
  return rest > 0 ? `${head} ${tail(rest)}` : head
}
