import { expect, test } from 'vitest'
import { apiOf, minorOf, shown } from './sums.ts'

const rupiah = { currency: 'IDR', places: 0 }
const rice = { currency: 'KG', places: 3 }
const dollars = { currency: 'USD', places: 2 }

test.each([
  ['1234567', rupiah, 1234567n, 'Rp1.234.567'],
  ['-1500', rupiah, -1500n, '−Rp1.500'],
  ['0', rupiah, 0n, 'Rp0'],
  ['12.5', rice, 12500n, '12,500 KG'],
  ['-0.25', rice, -250n, '−0,250 KG'],
  ['1234.5', dollars, 123450n, '1.234,50 USD'],
  ['7', dollars, 700n, '7,00 USD'],
] as const)('%s is kept exactly and shown as people write it', (text, measure, minor, seen) => {
  expect(minorOf(text, measure)).toBe(minor)
  expect(shown(minor, measure)).toBe(seen)
  expect(minorOf(apiOf(minor, measure), measure)).toBe(minor)
})

test('a sum finer than its book is refused, zeros behind it are not', () => {
  expect(() => minorOf('1.005', dollars)).toThrow(RangeError)
  expect(() => minorOf('0.5', rupiah)).toThrow(RangeError)
  expect(minorOf('1.500', dollars)).toBe(150n)
})

test.each(['', '1,5', '1e3', ' 1', '1.', '.5', 'Rp1'])('%j is no sum of the API', (text) => {
  expect(() => minorOf(text, rice)).toThrow(RangeError)
})
