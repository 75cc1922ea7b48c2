import { expect, test } from 'vitest'
import { seeded } from '../lib/testdata/random.ts'
import { grouped, readCard, readEnrolment, readInvitation } from './card_text.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

const code = (next: () => number, n: number): string =>
  Array.from({ length: n }, () => alphabet[Math.floor(next() * alphabet.length)]).join('')

test('a card is read however it is spaced, in small letters, with or without its beginning', () => {
  const seed = Date.now() >>> 0
  const next = seeded(seed)
  for (let i = 0; i < 500; i++) {
    const letters = code(next, 56)
    const printed = `LUMBUNG1-${(letters.match(/.{4}/g) ?? []).join('-')}`
    let typed = next() < 0.5 ? printed : letters
    if (next() < 0.5) typed = typed.toLowerCase()
    if (next() < 0.5) typed = typed.replace(/-/g, ' ')
    typed = typed.replace(/O/gi, () => (next() < 0.5 ? '0' : 'o'))
    expect(readCard(` ${typed}\n`), `seed ${seed}`).toEqual({ is: 'whole', text: printed })
  }
})

test('what is still being typed says how much is there', () => {
  expect(readCard('')).toEqual({ is: 'short', have: 0, want: 56 })
  expect(readCard('LUMBUNG1-ABCD-EF')).toEqual({ is: 'short', have: 6, want: 56 })
  expect(readCard(`LUMBUNG1${'A'.repeat(57)}`)).toEqual({ is: 'long' })
})

test.each([
  ['LUMBUNGE1:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 'enrolment'],
  ['https://lumbung.example/group/invitation#LUMBUNGI1Z2QBRTOQ7Q5LSDQIUIRUDGAZZLVDSUZN', 'invitation'],
  ['WIFI:S:warung;T:WPA;P:rahasia;;', 'none'],
  ['https://example.org/?q=9', 'none'],
])('%s is no card', (text, what) => {
  expect(readCard(text)).toEqual({ is: 'other', what })
})

test('the code of a new phone is read with slips of who types it', () => {
  const whole = 'LUMBUNGE1:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  expect(readEnrolment(whole)).toBe(whole)
  expect(readEnrolment('abcd efgh ijkl mn0p qrst uvwx yz23 4567')).toBe(whole)
  expect(readEnrolment('LUMBUNGE1: ABCD')).toBeNull()
  expect(readEnrolment(`LUMBUNG1-${'ABCD-'.repeat(14)}`)).toBeNull()
  expect(readEnrolment(grouped(whole))).toBe(whole)
})

test('an invitation is found in its link', () => {
  const token = 'LUMBUNGI1Z2QBRTOQ7Q5LSDQIUIRUDGAZZLVDSUZN'
  expect(readInvitation(`http://localhost:8080/group/invitation#${token}`)).toBe(token)
  expect(readInvitation(` ${token.toLowerCase()} `)).toBe(token)
  expect(readInvitation('LUMBUNGI1')).toBe('')
})
