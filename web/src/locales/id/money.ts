// Sums, notes, and how a sum is asked for. The number words are in terbilang.ts.
export const money = {
  plus: (sum: string) => `tambah ${sum}`,
  note: (worth: string) => `uang kertas ${worth}`,
  coin: (worth: string) => `uang logam ${worth}`,
  thousand: 'ribu',
  thousandSays: 'ribu: tambah tiga nol',
  rubOut: 'Hapus satu angka',
  notes: 'Tambah uang kertas atau logam',
  add: (what: string) => `Tambah ${what}`,
  none: 'belum ada jumlah',
  much: {
    title: (what: string) => `${what}: benarkah?`,
    say: (now: string, usual: string) => `Tertulis ${now}, biasanya ${usual}. Nolnya kelebihan?`,
    mend: (sum: string) => `Betulkan: ${sum}`,
    retype: 'Tulis lagi',
    keep: (sum: string) => `Memang ${sum}`,
  },
  doubt: {
    unclear: 'Tulis dengan angka, misalnya 25.000.',
    fraction: 'Sen tidak dicatat. Tulis rupiah utuh.',
    zero: 'Jumlahnya harus lebih dari nol.',
    negative: 'Tulis tanpa tanda kurang.',
    large: 'Jumlah ini terlalu besar untuk dicatat.',
    which: 'Maksudnya yang mana?',
    one: 'Maksudnya ini?',
  },
}
