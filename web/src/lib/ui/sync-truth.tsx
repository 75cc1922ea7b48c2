import type { JSX } from 'preact'
import { moment } from '../dates.ts'
import { useWords } from '../i18n.ts'
import { Icon, type IconName } from './icon.tsx'
import { Say, type Mood } from './say.tsx'

// Kept is how many records are where.
export type Kept = { phone: number; server: number; backup: number | null; held?: { at: string } | null } // null: not known, none

// How many meetings may go without a backup before the card speaks up.
const patience = 3

// SyncTruth says in three ticks what is on this phone, on the server and in the
// backup. meetings are those not yet backed up.
export function SyncTruth(p: { kept: Kept; meetings?: number }): JSX.Element {
  const words = useWords()
  const w = words.parts.sync
  const { phone, server, backup } = p.kept
  const meetings = p.meetings ?? 0
  const unsent = phone - server
  let mood: Mood = 'good'
  let icon: IconName = 't3'
  let says = w.whole
  if (meetings >= patience) [mood, icon, says] = ['bad', 'awas', w.old(meetings)]
  else if (unsent > 0) [mood, icon, says] = ['wait', 'tunggu', w.unsent(unsent)]
  else if (backup === null) [icon, says] = ['t2', words.outbox.sentAll]
  else if (backup < server) [mood, icon, says] = ['info', 't2', w.notBackedUp(p.kept.held ? moment(p.kept.held.at) : '')]
  const places: [IconName, number | string, string][] = [
    ['t1', phone, w.phone],
    ['t2', server, w.server],
    ['t3', backup ?? words.outbox.backupUnknown, w.backup],
  ]
  return (
    <Say mood={mood} icon={icon} title={says.title} live>
      <p>{says.say}</p>
      <ol class="tri">
        {places.map(([tick, count, place]) => (
          <li key={tick}>
            <Icon of={tick} />
            <b>{count}</b>
            <span>{place}</span>
          </li>
        ))}
      </ol>
    </Say>
  )
}
