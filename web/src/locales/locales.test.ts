import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en } from './en.ts'
import { id } from './id.ts'

// Leaf is one entry of a catalogue: a text, or a function of names and figures.
type Leaf = { path: string; value: unknown }

function leaves(of: unknown, path: string[] = []): Leaf[] {
  if (typeof of !== 'object' || of === null) return [{ path: path.join('.'), value: of }]
  return Object.entries(of).flatMap(([key, value]) => leaves(value, path.concat(key)))
}

// What a function may be given. Each place is tried with each until the function
// says something whole.
const samples: unknown[] = ['Siti', 3, BigInt(3), ['Siti', 'Rina'], true]

// textOf is a text, or the texts of a function that gives several, such as a title
// and what stands below it.
function textOf(said: unknown): string | null {
  if (typeof said === 'string') return said
  if (typeof said !== 'object' || said === null) return null
  const texts = Object.values(said).map(textOf)
  return texts.every((t) => t !== null) ? texts.join('\n') : null
}

// rendered is what an entry says; null when no sample makes it say something whole.
function rendered(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value !== 'function') return null
  const tries = Math.pow(samples.length, value.length)
  for (let n = 0; n < tries; n++) {
    const given = Array.from({ length: value.length }, (_x, i) => samples[Math.floor(n / Math.pow(samples.length, i)) % samples.length])
    try {
      const said = textOf(Reflect.apply(value, undefined, given))
      if (said !== null && !/undefined|null|NaN|\[object/.test(said)) return said
    } catch {
      // It wants another sort.
    }
  }
  return null
}

const languages = [
  { name: 'id', catalogue: leaves(id) },
  { name: 'en', catalogue: leaves(en) },
] as const

// Words that both languages have. A text that is the same in both holds no others.
const shared = new Set(
  (
    'Lumbung PIN QR NIK WIB Rp RpX Kg Jan Feb Mar Apr Jun Jul Sep Nov April September November Siti Rina Program Server Status Online Offline Total ' +
    'Data Bu Pak PAR SHA CSV PDF URL JSON ID IDR Kapuas Pontianak Mei Audit Format Normal Code Debit No'
  )
    .toLowerCase()
    .split(' '),
)

