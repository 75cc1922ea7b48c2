import type { JSX } from 'preact'
import { Card } from './card.tsx'
import type { IconName } from './icon.tsx'
import { Row } from './row.tsx'
import { Rp } from './rp.tsx'

export type FundBalance = { icon: IconName; name: string; use: string; sum: bigint }

// BalanceCard is the whole box first, then each fund by its picture and name. A
// total never stands without the funds that make it.
export function BalanceCard(p: { title: string; day: string; funds: FundBalance[] }): JSX.Element {
  const total = p.funds.reduce((sum, f) => sum + f.sum, 0n)
  return (
    <Card title={p.title} under={p.day} rows aside={<Rp of={total} size="x" />}>
      {p.funds.map((f) => (
        <Row key={f.name} icon={f.icon} name={f.name} under={f.use}>
          <Rp of={f.sum} size="m" />
        </Row>
      ))}
    </Card>
  )
}
