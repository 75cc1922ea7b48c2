import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { language } from '../lib/i18n.ts'
import accounts from '../lib/rules/accounts.json'
import type { Cell, Exercise, PickTask } from '../lib/rules/answer.ts'
import { Amount } from '../lib/ui/amount.tsx'
import { Button } from '../lib/ui/button.tsx'
import { Choice } from '../lib/ui/choice.tsx'
import { Field } from '../lib/ui/field.tsx'
import { GillStrip } from '../lib/ui/gill-strip.tsx'
import { Group } from '../lib/ui/group.tsx'
import { Note } from '../lib/ui/note.tsx'
import { Pick } from '../lib/ui/pick.tsx'
import { inUnit, written } from './figures.ts'
import type { Typed } from './kept.ts'
import { isBlank, oneSum } from './typed.ts'
import { inWords, useLessonWords } from './words.ts'

type Account = { id: string; en: string; class: 'asset' | 'liability' | 'equity' | 'income' | 'expense' }
const chart = accounts as Record<string, Account>

// accountName is what a place of the business's book is called.
export const accountName = (code: string): string => chart[code]?.[language()] ?? code

export type TaskProps = { x: Exercise; typed: Typed; set: (change: Partial<Typed>) => void }

// Task asks for the answer to an exercise, in the way of its kind.
export function Task(p: TaskProps): JSX.Element | null {
  const w = useLessonWords()
  const { x } = p
  if (x.why) return <OneOf task={x.why} legend={w.player.why} {...p} />
  if (x.sort) return <Cards {...p} />
  if (x.form) return <Entry {...p} />
  if (x.num) return <Sum {...p} />
  if (x.table) return <Blanks {...p} />
  if (x.pick) return <OneOf task={x.pick} legend={w.pick.tap} {...p} />
  return <Lines {...p} />
}

function OneOf(p: TaskProps & { task: PickTask; legend: string }): JSX.Element {
  return (
    <Choice
      wide
      legend={p.legend}
      options={p.task.options.map((o, i) => ({ value: String(i), label: inWords(o.text) }))}
      value={p.typed.choice < 0 ? null : String(p.typed.choice)}
      onChoose={(v) => p.set({ choice: parseInt(v, 10) })}
    />
  )
}

// Cards come one at a time; each goes into a box by one press. Placed cards can be
// taken up again.
function Cards({ x, typed, set }: TaskProps): JSX.Element {
  const w = useLessonWords()
  const cards = x.sort?.cards ?? []
  const boxes = x.sort?.boxes ?? []
  const next = typed.boxes.findIndex((b) => b === '')
  const shown = useRef<HTMLDivElement>(null)
  const put = (i: number, box: string): void => {
    set({ boxes: typed.boxes.map((b, n) => (n === i ? box : b)) })
    if (box !== '' && typed.boxes.filter((b) => b === '').length === 1) shown.current?.focus() // the boxes go away
  }
  const card = cards[next]
  const placed = cards.map((c, i) => ({ c, i, box: boxes.find((b) => b.key === typed.boxes[i]) })).filter(({ box }) => box)
  const number = typed.boxes.filter((b) => b !== '').length + 1
  return (
    <>
      <GillStrip label={w.sort.card(Math.min(number, cards.length), cards.length)} gills={typed.boxes.map((b, i) => (b !== '' ? 'done' : i === next ? 'now' : 'todo'))} />
      <div class="kartu" aria-live="polite" ref={shown} tabIndex={-1}>
        {card ? (
          <>
            <span class="lb">{w.sort.card(number, cards.length)}</span>
            <span>{inWords(card.text)}</span>
          </>
        ) : (
          <span>{w.sort.all}</span>
        )}
      </div>
      {card ? (
        <Group label={w.sort.where} look="boxes">
          {boxes.map((b) => (
            <Button key={b.key} onPress={() => put(next, b.key)}>
              {inWords(b.text)}
            </Button>
          ))}
        </Group>
      ) : null}
      {placed.length > 0 ? (
        <section class="card f">
          <h2>{w.sort.done}</h2>
          {placed.map(({ c, i, box }) => (
            <div key={i} class="row t">
              <div>
                {inWords(c.text)}
                <p class="lb">{box ? inWords(box.text) : ''}</p>
              </div>
              {c.given ? null : (
                <Button label={w.sort.moveOf(inWords(c.text))} onPress={() => put(i, '')}>
                  {w.sort.move}
                </Button>
              )}
            </div>
          ))}
        </section>
      ) : null}
    </>
  )
}

