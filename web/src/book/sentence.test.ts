import { describe, expect, test } from 'vitest'
import { en } from '../locales/en.ts'
import { id } from '../locales/id.ts'
import { sentence, type Named, type SaidLine } from './sentence.ts'

const accounts = new Map<string, Named>([
  ['box', { name: 'Kas kotak', class: 'asset', role: 'cash_box' }],
  ['bank', { name: 'Rekening', class: 'asset', role: 'cash_bank' }],
  ['loan', { name: 'Pinjaman anggota', class: 'asset', role: 'loans_receivable' }],
  ['fine', { name: 'Denda', class: 'income', role: 'fines' }],
  ['due', { name: 'Denda belum dibayar', class: 'asset', role: 'fines_due' }],
  ['share', { name: 'Saham anggota', class: 'liability', role: 'member_shares' }],
  ['book', { name: 'Alat tulis', class: 'expense', role: 'stationery' }],
  ['charge', { name: 'Jasa pinjaman', class: 'income', role: 'service_charges' }],
  ['between', { name: 'Antar dana', class: 'equity', role: 'interfund' }],
])

const dr = (account_id: string, debit: string, fund = 'loan'): SaidLine => ({ account_id, debit, fund })
const cr = (account_id: string, credit: string, fund = 'loan'): SaidLine => ({ account_id, credit, fund })

const cases: [string, SaidLine[], string, string][] = [
  ['a fine is paid', [dr('box', '1000'), cr('due', '1000')], 'Rp1.000 masuk ke Kas kotak, dari Denda belum dibayar.', 'Rp1.000 came into Kas kotak, from Denda belum dibayar.'],
  ['a notebook is bought', [dr('book', '15000'), cr('box', '15000')], 'Rp15.000 keluar dari Kas kotak, untuk Alat tulis.', 'Rp15.000 left Kas kotak, for Alat tulis.'],
  ['an instalment holds charge and principal', [dr('box', '112500'), cr('loan', '100000'), cr('charge', '12500')], 'Rp112.500 masuk ke Kas kotak, dari Pinjaman anggota dan Jasa pinjaman.', 'Rp112.500 came into Kas kotak, from Pinjaman anggota and Jasa pinjaman.'],
  ['money goes to the bank', [dr('bank', '500000'), cr('box', '500000')], 'Rp500.000 pindah dari Kas kotak ke Rekening.', 'Rp500.000 moved from Kas kotak to Rekening.'],
  ['a fine is owed', [dr('due', '1000'), cr('fine', '1000')], 'Tanpa uang tunai: Denda belum dibayar naik Rp1.000 dan Denda naik Rp1.000.', 'Without cash: Denda belum dibayar rose by Rp1.000 and Denda rose by Rp1.000.'],
  ['a fine is let off', [dr('fine', '1000'), cr('due', '1000')], 'Tanpa uang tunai: Denda turun Rp1.000 dan Denda belum dibayar turun Rp1.000.', 'Without cash: Denda fell by Rp1.000 and Denda belum dibayar fell by Rp1.000.'],
  ['lines of one account are one sum', [dr('box', '20000'), dr('box', '5000'), cr('share', '25000')], 'Rp25.000 masuk ke Kas kotak, dari Saham anggota.', 'Rp25.000 came into Kas kotak, from Saham anggota.'],
  [
    'a fine goes into another bag',
    [cr('box', '1000', 'loan'), dr('between', '1000', 'loan'), dr('box', '1000', 'social'), cr('between', '1000', 'social')],
    'Uang berpindah dana. Jumlah di kotak tetap.',
    'Money changed funds. The box holds as much as before.',
  ],
  ['what is moved with a fee says both', [dr('bank', '495000'), dr('book', '5000'), cr('box', '500000')], 'Rp500.000 pindah dari Kas kotak ke Rekening. Juga: Alat tulis naik Rp5.000.', 'Rp500.000 moved from Kas kotak to Rekening. Also: Alat tulis rose by Rp5.000.'],
  ['an account that is not known', [dr('box', '1'), cr('elsewhere', '1')], 'Rp1 masuk ke Kas kotak, dari lainnya.', 'Rp1 came into Kas kotak, from others.'],
  ['no lines at all', [], 'Tidak ada yang berubah.', 'Nothing changed.'],
  [
    'more than three are counted',
    [dr('box', '10'), cr('fine', '1'), cr('share', '2'), cr('charge', '3'), cr('loan', '4')],
    'Rp10 masuk ke Kas kotak, dari Denda, Saham anggota dan 2 lainnya.',
    'Rp10 came into Kas kotak, from Denda, Saham anggota and 2 others.',
  ],
]

describe('an entry in one sentence', () => {
  test.each(cases)('%s', (_, lines, indonesian, english) => {
    const rupiah = { currency: 'IDR', places: 0 }
    expect(sentence(lines, accounts, id.book.said, rupiah)).toBe(indonesian)
    expect(sentence(lines, accounts, en.book.said, rupiah)).toBe(english)
  })

  test('a rice barn speaks of kilograms', () => {
    const lines = [dr('box', '12.5'), cr('share', '12.5')]
    expect(sentence(lines, accounts, id.book.said, { currency: 'KG', places: 3 })).toBe('12,500 KG masuk ke Kas kotak, dari Saham anggota.')
  })
})
