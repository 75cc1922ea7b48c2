import { grouped, parse, type Reading } from './money.ts'

// Typed is what stands in the field of a sum, with the caret.
export type Typed = { text: string; caret: number }

// tidy reports whether a text stands as we write sums: dots follow its digits. What
// was written otherwise ("1,5jt", "1.5") stays as it is until it can be read.
export const tidy = (text: string): boolean => text === groups(digitsOf(text))

// read is the sum that stands in the field.
export const read = (text: string): Reading => parse(text)

// type is the field after a change by its person: what stood there before, and
// what the browser made of it, which says how. The digits right of the caret stay
// there.
export function type(before: string, now: Typed, how: string): Typed {
  if (how === 'insertFromPaste' || how === 'insertFromDrop') return settle(now.text)
  if (!tidy(before) || !/^[\d.]*$/.test(now.text) || !/^\d*$/.test(added(before, now))) return now
  let { text, caret } = now
  if (how.startsWith('delete') && text.length === before.length - 1 && digitsOf(text) === digitsOf(before)) {
    // A dot alone was rubbed out: its digit goes with it. Whoever fills the whole field
    // in one step, with the same digits and no dots, has rubbed out nothing.
    if (how === 'deleteContentForward') text = text.slice(0, caret) + text.slice(caret + 1)
    else if (caret > 0) {
      text = text.slice(0, caret - 1) + text.slice(caret)
      caret--
    }
  }
  const next = groups(digitsOf(text))
  return { text: next, caret: caretBefore(next, digitsOf(text.slice(caret)).length) }
}

// settle writes what can be read as we write it; what is in doubt stays.
export function settle(text: string): Typed {
  const { minor } = read(text)
  const next = minor === undefined ? text : grouped(minor)
  return { text: next, caret: next.length }
}

// thousands is the field after the key "ribu": three noughts more, or the unit of
// what was written with a comma.
export function thousands(text: string): string {
  if (tidy(text)) return text === '' || text === '0' ? text : groups(`${digitsOf(text)}000`)
  const { minor } = read(`${text} ribu`)
  return minor === undefined ? text : grouped(minor)
}

// rubOut is the field without its last digit or sign.
export function rubOut(text: string): string {
  return tidy(text) ? groups(digitsOf(text).slice(0, -1)) : text.slice(0, -1)
}

// added is what the change put before the caret.
function added(before: string, now: Typed): string {
  const kept = now.text.length - now.caret
  let same = 0
  while (same < now.caret && same < before.length - kept && before[same] === now.text[same]) same++
  return now.text.slice(same, now.caret)
}

const digitsOf = (text: string): string => text.replace(/\D/g, '')

function groups(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '').replace(/\B(?=(\d{3})+$)/g, '.')
}

// caretBefore is the place with so many digits to its right, behind a dot.
function caretBefore(text: string, digits: number): number {
  let at = text.length
  for (let left = digits; left > 0 && at > 0; at--) if (text[at - 1] !== '.') left--
  return at
}
