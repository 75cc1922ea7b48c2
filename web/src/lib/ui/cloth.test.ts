import { expect, test } from 'vitest'
import { figures } from './cloth.tsx'

test('a digest always stands for the same twelve figures', () => {
  expect(figures('9f2c41d7a06e5b83e11a77c40d926fb5')).toEqual([
    'river', 'gill', 'bamboo', 'river', 'gill', 'diamond', 'river', 'river', 'bamboo', 'diamond', 'river', 'gill',
  ])
  expect(figures('9F2C41D7A06E5B83E11A77C40D926FB5')).toEqual(figures('9f2c41d7a06e5b83e11a77c40d926fb5'))
})

test('each of the first twelve bytes chooses its own figure', () => {
  const plain = figures('00'.repeat(32))
  for (let byte = 0; byte < 12; byte++) {
    for (const [value, figure] of [['01', 'bamboo'], ['02', 'diamond'], ['03', 'river']] as const) {
      const other = figures('00'.repeat(byte) + value + '00'.repeat(31 - byte))
      expect(other).toEqual(plain.map((was, i) => (i === byte ? figure : was)))
    }
  }
})

test.each([[''], ['9f2c'], ['00'.repeat(11)], ['0'.repeat(25)], ['zz'.repeat(16)], [' ' + '00'.repeat(16)]])('there is no cloth for %j', (text) => {
  expect(figures(text)).toEqual([])
})
