import type { JSX } from 'preact'
import { LinkButton } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { Rp } from './rp.tsx'

export type Task = { id: string; icon: IconName; what: string; why: string; sum?: bigint; verb: string; to: string }

// Tasks are the work that waits, oldest first: who and what, why and how old, the
// sum, one verb.
export function Tasks(p: { label: string; tasks: Task[] }): JSX.Element {
  return (
    <ul class="f tk" aria-label={p.label}>
      {p.tasks.map((t) => (
        <TaskRow key={t.id} {...t} />
      ))}
    </ul>
  )
}

function TaskRow(p: Task): JSX.Element {
  return (
    <li>
      <Icon of={p.icon} />
      <div>
        <b class="nm">{p.what}</b>
        <p class="lb">{p.why}</p>
      </div>
      {p.sum === undefined ? <span /> : <Rp of={p.sum} />}
      <LinkButton to={p.to} label={`${p.verb}: ${p.what}`}>
        {p.verb}
      </LinkButton>
    </li>
  )
}
