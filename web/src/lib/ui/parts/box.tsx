import type { JSX } from 'preact'
import { longDay } from '../../dates.ts'
import { BalanceCard } from '../balance-card.tsx'
import { Card } from '../card.tsx'
import { Cloth } from '../cloth.tsx'
import type { IconName } from '../icon.tsx'
import { Keys } from '../keys.tsx'
import { Receipt } from '../receipt.tsx'
import { Row } from '../row.tsx'
import { Rows } from '../rows.tsx'
import { Rp } from '../rp.tsx'
import { SyncTruth } from '../sync-truth.tsx'
import { useSample } from './words.ts'
import { Part } from './section.tsx'

const digest = '9f2c41d7a06e5b83e11a77c40d926fb5'
const funds: IconName[] = ['pinjaman', 'sosial', 'arisan']
const sums = [415000n, 156000n, 0n]

// Box is what is there, and where its records are kept.
export function Box(): JSX.Element {
  const s = useSample()
  const rows: [IconName, bigint][] = [
    ['masuk', 134500n],
    ['tunggu', 22000n],
    ['keluar', -600000n],
  ]
  return (
    <Part phone id="box" title={s.sections.box}>
      <BalanceCard
        title={s.box.title}
        day={longDay('2026-11-23')}
        funds={s.box.funds.map((f, i) => ({ ...f, icon: funds[i] ?? 'uang', sum: sums[i] ?? 0n }))}
      />
      <SyncTruth kept={{ phone: 14, server: 14, backup: 14 }} />
      <SyncTruth kept={{ phone: 14, server: 11, backup: 11 }} />
      <SyncTruth kept={{ phone: 14, server: 14, backup: 11, held: { at: '2026-11-22T17:00:00Z' } }} />
      <SyncTruth kept={{ phone: 96, server: 14, backup: 11 }} meetings={3} />
      <Rows label={s.books} links>
        {s.rows.map((r, i) => (
          <Row key={r.name} icon={rows[i]?.[0] ?? 'masuk'} name={r.name} under={r.under} to="#box">
            <Rp of={rows[i]?.[1] ?? 0n} size="m" />
          </Row>
        ))}
      </Rows>
    </Part>
  )
}

// Seal is how a meeting ends.
export function Seal(): JSX.Element {
  const s = useSample()
  const kept = ['phone', 'server', 'backup'] as const
  return (
    <Part phone id="seal" title={s.sections.seal}>
      <Keys
        holders={[
          { name: 'Bu Lusia', at: '15.41' },
          { name: 'Bu Asui', at: '15.42' },
          { name: 'Bu Fatimah', at: '' },
        ]}
      />
      <Card level={3} title={s.words}>
        <p class="kata">
          <b>{s.fourWords}</b>
        </p>
        <Cloth digest={digest} label={s.cloth} />
        <p class="lb">{s.clothSay}</p>
      </Card>
      {kept.map((k, i) => (
        <Receipt
          key={k}
          title={`${s.receipt} ${i + 1}`}
          when={`${longDay('2026-11-23')}, 14.52 WIB`}
          lines={[
            { name: s.social, sum: 2000n },
            { name: s.instalment, sum: 112500n },
            { name: s.share2, sum: 20000n },
          ]}
          total={{ name: s.received, sum: 134500n }}
          kept={k}
          code="K7P-4RA-92M"
          {...(k === 'backup' ? { onShare: () => undefined } : {})}
        />
      ))}
    </Part>
  )
}
