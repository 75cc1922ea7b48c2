import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { Amount } from '../amount.tsx'
import { Bar } from '../bar.tsx'
import { Button } from '../button.tsx'
import { Card } from '../card.tsx'
import { ConflictCard } from '../conflict-card.tsx'
import { GillStrip } from '../gill-strip.tsx'
import { NumberTile } from '../number-tile.tsx'
import { Petals } from '../petals.tsx'
import { RollCallRow, type Presence } from '../roll-call-row.tsx'
import { Row } from '../row.tsx'
import { Rows } from '../rows.tsx'
import { Rp } from '../rp.tsx'
import { Stamps } from '../stamps.tsx'
import { Stepper } from '../stepper.tsx'
import { useWords } from '../../i18n.ts'
import { useSample } from './words.ts'
import { Part } from './section.tsx'

// Meeting is what the treasurer presses while the group sits together.
export function Meeting(): JSX.Element {
  const s = useSample()
  const w = useWords()
  const [here, setHere] = useState<(Presence | null)[]>(['here', 'late', null])
  const [shares, setShares] = useState(2)
  const [votes, setVotes] = useState([8, 1])
  const [version, setVersion] = useState<number | null>(0)
  const people: [number, string, string][] = [
    [4, 'Bu Rina', ''],
    [5, 'Bu Siti', s.late],
    [7, 'Bu Ida', s.excused],
  ]
  return (
    <Part phone id="meeting" title={s.sections.meeting}>
      <GillStrip gills={['done', 'done', 'done', 'now', 'todo', 'todo', 'absent', 'todo', 'todo', 'todo']} label={s.progress} />
      <Row number={4} heading={3} name="Bu Rina" under={s.present}>
        <Button icon="suara">{s.show}</Button>
      </Row>
      <Rows label={s.roll}>
        {people.map(([number, name, note], i) => (
          <RollCallRow
            key={number}
            number={number}
            name={name}
            note={note}
            presence={here[i] ?? null}
            onChange={(presence) => setHere(here.map((was, at) => (at === i ? presence : was)))}
          />
        ))}
      </Rows>
      <Card rows label={s.due}>
        <Row name={s.social}>
          <Rp of={2000n} size="m" />
        </Row>
        <Row name={s.instalment} under={s.instalmentOf}>
          <Rp of={112500n} size="m" />
        </Row>
        <div>
          <Row name={s.shares(shares)} under={s.shareOf}>
            <Rp of={BigInt(shares) * 10000n} size="m" />
          </Row>
          <Stamps label={s.shareCount} count={shares} onChange={setShares} />
        </div>
      </Card>
      <Card rows label={s.votes}>
        {[s.agree, s.against].map((label, i) => (
          <Row key={i} icon={i === 0 ? 'suara' : 'tolak'} name={label}>
            <Stepper label={label} count={votes[i] ?? 0} most={9} onChange={(n) => setVotes(votes.map((was, at) => (at === i ? n : was)))} />
          </Row>
        ))}
      </Card>
      <ConflictCard number={4} chosen={version} onChoose={setVersion} {...s.conflict} />
      <Card level={3} title={s.limit} aside={<Rp of={780000n} size="m" />}>
        <Bar part={600000n} of={780000n} label={s.limitSay} />
        <p class="lb">{s.limitSay}</p>
      </Card>
      <Card level={3} title={s.perMeeting}>
        <ul class="ru">
          {[2, 1, 3].map((n, i) => (
            <li key={i} class="row">
              <NumberTile of={12 - i} />
              <span>
                <Petals count={n} said={w.parts.stamps(n)} />
              </span>
              <Rp of={BigInt(n) * 10000n} />
            </li>
          ))}
        </ul>
      </Card>
    </Part>
  )
}

// Sums are money read and money entered.
export function Sums(): JSX.Element {
  const s = useSample()
  const [paid, setPaid] = useState<bigint | null>(112500n)
  return (
    <Part phone id="sums" title={s.sections.sums}>
      <Card rows label={s.sizes.title}>
        <Row name={s.sizes.small}>
          <Rp of={1187500n} size="s" />
        </Row>
        <Row name={s.sizes.row}>
          <Rp of={587500n} size="m" />
        </Row>
        <Row name={s.sizes.screen}>
          <Rp of={134500n} size="x" />
        </Row>
        <Row icon="keluar" name={s.sizes.owed}>
          <Rp of={-45000n} size="m" sign />
        </Row>
      </Card>
      <Amount id="amount" label={s.amount} value={paid} onChange={setPaid} usual={112500n} notes />
      <section class="dock" aria-label={s.takeNow}>
        <Row name={s.takeNow}>
          <Rp of={134500n} size="x" />
        </Row>
        <Button main>{s.take}</Button>
      </section>
    </Part>
  )
}
