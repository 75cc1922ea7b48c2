import { cell } from '../cell.ts'
import { recall, retain } from '../memory.ts'

// Theme is the phone's own setting, or what was chosen here.
export type Theme = 'system' | 'light' | 'dark'

const remembered = 'lumbung.theme'

export const theme = cell<Theme>('system')

export const isTheme = (value: string | null): value is Theme => value === 'system' || value === 'light' || value === 'dark'

// dress shows the page in a theme and remembers it on this phone.
export function dress(next: Theme): void {
  if (next === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = next
  retain(remembered, next)
  theme.set(next)
}

// dressAsBefore chooses the theme of last time.
export function dressAsBefore(): void {
  const before = recall(remembered)
  if (isTheme(before)) dress(before)
}
