import type { Language } from '../i18n.ts'

// share is a part of a whole in percent with one decimal, rounded half up, as the
// language writes it: '6,7 %'. A part of nothing is nothing.
export function share(part: bigint, whole: bigint, language: Language): string {
  const tenths = whole > 0n ? (part * 2000n + whole) / (2n * whole) : 0n
  return `${tenths / 10n}${language === 'en' ? '.' : ','}${tenths % 10n}\u00a0%`
}

// along is how far a part reaches on a track of so many units, for drawing only.
export function along(part: bigint, whole: bigint, units: number): number {
  return whole > 0n ? Number((part * BigInt(units * 10)) / whole) / 10 : 0
}
