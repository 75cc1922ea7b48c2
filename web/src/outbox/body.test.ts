import { expect, test } from 'vitest'
import { mirrored } from './body.ts'

test('what takes an entry back has its lines, each on the other side', () => {
  expect(
    mirrored([
      { account_id: 'box', fund: 'social', debit: '5000' },
      { account_id: 'fines', fund: 'social', credit: '5000' },
    ]),
  ).toEqual([
    { account_id: 'box', fund: 'social', credit: '5000' },
    { account_id: 'fines', fund: 'social', debit: '5000' },
  ])
})
