import { describe, expect, it } from 'vitest'
import { say, sayNumber } from './terbilang.ts'
import { rupiah } from './money.ts'
import { random } from './testdata/random.ts'
import vectors from './testdata/say.json'

describe('what the server says', () => {
  it('is said here to the letter', () => {
    expect(vectors.length).toBeGreaterThan(200)
    for (const v of vectors) {
      const minor = BigInt(v.minor)
      expect({ minor: v.minor, rupiah: rupiah(minor), id: say(minor, 'id'), en: say(minor, 'en') }).toEqual(v)
    }
  })
})

describe('a sum in Indonesian', () => {
  it.each([
    ['0', 'nol rupiah'],
    ['1', 'satu rupiah'],
    ['10', 'sepuluh rupiah'],
    ['11', 'sebelas rupiah'],
    ['12', 'dua belas rupiah'],
    ['20', 'dua puluh rupiah'],
    ['100', 'seratus rupiah'],
    ['101', 'seratus satu rupiah'],
    ['500', 'lima ratus rupiah'],
    ['1000', 'seribu rupiah'],
    ['1001', 'seribu satu rupiah'],
    ['1500', 'seribu lima ratus rupiah'],
    ['2000', 'dua ribu rupiah'],
    ['11000', 'sebelas ribu rupiah'],
    ['12500', 'dua belas ribu lima ratus rupiah'],
    ['21000', 'dua puluh satu ribu rupiah'],
    ['100000', 'seratus ribu rupiah'],
    ['101000', 'seratus satu ribu rupiah'],
    ['111000', 'seratus sebelas ribu rupiah'],
    ['187500', 'seratus delapan puluh tujuh ribu lima ratus rupiah'],
    ['250000', 'dua ratus lima puluh ribu rupiah'],
    ['999999', 'sembilan ratus sembilan puluh sembilan ribu sembilan ratus sembilan puluh sembilan rupiah'],
    ['1000000', 'satu juta rupiah'],
    ['1001000', 'satu juta seribu rupiah'],
    ['1250000', 'satu juta dua ratus lima puluh ribu rupiah'],
    ['1234567', 'satu juta dua ratus tiga puluh empat ribu lima ratus enam puluh tujuh rupiah'],
    ['10011000', 'sepuluh juta sebelas ribu rupiah'],
    ['15700250', 'lima belas juta tujuh ratus ribu dua ratus lima puluh rupiah'],
    ['100000000', 'seratus juta rupiah'],
    ['1000000000', 'satu miliar rupiah'],
    ['2000000001', 'dua miliar satu rupiah'],
    ['1000000000000', 'satu triliun rupiah'],
    ['1000000000000000', 'seribu triliun rupiah'],
    ['-1500', 'minus seribu lima ratus rupiah'],
  ])('of %s is %s', (minor, words) => {
    expect(say(BigInt(minor), 'id')).toBe(words)
  })
})

describe('a sum in English', () => {
  it.each([
    ['0', 'nought rupiah'],
    ['7', 'seven rupiah'],
    ['21', 'twenty-one rupiah'],
    ['100', 'one hundred rupiah'],
    ['105', 'one hundred and five rupiah'],
    ['1001', 'one thousand and one rupiah'],
    ['1100', 'one thousand one hundred rupiah'],
    ['112500', 'one hundred and twelve thousand five hundred rupiah'],
    ['587500', 'five hundred and eighty-seven thousand five hundred rupiah'],
    ['1001000', 'one million one thousand rupiah'],
    ['2000000001', 'two billion and one rupiah'],
    ['1000000000000000', 'one thousand trillion rupiah'],
    ['-1500', 'minus one thousand five hundred rupiah'],
  ])('of %s is %s', (minor, words) => {
    expect(say(BigInt(minor), 'en')).toBe(words)
  })
})

// heard understands number words by another way than the one that says them: each
// word is looked up, and a scale multiplies all that came since the scale above it.
const values: Record<string, string> = {
  nol: '0', satu: '1', dua: '2', tiga: '3', empat: '4', lima: '5', enam: '6', tujuh: '7', delapan: '8', sembilan: '9',
  sepuluh: '10', sebelas: '11', seratus: '100',
  nought: '0', one: '1', two: '2', three: '3', four: '4', five: '5', six: '6', seven: '7', eight: '8', nine: '9', ten: '10',
  eleven: '11', twelve: '12', thirteen: '13', fourteen: '14', fifteen: '15', sixteen: '16', seventeen: '17', eighteen: '18',
  nineteen: '19', twenty: '20', thirty: '30', forty: '40', fifty: '50', sixty: '60', seventy: '70', eighty: '80', ninety: '90',
}
const scales: Record<string, string> = {
  ribu: '1000', juta: '1000000', miliar: '1000000000', triliun: '1000000000000',
  thousand: '1000', million: '1000000', billion: '1000000000', trillion: '1000000000000',
}

function heard(text: string): bigint {
  const sign = text.startsWith('minus ') ? BigInt(-1) : BigInt(1)
  const words = text.replace(/^minus /, '').replace(/ rupiah$/, '').replace(/seribu/g, 'satu ribu').replace(/-/g, ' ').split(' ')
  let total = BigInt(0)
  let group = BigInt(0)
  let one = BigInt(0)
  for (const word of words) {
    const value = values[word]
    const scale = scales[word]
    if (word === 'and') continue
    else if (word === 'belas') one += BigInt(10)
    else if (word === 'puluh') one *= BigInt(10)
    else if (word === 'ratus' || word === 'hundred') one *= BigInt(100)
    else if (scale !== undefined) {
      const times = BigInt(scale)
      const all = group + one
      total = times === BigInt('1000000000000') ? (total + all) * times : total + all * times
      group = one = BigInt(0)
    } else if (value !== undefined) {
      group += one
      one = BigInt(value)
    } else throw new Error(`nobody says ${word}`)
  }
  return sign * (total + group + one)
}

describe('what is said', () => {
  const edges = ['0', '1', '9', '10', '11', '12', '19', '20', '21', '99', '100', '101', '110', '111', '199', '200', '999', '1000', '1001']
  const all = edges.concat(['', '000', '000000', '000000000', '000000000000'].map((noughts) => `1${noughts}`))
  it.each(['id', 'en'] as const)('is understood again, in %s', (language) => {
    for (const a of all) {
      for (const b of all) {
        for (const n of [BigInt(a), BigInt(a + b), -BigInt(a + b), BigInt(a + b) - BigInt(1)]) expect(heard(say(n, language))).toBe(n)
      }
    }
    const r = random()
    for (let i = 0; i < 30000; i++) {
      const n = r.sum(BigInt('999999999999999999'))
      expect(heard(say(n, language)), r.seed).toBe(n)
      expect(heard(say(-n, language)), r.seed).toBe(-n)
    }
  })
  it('has single spaces and ends with rupiah', () => {
    const r = random()
    for (let i = 0; i < 2000; i++) {
      const n = r.sum(BigInt('1000000000000000'))
      for (const language of ['id', 'en'] as const) {
        expect(say(n, language), r.seed).toMatch(/^[a-z-]+( [a-z-]+)* rupiah$/)
        expect(say(n, language)).toBe(`${sayNumber(n, language)} rupiah`)
      }
    }
  })
})
