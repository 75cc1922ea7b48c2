import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { clock, dayOf, longDay, moment, shortDay, today } from './dates.ts'
import { speak } from './i18n.ts'

beforeAll(() => vi.stubGlobal('document', { documentElement: { lang: '' } }))
afterAll(async () => {
  await speak('id')
  vi.unstubAllGlobals()
})

describe('a day', () => {
  it.each([
    ['2026-11-24', 'Selasa, 24 November 2026', '24 Nov 2026'],
    ['2026-11-23', 'Senin, 23 November 2026', '23 Nov 2026'],
    ['2024-02-29', 'Kamis, 29 Februari 2024', '29 Feb 2024'],
    ['2026-08-02', 'Minggu, 2 Agustus 2026', '2 Agu 2026'],
    ['1999-12-31', 'Jumat, 31 Desember 1999', '31 Des 1999'],
    ['2026-05-09', 'Sabtu, 9 Mei 2026', '9 Mei 2026'],
  ])('%s is %s', (day, long, short) => {
    expect(longDay(day)).toBe(long)
    expect(shortDay(day)).toBe(short)
  })
  it.each(['', '2026-02-29', '2026-13-01', '24-11-2026', '2026-11-24T00:00:00Z', 'kemarin'])('that does not exist is shown as it came: %j', (day) => {
    expect(longDay(day)).toBe(day)
    expect(shortDay(day)).toBe(day)
  })
  it('has the weekday that JavaScript has, for a hundred years', () => {
    const names = ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu']
    for (let ms = Date.UTC(1980, 0, 1); ms < Date.UTC(2080, 0, 1); ms += 86400000) {
      const d = new Date(ms)
      expect(longDay(d.toISOString().slice(0, 10)).split(',')[0]).toBe(names[d.getUTCDay()])
    }
  })
})

describe('an instant', () => {
  it.each([
    ['2026-11-24T07:05:00Z', '14.05 WIB', '2026-11-24'],
    ['2026-11-24T16:59:59.999Z', '23.59 WIB', '2026-11-24'],
    ['2026-11-24T17:00:00Z', '00.00 WIB', '2026-11-25'],
    ['2026-12-31T20:30:00Z', '03.30 WIB', '2027-01-01'],
    ['2026-11-24T14:05:00+07:00', '14.05 WIB', '2026-11-24'],
    ['2026-11-24T14:05:00.123456789+08:00', '13.05 WIB', '2026-11-24'],
  ])('%s is %s in Pontianak', (instant, hour, day) => {
    expect(clock(instant)).toBe(hour)
    expect(dayOf(instant)).toBe(day)
  })
  it('is said whole', () => {
    expect(moment('2026-11-24T17:00:00Z')).toBe('Rabu, 25 November 2026, pukul 00.00 WIB')
  })
  it.each(['', 'x', '2026-11-24', '2026-11-24T25:00:00Z', '2026-11-24T07:05:00'])('that is none is shown as it came: %j', (instant) => {
    expect(clock(instant)).toBe(instant)
    expect(moment(instant)).toBe(instant)
  })
  it('now has a day of its own in Pontianak', () => {
    expect(today(Date.UTC(2026, 10, 24, 16, 59))).toBe('2026-11-24')
    expect(today(Date.UTC(2026, 10, 24, 17, 0))).toBe('2026-11-25')
    expect(today()).toMatch(/^\d{4}-\d\d-\d\d$/)
  })
})

it('English has its own names and its own clock', async () => {
  await speak('en')
  expect(longDay('2026-11-24')).toBe('Tuesday, 24 November 2026')
  expect(shortDay('2026-05-09')).toBe('9 May 2026')
  expect(clock('2026-11-24T07:05:00Z')).toBe('14:05 WIB')
})
