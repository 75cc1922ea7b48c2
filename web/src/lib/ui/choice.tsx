import type { JSX } from 'preact'
import { useId } from 'preact/hooks'
import { FieldError } from './field.tsx'
import { Icon, type IconName } from './icon.tsx'

export type Option<T extends string> = { value: T; label: string; under?: string; icon?: IconName }

// Choice is one of a few as big buttons. Native radios lie over them, so arrows,
// screen readers and forced colours work; a tick stands on the one chosen.
export function Choice<T extends string>(p: {
  legend: string
  error?: string | undefined
  quiet?: boolean
  options: Option<T>[]
  value: T | null
  onChoose: (value: T) => void
  wide?: boolean // one below the other
  short?: boolean // three in a row, of a word or two each
}): JSX.Element {
  const name = useId()
  return (
    <fieldset class="q" role={p.error ? 'radiogroup' : undefined} aria-invalid={p.error ? true : undefined} aria-describedby={p.error ? `${name}-e` : undefined}>
      <legend>{p.legend}</legend>
      <div class={p.wide ? 'g2' : p.short ? 'thr' : 'two'}>
        {p.options.map((o) => {
          const chosen = o.value === p.value
          const icon = chosen ? 't1' : o.icon
          return (
            <label key={o.value} class="op">
              <input type="radio" name={name} value={o.value} checked={chosen} onChange={() => p.onChoose(o.value)} />
              <span class={chosen ? 'btn pick' : 'btn'}>
                {icon ? <Icon of={icon} /> : null}
                <span>
                  {o.label}
                  {o.under ? <span class="lb">{o.under}</span> : null}
                </span>
              </span>
            </label>
          )
        })}
      </div>
      <FieldError id={`${name}-e`} error={p.error} quiet={p.quiet} />
    </fieldset>
  )
}
