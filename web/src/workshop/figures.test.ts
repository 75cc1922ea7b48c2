import { expect, it } from 'vitest'
import { figureOf, inUnit, written } from './figures.ts'

it.each([
  ['15.000', '15000'],
  ['15rb', '15000'],
  ['Rp 2.500', '2500'],
  ['0', '0'],
  ['-1.500', '-1500'],
  ['−40', '-40'],
  ['2,5', '2.5'],
  ['40%', '40'],
  ['', null],
  ['banyak', null],
  ['1.5.0', null],
])('%s is read as %s', (text, figure) => {
  expect(figureOf(text)).toBe(figure)
})

it.each([
  [1157500, 'Rp', 'Rp1.157.500'],
  [-5000, 'Rp', '−Rp5.000'],
  [189, 'bungkus', '189 bungkus'],
  ['2.5', 'kg', '2,5 kg'],
  [40, '%', '40%'],
] as const)('%s in %s is written %s', (figure, unit, text) => {
  expect(inUnit(figure, unit)).toBe(text)
})

it('what is written is read again', () => {
  for (let n = -2000; n < 2000000; n += 7919) expect(figureOf(written(n))).toBe(String(n))
})
