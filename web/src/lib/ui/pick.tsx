import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { Question, tied, type Asking } from './field.tsx'

export type PickOption = { value: string; label: string; group?: string }

// Pick is one of many, where big buttons would be too many: the phone's own list.
export function Pick(p: Asking & {
  none: string // what stands there while nothing is picked
  value: string
  options: PickOption[]
  onPick: (value: string) => void
}): JSX.Element {
  const id = useId()
  return (
    <Question {...p} id={id}>
      <select {...tied(id, p)} value={p.value} onChange={(e) => p.onPick(e.currentTarget.value)}>
        <Options none={p.none} options={p.options} />
      </select>
    </Question>
  )
}

// Options are what can be picked, by their groups.
export function Options(p: { none: string; options: PickOption[] }): JSX.Element {
  const groups = Array.from(new Set(p.options.map((o) => o.group ?? '')))
  const within = (group: string): JSX.Element[] =>
    p.options
      .filter((o) => (o.group ?? '') === group)
      .map((o) => (
        <option key={o.value} value={o.value}>
          {o.label}
        </option>
      ))
  return (
    <>
      <option value="">{p.none}</option>
      {groups.map((g) => (g ? <optgroup key={g} label={g}>{within(g)}</optgroup> : within(g)))}
    </>
  )
}