// Words that stand in almost every sentence of one language and in none of the other.
const onlyIndonesian = 'yang dan di ke dari untuk dengan belum sudah tidak bukan ini itu akan bisa atau anda kita ada pada oleh juga harus lalu'
const onlyEnglish = 'the and of is are to not you this that with for from was has have it on by or be which'

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z]+(?:'[a-z]+)?/g) ?? []

function strangers(text: string, others: string): string[] {
  const list = others.split(' ')
  return wordsOf(text).filter((word) => list.indexOf(word) >= 0)
}

describe.each(languages)('the words of $name', ({ name, catalogue }) => {
  it('have no hole, whatever they are given', () => {
    const holes = catalogue.filter((l) => rendered(l.value) === null).map((l) => l.path)
    expect(holes, 'says nothing whole; a choice of a few is better a table than a function').toEqual([])
  })

  it('are sentences of at most fourteen words', () => {
    const long = catalogue.flatMap(({ path, value }) =>
      (rendered(value) ?? '')
        .split(/[.?!:;](?:\s|$)|\n/)
        .filter((sentence) => sentence.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length > 14)
        .map((sentence) => `${path}: ${sentence}`),
    )
    expect(long).toEqual([])
  })

  it('do not shout, and have no space too many', () => {
    const odd = catalogue.filter((l) => /!|^\s|\s$| {2}/.test(rendered(l.value) ?? '')).map((l) => l.path)
    expect(odd).toEqual([])
  })

  it('are of no other language', () => {
    const others = name === 'id' ? onlyEnglish : onlyIndonesian
    const found = catalogue.flatMap((l) => strangers(rendered(l.value) ?? '', others).map((word) => `${l.path}: ${word}`))
    expect(found).toEqual([])
  })
})

it('no sentence stands in both languages, except names and numbers', () => {
  const english = new Map(leaves(en).map((l) => [l.path, rendered(l.value)]))
  const same = leaves(id)
    .map((l) => ({ path: l.path, text: rendered(l.value) }))
    .filter(({ path, text }) => text !== null && text === english.get(path))
    .filter(({ text }) => wordsOf(text ?? '').some((word) => !shared.has(word)))
    .map(({ path, text }) => `${path}: ${text}`)
  expect(same).toEqual([])
})

// The sources that may use a word: all but the catalogues and the tests.
function sources(at: string): string[] {
  return readdirSync(at, { withFileTypes: true }).flatMap((f) => {
    const path = join(at, f.name)
    if (f.isDirectory()) return path.endsWith('src/locales') ? [] : sources(path)
    return /\.tsx?$/.test(f.name) && !/\.(test|d)\.tsx?$/.test(f.name) ? [readFileSync(path, 'utf8')] : []
  })
}

// usage finds whether a path of the catalogue is used: written out, or by way of
// something above it that is handed on whole, whose rest is then used somewhere. What
// is chosen by a variable counts as used with all below it.
export function usage(code: string): (path: string) => boolean {
  const dense = code.replace(/\s*[?!]?\.\s*(?=[a-zA-Z_])/g, '.')
  const known = new Map<string, boolean>()
  const has = (pattern: string): boolean => {
    const before = known.get(pattern)
    if (before !== undefined) return before
    const found = new RegExp(pattern).test(dense)
    known.set(pattern, found)
    return found
  }
  const used = (path: string[]): boolean => {
    const dotted = path.join('\\.')
    const named = path.length === 1 ? `|[{,]\\s*${path[0]}\\s*[,}:=]` : ''
    if (has(`\\.${dotted}\\b|\\['${path[path.length - 1]}'\\]${named}`)) return true
    for (let n = path.length - 1; n > 0; n--) {
      const above = path.slice(0, n).join('\\.')
      const taken = n === 1 ? `|\\['${path[0]}'\\]|[{,]\\s*${path[0]}\\s*[,}:]` : ''
      const alias = `\\b(\\w+) = [\\w.()]*\\.${above}\\s[^\\0]*\\b\\1\\[`
      if (has(`${alias}|\\.${above}(?:\\[|\\)\\.(?:map|forEach))|Object\\.\\w+\\([\\w.()]*\\.${above}\\)`)) return true
      if (has(`\\.${above}(?![\\w.(])${taken}`) && used(path.slice(n))) return true
    }
    return false
  }
  return (path) => used(path.replace(/(\.\d+)+$/, '').split('.'))
}

describe('a word', () => {
  it('is used somewhere', () => {
    const used = usage(sources('src').join('\0'))
    const dead = [...new Set(leaves(id).map((l) => l.path.replace(/(\.\d+)+$/, '')))].filter((path) => !used(path))
    expect(dead, 'nothing in src says these').toEqual([])
  })

  it.each([
    ['written out', 'a.go', 'w.a.go', true],
    ['on the next line', 'a.go', 'w.a\n  .go', true],
    ['by another name', 'a.b.go', 'const t = useWords().a.b\n t.go', true],
    ['by another name, but not this one', 'a.b.go', 'const t = useWords().a.b\n t.stop', false],
    ['chosen by a variable', 'a.b.go', 'w.a.b[kind]', true],
    ['chosen by a variable, by another name', 'a.b.go', 'const t = useWords().a.b\n f(t[kind])', true],
    ['chosen by a variable in another file', 'a.b.go', 'const t = useWords().a.b\n\0 f(t[kind])', false],
    ['taken out of its section', 'a.go', 'const { go } = w.a', true],
    ['only of another section', 'a.go', 'w.b.go', false],
    ['only as the beginning of a longer one', 'a.go', 'w.a.gone', false],
    ['handed on as a section', 'a.go', "function f(w: Catalogue['a']) { return w.go }", true],
    ['not at all', 'a.go', '', false],
    ['of a list', 'a.days.3', 'w.a.days[d.weekday]', true],
  ])('is found when it is %s', (_how, path, code, found) => {
    expect(usage(code)(path)).toBe(found)
  })
})

describe('these tests', () => {
  it('find a hole, a stranger and a text that was not translated', () => {
    expect(rendered((x: { name?: string }) => `Bu ${x.name}`)).toBeNull()
    expect(rendered((n: bigint) => `${n * BigInt(2)} orang`)).toBe('6 orang')
    expect(rendered((n: number) => ({ title: `${n} orang`, say: 'Semua.' }))).toBe('Siti orang\nSemua.')
    expect(rendered(() => ({ title: 'Semua', say: undefined }))).toBeNull()
    expect(rendered(() => 7)).toBeNull()
    expect(strangers('Open the book', onlyEnglish)).toEqual(['the'])
    expect(strangers('Buka buku ini', onlyEnglish)).toEqual([])
    expect(strangers('Buka buku ini', onlyIndonesian)).toEqual(['ini'])
  })
})
