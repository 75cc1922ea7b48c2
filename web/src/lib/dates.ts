import { clockOff } from './clock.ts'
import { words } from './i18n.ts'

// Days are YYYY-MM-DD and instants RFC 3339, as the API has them; both are shown
// whole and in the time of Pontianak. What is neither is shown as it came.
const hour = 3600000
const wib = 7 * hour // Asia/Pontianak has had no other offset since 1988

// longDay is "Selasa, 24 November 2026".
export function longDay(day: string): string {
  const d = read(day)
  if (!d) return day
  const { days, months } = words().dates
  return `${days[d.weekday]}, ${d.day} ${months[d.month - 1]} ${d.year}`
}

// shortDay is "24 Nov 2026".
export function shortDay(day: string): string {
  const d = read(day)
  if (!d) return day
  return `${d.day} ${words().dates.short[d.month - 1]} ${d.year}`
}

// clock is an instant's hour: "14.05 WIB".
export function clock(instant: string): string {
  const local = at(instant)
  if (local === null) return instant
  return words().dates.clock(local.slice(11, 13), local.slice(14, 16))
}

// moment is an instant's day and hour: "Selasa, 24 November 2026, pukul 14.05 WIB".
export function moment(instant: string): string {
  if (at(instant) === null) return instant
  return words().dates.moment(longDay(dayOf(instant)), clock(instant))
}

// dayOf is the day on which an instant falls in Pontianak.
export const dayOf = (instant: string): string => (at(instant) ?? instant).slice(0, 10)

// today is the day it now is in Pontianak, by the server's clock where the phone's is
// wrong by more than a day.
export const today = (now: number = Date.now() - clockOff.get()): string => new Date(now + wib).toISOString().slice(0, 10)

// daysBefore is the day so many days before another.
export const daysBefore = (day: string, n: number): string => new Date(Date.parse(`${day}T00:00:00Z`) - n * 24 * hour).toISOString().slice(0, 10)

// monthOf is "Oktober 2026".
export function monthOf(day: string): string {
  const d = read(day)
  return d ? `${words().dates.months[d.month - 1]} ${d.year}` : day
}

// inWords is a sentence with its days as one says them.
export const inWords = (text: string): string => text.replace(/\b\d{4}-\d\d-\d\d\b(?!T)/g, longDay)

// read takes a day apart, or is null when there is no such day.
function read(day: string): { year: number; month: number; day: number; weekday: number } | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) return null
  const d = new Date(`${day}T00:00:00Z`)
  if (isNaN(d.getTime()) || d.toISOString().slice(0, 10) !== day) return null
  return { year: d.getUTCFullYear(), month: d.getUTCMonth() + 1, day: d.getUTCDate(), weekday: d.getUTCDay() }
}

// at is an instant written in the time of Pontianak, or null when it is none.
function at(instant: string): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(instant)) return null
  const ms = Date.parse(instant.replace(/(\.\d{3})\d+/, '$1')) // to thousandths, which every browser reads
  return isNaN(ms) ? null : new Date(ms + wib).toISOString()
}
