import { describe, expect, it } from 'vitest'
import cases from './testdata/amounts.json'
import { grouped, most, parse, rupiah } from './money.ts'
import { random } from './testdata/random.ts'

describe('a sum in figures', () => {
  it.each([
    ['0', 'Rp0'],
    ['5', 'Rp5'],
    ['999', 'Rp999'],
    ['1000', 'Rp1.000'],
    ['-1500', '−Rp1.500'],
    ['-999', '−Rp999'],
    ['100000', 'Rp100.000'],
    ['1234567', 'Rp1.234.567'],
    ['1000000000000000', 'Rp1.000.000.000.000.000'],
  ])('of %s is %s', (minor, written) => {
    expect(rupiah(BigInt(minor))).toBe(written)
  })
  it('has no place where a line could break', () => {
    expect(rupiah(BigInt('-1234567'))).not.toMatch(/\s/)
  })
})

describe('what people write', () => {
  it.each(cases)('$text', (c) => {
    const found = parse(c.text)
    if (c.minor !== undefined) expect(found).toEqual({ minor: BigInt(c.minor) })
    else expect(found).toEqual({ doubt: c.doubt, maybe: (c.maybe ?? []).map(BigInt) })
  })

  it('is read back from every way in which it may be written', () => {
    const r = random()
    for (let i = 0; i < 5000; i++) {
      const n = r.sum(most)
      if (n === BigInt(0)) continue
      const ways = [n.toString(), grouped(n), rupiah(n), `Rp ${grouped(n)},-`, `${grouped(n)},00`, `IDR ${n}`, `${grouped(n)} rupiah`]
      const thousands = n * BigInt(1000)
      for (const way of ways) expect(parse(way), `${way}, ${r.seed}`).toEqual({ minor: n })
      if (thousands <= most) {
        for (const way of [`${grouped(n)}rb`, `${n} ribu`]) expect(parse(way), `${way}, ${r.seed}`).toEqual({ minor: thousands })
      }
    }
  })

  it('never becomes a sum that is not above zero, too large, or not among its own digits', () => {
    const r = random()
    const signs = '0123456789.,  -rbjtk'
    for (let i = 0; i < 20000; i++) {
      const text = Array.from({ length: 1 + r.below(10) }, () => signs[r.below(signs.length)]).join('')
      const found = parse(text)
      for (const sum of found.minor === undefined ? found.maybe : [found.minor]) {
        expect(sum > BigInt(0) && sum <= most, `${text}, ${r.seed}`).toBe(true)
        const strip = (s: string): string => s.replace(/\D/g, '').replace(/^0+|0+$/g, '')
        expect(strip(sum.toString()), `${text}, ${r.seed}`).toBe(strip(text))
      }
      if (found.minor === undefined) expect(found.maybe.length).toBeLessThanOrEqual(3)
    }
  })
})
