import { cell } from '../cell.ts'

// Theme is the phone's own setting, or what was chosen here.
export type Theme = 'system' | 'light' | 'dark'

const remembered = 'lumbung.theme'

export const theme = cell<Theme>('system')

export const isTheme = (value: string | null): value is Theme => value === 'system' || value === 'light' || value === 'dark'

// dress shows the page in a theme and remembers it on this phone.
export function dress(next: Theme): void {
  if (next === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = next
  try {
    localStorage.setItem(remembered, next)
  } catch {
    // A browser that keeps nothing still shows it.
  }
  theme.set(next)
}

// dressAsBefore chooses the theme of last time.
export function dressAsBefore(): void {
  let before: string | null = null
  try {
    before = localStorage.getItem(remembered)
  } catch {
    // As above.
  }
  if (isTheme(before)) dress(before)
}
