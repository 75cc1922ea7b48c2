import type { Catalogue } from '../id.ts'

export const money: Catalogue['money'] = {
  plus: (sum) => `plus ${sum}`,
  note: (worth) => `${worth} note`,
  coin: (worth) => `${worth} coin`,
  thousand: '000',
  thousandSays: '000: add three noughts',
  rubOut: 'Rub out one digit',
  notes: 'Add notes or coins',
  add: (what) => `Add ${what}`,
  none: 'no amount yet',
  much: {
    title: (what) => `${what}: is this right?`,
    say: (now, usual) => `Written ${now}, usually ${usual}. One nought too many?`,
    mend: (sum) => `Correct it: ${sum}`,
    retype: 'Write it again',
    keep: (sum) => `It is ${sum}`,
  },
  doubt: {
    unclear: 'Write it in figures, such as 25.000.',
    fraction: 'Cents are not recorded. Write whole rupiah.',
    zero: 'The amount must be more than nought.',
    negative: 'Write it without a minus sign.',
    large: 'This amount is too large to record.',
    which: 'Which one is meant?',
    one: 'Is it this?',
  },
}
