import { describe, expect, it, vi } from 'vitest'
import { codes, sentence, troubleOfThrown } from './errors.ts'

describe('a code of the server', () => {
  it('is said in either language', async () => {
    expect(sentence(await codes('id'), 'unbalanced')).toBe('Jumlah debit dan kredit belum sama.')
    expect(sentence(await codes('en'), 'unbalanced')).toBe('Debit and credit are not equal yet.')
  })
  it('is said with what is known and without holes', async () => {
    const en = await codes('en')
    expect(sentence(en, 'out_of_range', { min: '1', max: '200' })).toBe('This number is out of range, at least 1, at most 200.')
    expect(sentence(en, 'out_of_range', { max: '200' })).toBe('This number is out of range, at most 200.')
    expect(sentence(en, 'out_of_range')).toBe('This number is out of range.')
  })
  it.each(['no_such_code', '', 'toString', '__proto__', 'constructor'])('that nobody knows gets the general sentence: %j', async (code) => {
    expect(sentence(await codes('id'), code)).toBe('Permintaan ini tidak dapat diterima.')
  })
  it('exists in both languages, and never shows its brackets', async () => {
    const [one, other] = [await codes('id'), await codes('en')]
    expect(Object.keys(one.sentences).sort()).toEqual(Object.keys(other.sentences).sort())
    expect(Object.keys(one.sentences).length).toBeGreaterThan(150)
    for (const c of [one, other]) {
      for (const code of Object.keys(c.sentences)) expect(sentence(c, code)).toMatch(/^[^[\]{}]+\.$/)
    }
  })
})

describe('a trouble of the phone', () => {
  const dom = (name: string): unknown => new DOMException('x', name)
  it.each([
    ['a full disk', dom('QuotaExceededError'), 'full'],
    ['a newer app that was here', dom('VersionError'), 'old'],
    ['a browser that keeps nothing', dom('SecurityError'), 'closed'],
    ['an answer that took too long', dom('AbortError'), 'down'],
    ['a full disk within another error', { name: 'Error', inner: { name: 'QuotaExceededError' } }, 'full'],
    ['a fault of the program', new TypeError('x is undefined'), 'unknown'],
    ['anything else', 'oops', 'unknown'],
    ['nothing', null, 'unknown'],
  ])('%s', (_what, thrown, trouble) => {
    expect(troubleOfThrown(thrown)).toBe(trouble)
  })
  it('without an answer depends on the signal', () => {
    const failed = new TypeError('Failed to fetch')
    vi.stubGlobal('navigator', { onLine: true })
    expect(troubleOfThrown(failed)).toBe('down')
    vi.stubGlobal('navigator', { onLine: false })
    expect(troubleOfThrown(failed)).toBe('offline')
    vi.unstubAllGlobals()
  })
})
