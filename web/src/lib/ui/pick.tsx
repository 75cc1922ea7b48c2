import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { FieldError } from './field.tsx'

export type PickOption = { value: string; label: string; group?: string }

// Pick is one of many, where big buttons would be too many: the phone's own list.
export function Pick(p: {
  id?: string
  label: string
  hint?: string
  error?: string
  none: string // what stands there while nothing is picked
  value: string
  options: PickOption[]
  onPick: (value: string) => void
}): JSX.Element {
  const own = useId()
  const id = p.id ?? own
  const groups = Array.from(new Set(p.options.map((o) => o.group ?? '')))
  const within = (group: string): JSX.Element[] =>
    p.options
      .filter((o) => (o.group ?? '') === group)
      .map((o) => (
        <option key={o.value} value={o.value}>
          {o.label}
        </option>
      ))
  const described = [p.hint ? `${id}-h` : '', p.error ? `${id}-e` : ''].filter(Boolean).join(' ')
  return (
    <div class="q">
      <label for={id}>
        <b>{p.label}</b>
      </label>
      {p.hint ? (
        <p class="lb" id={`${id}-h`}>
          {p.hint}
        </p>
      ) : null}
      <select
        id={id}
        class="fld"
        value={p.value}
        aria-invalid={p.error ? true : undefined}
        aria-describedby={described || undefined}
        onChange={(e) => p.onPick(e.currentTarget.value)}
      >
        <option value="">{p.none}</option>
        {groups.map((g) => (g ? <optgroup key={g} label={g}>{within(g)}</optgroup> : within(g)))}
      </select>
      <FieldError id={`${id}-e`} error={p.error} />
    </div>
  )
}
