// The texts that QR codes of ours hold. Letters are base32, which has no 0, 1 and
// 8; whoever types one of them means O, I or B.
const letters = 56 // of a key card: a seed of 32 bytes and three bytes of its sum
const enrolment = 32 // of leave to add a device: 16 bytes and four of their sum

export type Card =
  | { is: 'whole'; text: string } // as the server wants it
  | { is: 'short'; have: number; want: number } // still being typed
  | { is: 'long' }
  | { is: 'other'; what: Other } // another code of ours, or none

export type Other = 'enrolment' | 'invitation' | 'none'

// readCard reads the text of a key card, however it is spaced.
export function readCard(typed: string): Card {
  const plain = squeeze(typed)
  if (plain.startsWith('LUMBUNGE1') || plain.startsWith('LUMBUNGEI')) return { is: 'other', what: 'enrolment' }
  if (/LUMBUNGI1/.test(plain)) return { is: 'other', what: 'invitation' }
  const rest = plain.replace(/^LUMBUNG[1IL]/, '')
  if (rest === plain && /^[A-Z]+:/.test(plain)) return { is: 'other', what: 'none' }
  const code = mend(rest)
  if (!/^[A-Z2-7]*$/.test(code)) return { is: 'other', what: 'none' }
  if (code.length < letters) return { is: 'short', have: code.length, want: letters }
  if (code.length > letters) return { is: 'long' }
  return { is: 'whole', text: `LUMBUNG1-${(code.match(/.{4}/g) ?? []).join('-')}` }
}

// readEnrolment reads the code with which a phone is added, null when it is none.
export function readEnrolment(typed: string): string | null {
  const code = mend(squeeze(typed).replace(/^LUMBUNGE[1IL]:?/, ''))
  return code.length === enrolment && /^[A-Z2-7]+$/.test(code) ? `LUMBUNGE1:${code}` : null
}

// readInvitation reads an invitation out of its link or its text, '' when there is none.
export function readInvitation(typed: string): string {
  const found = /LUMBUNGI1[A-Z2-7]{32}/.exec(squeeze(typed))
  return found ? found[0] : ''
}

// grouped is a code in groups of four, as it is printed and read aloud.
export function grouped(code: string): string {
  return (code.replace(/^LUMBUNGE1:/, '').match(/.{1,4}/g) ?? []).join(' ')
}

const squeeze = (text: string): string => text.toUpperCase().replace(/[\s\-–—.]/g, '')

const mend = (code: string): string => code.replace(/0/g, 'O').replace(/1/g, 'I').replace(/8/g, 'B')
