import type { JSX } from 'preact'
import { shortDay } from '../../dates.ts'
import { language } from '../../i18n.ts'
import { Link } from '../../router.tsx'
import { Ageing } from '../ageing.tsx'
import { Button } from '../button.tsx'
import { Card } from '../card.tsx'
import { FundBar } from '../fund-bar.tsx'
import { Icon, iconNames, type IconName } from '../icon.tsx'
import { Listing } from '../listing.tsx'
import { Rp } from '../rp.tsx'
import { Say } from '../say.tsx'
import { ScoreSpread } from '../score-spread.tsx'
import { share } from '../share.ts'
import { Tasks } from '../task-row.tsx'
import { Timeline, type Step } from '../timeline.tsx'
import { useSample } from './words.ts'
import { Part } from './section.tsx'

type Entry = { day: string; what: string; fund: string; in: bigint; out: bigint }

// List is many of a kind, and the sum of them.
export function List(): JSX.Element {
  const s = useSample()
  const sums: [string, number, bigint, bigint][] = [
    ['2026-11-23', 0, 90000n, 0n],
    ['2026-11-23', 0, 112500n, 0n],
    ['2026-11-23', 0, 0n, 600000n],
    ['2026-11-16', 1, 0n, 22000n],
  ]
  const rows: Entry[] = s.entryRows.map((what, i) => {
    const [day, fund, paidIn, paidOut] = sums[i] ?? ['', 0, 0n, 0n]
    return { day, what, fund: s.box.funds[fund]?.name ?? '', in: paidIn, out: paidOut }
  })
  const money = (sum: bigint): JSX.Element | null => (sum === 0n ? null : <Rp of={sum} />)
  return (
    <Part id="list" title={s.sections.list}>
      <Listing
        label={s.entries}
        rows={rows}
        id={(r) => r.what}
        columns={[
          { title: s.columns.what, lead: true, cell: (r) => <Link to="#list">{r.what}</Link> },
          { title: s.columns.day, cell: (r) => shortDay(r.day) },
          { title: s.columns.fund, cell: (r) => r.fund },
          { title: s.columns.in, end: true, cell: (r) => money(r.in) },
          { title: s.columns.out, end: true, cell: (r) => money(r.out) },
        ]}
        foot={[s.all, null, null, <Rp key="in" of={202500n} />, <Rp key="out" of={622000n} />]}
      />
    </Part>
  )
}

// Work is what waits for an officer, and what she may not do.
export function Work(): JSX.Element {
  const s = useSample()
  const icons: IconName[] = ['awas', 'keluar', 'kuitansi', 'warung']
  const sums = [25000n, 4500000n, 1850000n]
  const states: Step['state'][] = ['done', 'done', 'now', 'later']
  return (
    <Part id="work-desk" title={s.sections.work}>
      <div class="side">
        <Card level={3} rows title={s.queue} aside={<span class="lb">{s.oldest}</span>}>
          <Tasks
            label={s.queue}
            tasks={s.tasks.map((t, i) => {
              const sum = sums[i]
              return { ...t, id: String(i), icon: icons[i] ?? 'tugas', to: '#work-desk', ...(sum === undefined ? {} : { sum }) }
            })}
          />
        </Card>
        <div class="g">
          <Card level={3} title={s.decision.title}>
            <Say mood="bad" icon="tolak" title={s.decision.not}>
              <p id="not-yours">{s.decision.why}</p>
            </Say>
            <div class="two">
              <Button off describedBy="not-yours">
                {s.decision.yes}
              </Button>
              <Button off describedBy="not-yours">
                {s.decision.no}
              </Button>
            </div>
            <Button icon="suara">{s.decision.remind}</Button>
          </Card>
          <Card level={3} title={s.journey}>
            <Timeline steps={s.steps.map((step, i) => ({ ...step, state: states[i] ?? 'later' }))} />
          </Card>
        </div>
      </div>
    </Part>
  )
}

// Figures are charts that a decision needs, each with its table.
export function Figures(): JSX.Element {
  const s = useSample()
  const pairs: [number, number][] = [
    [85, 80],
    [88, 70],
    [72, 72],
  ]
  const scores = s.scores.rows.map((measure, i) => ({ measure, scores: pairs[i] ?? ([0, 0] as [number, number]) }))
  return (
    <Part id="figures" title={s.sections.figures}>
      <Card level={3} title={s.par.title} aside={<b class="rp m">{share(9100000n, 186400000n, language())}</b>}>
        <p class="lb">{s.par.say}</p>
        <Ageing
          label={s.par.title}
          foot={s.par.foot}
          bands={[
            { name: s.par.current, sum: 164900000n, kind: 'current' },
            { name: '1–30', sum: 12400000n, kind: 'late' },
            { name: '31–60', sum: 5200000n, kind: 'counted' },
            { name: '61–90', sum: 2300000n, kind: 'counted' },
            { name: '90+', sum: 1600000n, kind: 'counted' },
          ]}
        />
      </Card>
      <Card level={3} title={s.fund.title}>
        <FundBar
          label={s.fund.label}
          parts={[
            { kind: 'documented', name: s.fund.parts.documented, sum: 275900000n },
            { kind: 'due', name: s.fund.parts.due, sum: 44100000n },
            { kind: 'committed', name: s.fund.parts.committed, sum: 76000000n },
            { kind: 'free', name: s.fund.parts.free, sum: 84000000n },
          ]}
        />
      </Card>
      <h3>{s.scores.title}</h3>
      <Listing
        label={s.scores.title}
        rows={scores}
        id={(r) => r.measure}
        columns={[
          { title: s.scores.measure, lead: true, cell: (r) => r.measure },
          { title: s.scores.spread, wide: true, cell: (r) => <ScoreSpread scores={r.scores} label={s.scores.say(...r.scores)} /> },
          { title: 'Tuti', end: true, cell: (r) => r.scores[0] },
          { title: 'Anton', end: true, cell: (r) => r.scores[1] },
          { title: s.scores.apart, end: true, cell: (r) => Math.abs(r.scores[0] - r.scores[1]) },
        ]}
      />
    </Part>
  )
}

// Signs are all pictures, by the name they have in the program.
export function Signs(): JSX.Element {
  const s = useSample()
  return (
    <Part id="signs" title={s.sections.signs}>
      <ul class="ics" lang="id">
        {iconNames.map((name) => (
          <li key={name}>
            <Icon of={name} large />
            <small>{name}</small>
          </li>
        ))}
      </ul>
    </Part>
  )
}
