import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { blocks, spoken } from './markdown.tsx'

const page = `### Cara main

Satu **paragraf**
dua baris.

1. Jual.
2. Beli.

- satu
- dua

> Ingat ini.

| Kejadian | Jumlah |
|---|---:|
| Jual | **450.000** |`

it('a text is paragraphs, headings, lists, quotes and tables', () => {
  expect(blocks(page)).toEqual([
    { kind: 'h', text: 'Cara main' },
    { kind: 'p', text: 'Satu **paragraf** dua baris.' },
    { kind: 'list', ordered: true, start: 1, items: ['Jual.', 'Beli.'] },
    { kind: 'list', ordered: false, start: 1, items: ['satu', 'dua'] },
    { kind: 'quote', text: 'Ingat ini.' },
    { kind: 'table', head: ['Kejadian', 'Jumlah'], rows: [['Jual', '**450.000**']], ends: [false, true] },
  ])
})

it('it is read aloud without signs and without tables', () => {
  expect(spoken(page)).toBe('Cara main. Satu paragraf dua baris. Jual. Beli. satu. dua. Ingat ini.')
})

it('no sign of the lessons is left over in a paragraph', () => {
  const folder = '../ledger/training/lessons'
  const names = readdirSync(folder).filter((n) => /^\d\d\.(id|en)\.md$/.test(n))
  expect(names.length).toBe(28)
  for (const name of names) {
    for (const section of readFileSync(`${folder}/${name}`, 'utf8').split(/^## .*$/m).slice(1)) {
      for (const b of blocks(section)) {
        if (b.kind === 'p') expect(b.text, name).not.toMatch(/^[#>|-] |^\d+\. |[[\]`_]/)
        if (b.kind === 'table') for (const row of b.rows) expect(row.length, `${name}: ${row.join('|')}`).toBe(b.head.length)
      }
    }
  }
})
