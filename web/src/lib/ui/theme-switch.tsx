import type { JSX } from 'preact'
import { useCell } from '../cell.ts'
import { useWords } from '../i18n.ts'
import { Choice } from './choice.tsx'
import { dress, theme, type Theme } from './theme.ts'

const themes: Theme[] = ['system', 'light', 'dark']

// ThemeSwitch lets one read in the sun, in the dark, or as the phone has it.
export function ThemeSwitch(): JSX.Element {
  const w = useWords().parts.theme
  const now = useCell(theme)
  return <Choice short legend={w.title} options={themes.map((t) => ({ value: t, label: w[t] }))} value={now} onChoose={dress} />
}
