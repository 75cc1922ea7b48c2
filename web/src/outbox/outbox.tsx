import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useCell } from '../lib/cell.ts'
import { clock, dayOf, longDay } from '../lib/dates.ts'
import type { Answer } from '../lib/db.ts'
import { device, enrolled } from '../lib/device.ts'
import { at, Page } from '../lib/door.tsx'
import { useSentence } from '../lib/errors.ts'
import { useWords } from '../lib/i18n.ts'
import { counts, items, recount, type Item } from '../lib/outbox.ts'
import { evicted } from '../lib/storage.ts'
import { sync } from '../lib/sync.ts'
import { LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { Empty } from '../lib/ui/empty.tsx'
import type { IconName } from '../lib/ui/icon.tsx'
import { Row } from '../lib/ui/row.tsx'
import { SyncTruth } from '../lib/ui/sync-truth.tsx'
import { SaveCopy } from './save-copy.tsx'
import { ClockTrouble, EvictedNotice, LeaseTrouble, SendTrouble, TryAgain } from './troubles.tsx'

const shown = 20

// What somebody should look at, with the picture that says how it stands.
const looks: Partial<Record<Answer, IconName>> = { held: 'tunggu', quarantined: 'kunci', mismatch: 'awas', refused: 'tolak' }

// Outbox shows the one truth about what was recorded here: where it is, what waits
// since when, and what became of what could not be posted.
export default function Outbox(): JSX.Element {
  const w = useWords().outbox
  const mine = useCell(enrolled)
  const c = useCell(counts)
  const { facts, next, busy, trouble } = useCell(sync)
  const lost = useCell(evicted)
  const [waits, setWaits] = useState<Item[]>([])
  const [look, setLook] = useState<Item[]>([])
  useEffect(() => {
    void device()
      .then(recount)
      .catch(() => undefined)
  }, [])
  useEffect(() => {
    let gone = false
    const list = async (): Promise<void> => {
      const a = await items((i) => i.outcome === null, shown)
      const b = await items((i) => !!i.outcome && i.outcome.outcome in looks, shown)
      if (gone) return
      setWaits(a)
      setLook(b)
    }
    list().catch(() => undefined) // the trouble is said above
    return () => {
      gone = true
    }
  }, [c])
  const unsent = c.phone - c.server
  if (mine === null && !lost) {
    return (
      <Page title={w.title} back={at('/')} actions={<Actions listen={w.help} help={w.help} />}>
        <Empty icon="hp" title={w.notDevice.title} say={w.notDevice.say}>
          <LinkButton to={at('/device')}>{w.notDevice.go}</LinkButton>
        </Empty>
      </Page>
    )
  }
  return (
    <Page title={w.title} {...(mine ? { where: mine.name } : {})} back={at('/')} actions={<Actions listen={w.help} help={w.help} />} dock={<TryAgain />}>
      {lost ? <EvictedNotice lost={lost} /> : null}
      <SendTrouble />
      <ClockTrouble />
      <SyncTruth kept={c} />
      <div>
        <p class="lb">{facts ? w.lastSent(longDay(dayOf(facts.at)), clock(facts.at)) : w.neverSent}</p>
        {next > 0 && !busy && trouble ? <p class="lb">{w.nextTry(clock(new Date(next).toISOString()))}</p> : null}
      </div>
      <LeaseTrouble />
      {look.length > 0 ? (
        <Card key="look" title={w.look(look.length)} rows>
          {look.map((i) => (
            <Looked key={i.command.seq} item={i} />
          ))}
        </Card>
      ) : null}
      {waits.length > 0 ? (
        <Card key="waits" title={w.waits(unsent)} under={w.clockOfPhone} rows>
          {waits.map((i) => (
            <Row key={i.command.seq} icon="tunggu" name={<What item={i} />} under={<Since item={i} />} />
          ))}
          {unsent > waits.length ? <p class="lb">{w.more(unsent - waits.length)}</p> : null}
        </Card>
      ) : look.length === 0 ? (
        <Empty icon="t2" title={w.empty.title} say={w.empty.say} />
      ) : null}
      <Card key="copy" label={w.copy.go}>
        <p>{w.copy.say}</p>
        <SaveCopy />
      </Card>
      <LinkButton to={at('/storage')} icon="hp">
        {w.storage.all}
      </LinkButton>
    </Page>
  )
}

// What was recorded, in the words of who recorded it where there are any.
function What(p: { item: Item }): JSX.Element {
  const w = useWords().outbox
  const { kind, body } = p.item.command
  const name = w.kinds[kind] ?? w.kinds['other'] ?? kind
  const memo = memoOf(body)
  return <>{memo ? `${name}: ${memo}` : name}</>
}

function memoOf(body: string): string {
  try {
    const { memo } = JSON.parse(body) as { memo?: unknown }
    return typeof memo === 'string' ? memo : ''
  } catch {
    return ''
  }
}

function Since(p: { item: Item }): JSX.Element {
  const w = useWords().outbox
  const { made_at } = p.item.command
  return <>{w.since(longDay(dayOf(made_at)), clock(made_at))}</>
}

// Looked is a record that is not in the book yet: what it is, why, and the way on.
function Looked(p: { item: Item }): JSX.Element {
  const w = useWords().outbox
  const sentence = useSentence()
  const outcome = p.item.outcome?.outcome ?? 'held'
  const code = p.item.outcome?.code ?? ''
  const says = w.outcomes[outcome as keyof typeof w.outcomes] ?? w.outcomes.held
  return (
    <Row
      icon={looks[outcome] ?? 'awas'}
      name={<What item={p.item} />}
      under={
        <>
          <b>{says.name}.</b> {code && code !== 'gap' ? `${sentence(code)} ` : ''}
          {says.way} <Since item={p.item} />
        </>
      }
    />
  )
}