// Entry asks from where, to where and how much; what is given stands there.
function Entry({ x, typed, set }: TaskProps): JSX.Element {
  const w = useLessonWords()
  const lines = x.form?.expected ?? []
  const one = oneSum(x)
  // First from where, then to where, as it is told.
  const order = lines.map((_l, i) => i).sort((a, b) => (lines[a]?.side === lines[b]?.side ? a - b : lines[a]?.side === 'C' ? -1 : 1))
  const change = (i: number, part: Partial<{ code: string; amount: string }>): void =>
    set({ lines: typed.lines.map((l, n) => (n === i || (one && part.amount !== undefined) ? { ...l, ...part } : l)) })
  const word = (i: number): string => {
    const side = lines[i]?.side
    const same = order.filter((n) => lines[n]?.side === side)
    const from = side === 'C' ? w.form.fromWord : w.form.toWord
    return same.length > 1 ? w.form.part(from, same.indexOf(i) + 1) : from
  }
  const ask = (i: number): string => {
    const side = lines[i]?.side === 'C' ? w.form.from : w.form.to
    return order.filter((n) => lines[n]?.side === lines[i]?.side).length > 1 ? `${word(i)}: ${side}` : side
  }
  return (
    <>
      {order.map((i) => {
        const blank = isBlank(x, i, 'account')
        const sum = isBlank(x, i, 'amount')
        const line = typed.lines[i] ?? { code: '', amount: '' }
        return (
          <section key={i} class="card" aria-label={word(i)}>
            {blank ? (
              <Place ask={ask(i)} chips={x.form?.chips ?? []} code={line.code} choose={(code) => change(i, { code })} />
            ) : (
              <p class="pair">
                <span>{word(i)}</span>
                <span>{accountName(line.code)}</span>
              </p>
            )}
            {one ? null : sum ? (
              <Amount
                id={`much-${i}`}
                label={w.form.muchOf(word(i))}
                value={line.amount === '' ? null : BigInt(line.amount)}
                onChange={(v) => change(i, { amount: v === null ? '' : v.toString() })}
              />
            ) : (
              <p class="pair">
                <span>{w.form.much}</span>
                <span>{inUnit(line.amount, 'Rp')}</span>
              </p>
            )}
          </section>
        )
      })}
      {one ? (
        <section class="card" aria-label={w.form.much}>
          <Amount
            id="much"
            label={w.form.much}
            value={typed.lines[0]?.amount ? BigInt(typed.lines[0].amount) : null}
            onChange={(v) => change(0, { amount: v === null ? '' : v.toString() })}
          />
        </section>
      ) : null}
    </>
  )
}

// Place is where money comes from or goes to: a few buttons, or all places in a list.
function Place(p: { ask: string; chips: string[]; code: string; choose: (code: string) => void }): JSX.Element {
  const w = useLessonWords()
  if (p.chips.length > 0) {
    return <Choice legend={p.ask} options={p.chips.map((c) => ({ value: c, label: accountName(c) }))} value={p.code || null} onChoose={p.choose} />
  }
  const all = Object.keys(chart).sort()
  return (
    <Pick
      label={p.ask}
      none={w.form.pick}
      value={p.code}
      options={all.map((c) => ({ value: c, label: accountName(c), group: w.form.classes[chart[c]?.class ?? 'asset'] }))}
      onPick={p.choose}
    />
  )
}

function Sum({ x, typed, set }: TaskProps): JSX.Element | null {
  const w = useLessonWords()
  const task = x.num
  if (!task) return null
  const value = /^\d+$/.test(typed.number) ? BigInt(typed.number) : null
  return (
    <>
      <Tin notes={task.notes ?? []} />
      <section class="card" aria-label={w.num.answer}>
        {task.unit === 'Rp' ? (
          <Amount id="answer" label={w.num.answer} value={value} onChange={(v) => set({ number: v === null ? '' : v.toString() })} />
        ) : (
          <Field kind="number" label={w.num.unit(task.unit)} hint={w.num.hint} value={typed.number} onInput={(number) => set({ number })} most={30} />
        )}
      </section>
    </>
  )
}

// Tin is the money to be counted, as pictures of its notes and coins.
function Tin(p: { notes: { value: number; count: number }[] }): JSX.Element | null {
  const w = useLessonWords()
  if (p.notes.length === 0) return null
  return (
    <section class="card">
      <h2>{w.num.tin}</h2>
      <ul class="tin">
        {p.notes.map((n) => (
          <li key={n.value}>
            <Note of={BigInt(n.value)} />
            <b>{w.num.times(n.count)}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}

// Blanks are a table as cards, one for each row, with a field where a cell is empty.
function Blanks({ x, typed, set }: TaskProps): JSX.Element {
  const w = useLessonWords()
  const rows = x.table?.rows ?? []
  const columns = x.table?.columns ?? []
  let at = 0
  return (
    <>
      {rows.map((row, r) => {
        const first = row[0]?.text ? inWords(row[0].text) : ''
        return (
          <section key={r} class="card">
            <h2>{first || w.table.row(r + 1)}</h2>
            {row.map((c, i) => {
              const label = columns[i] ? inWords(columns[i]) : ''
              if (!c.blank) {
                const text = cellText(c)
                return i === 0 || text === '' ? null : (
                  <p key={i} class="pair">
                    <span>{label}</span>
                    <span>{text}</span>
                  </p>
                )
              }
              const n = at++
              return (
                <Field
                  key={i}
                  kind="number"
                  label={label}
                  value={typed.cells[n] ?? ''}
                  most={30}
                  onInput={(text) => set({ cells: typed.cells.map((old, k) => (k === n ? text : old)) })}
                />
              )
            })}
          </section>
        )
      })}
    </>
  )
}

// cellText is what stands in a cell that is given.
export const cellText = (c: Cell): string => (c.text ? inWords(c.text) : c.value === undefined ? '' : written(c.value))

function Lines({ x, typed, set }: TaskProps): JSX.Element {
  const w = useLessonWords()
  const task = x.find
  return (
    <Choice
      wide
      legend={w.find.tap}
      options={(task?.lines ?? []).map((line, i) => ({ value: String(i), label: `${i + 1}. ${line[0] ? cellText(line[0]) : ''}`, under: rest(line, task?.columns ?? []) }))}
      value={typed.line < 0 ? null : String(typed.line)}
      onChoose={(v) => set({ line: parseInt(v, 10) })}
    />
  )
}

// rest are the cells of a line behind its name: "Masuk 192.000, Sisa 109.500".
export function rest(line: Cell[], columns: { id: string; en: string }[]): string {
  return line
    .slice(1)
    .map((c, i) => ({ text: cellText(c), column: columns[i + 1] }))
    .filter(({ text }) => text !== '')
    .map(({ text, column }) => `${column ? inWords(column) : ''} ${text}`.trim())
    .join(', ')
}
