import { describe, expect, it } from 'vitest'
import { grouped } from './money.ts'
import { random } from './testdata/random.ts'
import { read, rubOut, settle, thousands, tidy, type } from './typed.ts'

// A field is written with its caret as a stroke: '1.2|34'.
const field = (s: string): { text: string; caret: number } => ({ text: s.replace('|', ''), caret: s.indexOf('|') })
const shown = (t: { text: string; caret: number }): string => `${t.text.slice(0, t.caret)}|${t.text.slice(t.caret)}`

const typing = 'insertText'
const back = 'deleteContentBackward'
const forward = 'deleteContentForward'
const paste = 'insertFromPaste'

describe('the field of a sum', () => {
  it.each([
    // before, as the browser left it, how, as it is shown
    ['', '5|', typing, '5|'],
    ['999', '9999|', typing, '9.999|'],
    ['9.999', '9.9990|', typing, '99.990|'],
    ['12.500', '1|5.500', typing, '1|5.500'],
    ['12.500', '19|2.500', typing, '19|2.500'],
    ['12.500', '12.9|500', typing, '129.|500'],
    ['12.500', '12.50|', back, '1.250|'],
    ['1.250', '125|0', back, '12|0'], // the dot was rubbed out: its digit goes
    ['1.250', '1|250', back, '|250'],
    ['1.250', '1|250', forward, '1|50'],
    ['5', '|', back, '|'],
    ['0', '05|', typing, '5|'],
    ['', '0|', typing, '0|'],
    ['12.500', '7|', typing, '7|'], // all was chosen and typed over
    ['10.000', '10000|', typing, '10.000|'], // the same digits, put there in one step
    ['10.000', '10000|', 'insertReplacementText', '10.000|'],
    ['10.000', '10000|', '', '10.000|'], // by the browser, which says nothing of how
    ['1.000.000', '1000000|', typing, '1.000.000|'],
    ['1.000.000', '100|', back, '100|'], // more than a dot was rubbed out
    // dots typed by hand are left until they fit
    ['25', '25.|', typing, '25.|'],
    ['25.', '25.0|', typing, '25.0|'],
    ['25.00', '25.000|', typing, '25.000|'],
    ['25.000', '25.0000|', typing, '250.000|'],
    ['1.5', '1.5j|', typing, '1.5j|'],
    ['1', '1,|', typing, '1,|'],
    ['1,5j', '1,5jt|', typing, '1,5jt|'],
    ['1,', '1|', back, '1|'],
    // pasted
    ['', 'Rp 25.000,-|', paste, '25.000|'],
    ['', '15rb|', paste, '15.000|'],
    ['', '25000|', paste, '25.000|'],
    ['', '1.5|', paste, '1.5|'],
    ['1.234', '1.5|', paste, '1.5|'],
    ['500', '5Rp 25.000|00', paste, '5Rp 25.00000|'],
  ])('%j, then %j by %s, shows %j', (before, now, how, want) => {
    expect(shown(type(before, field(now), how))).toBe(want)
  })

  it('shows the digits typed one by one as the sum of them', () => {
    const r = random()
    for (let i = 0; i < 3000; i++) {
      const n = r.sum(BigInt('1000000000000000'))
      let text = ''
      for (const digit of n.toString()) {
        const now = text + digit
        text = type(text, { text: now, caret: now.length }, typing).text
        expect(tidy(text)).toBe(true)
      }
      expect(text, r.seed).toBe(grouped(n))
      while (text !== '') {
        const rubbed = rubOut(text)
        expect(rubbed.length).toBeLessThan(text.length)
        text = rubbed
      }
    }
  })

  it('takes digits that replace the whole field for what they are', () => {
    const r = random()
    const befores = (): string[] => {
      const n = r.sum(BigInt('10000000000'))
      return [grouped(n), n.toString(), '', '0', '1.5', '25.', '1,5jt', `Rp ${grouped(n)}`]
    }
    const hows = [typing, '', 'insertReplacementText', 'insertCompositionText', paste]
    for (let i = 0; i < 100; i++) {
      for (const before of befores()) {
        // Other digits, and the very same ones.
        for (const digits of [r.sum(BigInt('10000000000')) + BigInt(1), BigInt(`1${before.replace(/\D/g, '')}`), BigInt(before.replace(/\D/g, '') || '5') || BigInt(5)]) {
          const text = digits.toString()
          for (const how of hows) {
            const after = type(before, { text, caret: text.length }, how)
            expect(read(after.text), `${before} ${text} ${how} ${r.seed}`).toEqual({ minor: digits })
          }
        }
      }
    }
  })

  it('keeps the digits right of the caret, wherever one types', () => {
    const r = random()
    for (let i = 0; i < 5000; i++) {
      const before = grouped(r.sum(BigInt('10000000000')) + BigInt(1))
      const caret = r.below(before.length + 1)
      const digit = (1 + r.below(9)).toString()
      const now = { text: before.slice(0, caret) + digit + before.slice(caret), caret: caret + 1 }
      const after = type(before, now, typing)
      const right = (text: string, at: number): string => text.slice(at).replace(/\./g, '')
      expect(right(after.text, after.caret), `${before} ${caret} ${r.seed}`).toBe(right(before, caret))
      expect(after.text.replace(/\./g, ''), r.seed).toBe(now.text.replace(/\./g, ''))
    }
  })
})

describe('the keys', () => {
  it.each([
    ['', ''],
    ['0', '0'],
    ['25', '25.000'],
    ['1.250', '1.250.000'],
    ['1,5', '1.500'],
    ['1,5jt', '1,5jt'],
    ['1.5', '1.5'],
  ])('ribu makes of %j %j', (before, after) => {
    expect(thousands(before)).toBe(after)
  })
  it.each([
    ['', ''],
    ['5', ''],
    ['12.500', '1.250'],
    ['1.000', '100'],
    ['1,5j', '1,5'],
  ])('rub-out makes of %j %j', (before, after) => {
    expect(rubOut(before)).toBe(after)
  })
  it.each([
    ['1,5jt', '1.500.000'],
    ['25.', '25'],
    ['1.5', '1.5'],
    ['lima', 'lima'],
    ['', ''],
  ])('leaving the field makes of %j %j', (before, after) => {
    expect(settle(before).text).toBe(after)
  })
  it('a sum that we wrote is always read', () => {
    const r = random()
    for (let i = 0; i < 2000; i++) {
      const n = r.sum(BigInt('999999999999999')) + BigInt(1)
      expect(read(grouped(n)), r.seed).toEqual({ minor: n })
    }
  })
})
