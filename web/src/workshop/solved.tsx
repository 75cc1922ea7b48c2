import type { JSX } from 'preact'
import type { Cell, Exercise } from '../lib/rules/answer.ts'
import { Card } from '../lib/ui/card.tsx'
import { inUnit } from './figures.ts'
import { Grid } from './grid.tsx'
import { accountName, cellText, rest } from './tasks.tsx'
import { inWords, useLessonWords } from './words.ts'

// Steps are the way to the answer. Those that are not shown are the learner's.
export function Steps({ x, all }: { x: Exercise; all?: boolean }): JSX.Element | null {
  const w = useLessonWords()
  const steps = x.steps ?? []
  if (steps.length === 0 || (!all && x.shown === 0)) return null
  return (
    <Card title={w.player.steps}>
      <ol class="mdl n">
        {steps.map((s, i) => (
          <li key={i}>
            <span class="pair">
              <span>{inWords(s.text)}</span>
              <span>{all || i < x.shown ? s.value : w.player.open}</span>
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}

// Solved is the answer of an exercise, whole.
export function Solved({ x, title }: { x: Exercise; title: string }): JSX.Element {
  return (
    <Card title={title}>
      <Answer x={x} />
    </Card>
  )
}

function Answer({ x }: { x: Exercise }): JSX.Element | null {
  const w = useLessonWords()
  if (x.sort) {
    const { cards, boxes } = x.sort
    return (
      <>
        {boxes.map((b) => (
          <section key={b.key}>
            <h3>{inWords(b.text)}</h3>
            <ul class="mdl">
              {cards.filter((c) => c.box === b.key).map((c, i) => (
                <li key={i}>{inWords(c.text)}</li>
              ))}
            </ul>
          </section>
        ))}
      </>
    )
  }
  if (x.form) {
    return (
      <>
        {x.form.expected.map((l, i) => (
          <p key={i} class="pair">
            <span>
              {l.side === 'C' ? w.form.fromWord : w.form.toWord}: {accountName(l.code)}
            </span>
            <span>{inUnit(l.amount, 'Rp')}</span>
          </p>
        ))}
      </>
    )
  }
  if (x.num) return <p class="rule">{inUnit(x.num.expected, x.num.unit)}</p>
  if (x.table) return <Table rows={x.table.rows} columns={x.table.columns} />
  if (x.pick) return <p class="rule">{x.pick.options.filter((o) => o.right).map((o) => inWords(o.text))}</p>
  if (!x.find) return null
  const line = x.find.lines[x.find.wrong] ?? []
  return (
    <>
      <p>
        <b>
          {x.find.wrong + 1}. {line[0] ? cellText(line[0]) : ''}
        </b>{' '}
        {rest(line, x.find.columns)}
      </p>
      <p>{inWords(x.find.sentence)}</p>
    </>
  )
}

function Table(p: { rows: Cell[][]; columns: { id: string; en: string }[] }): JSX.Element {
  const w = useLessonWords()
  const titles = p.columns.map(inWords)
  return <Grid label={w.player.answer} head={titles} titles={titles} rows={p.rows.map((row) => row.map(cellText))} ends={titles.map((_t, i) => i > 0)} />
}
