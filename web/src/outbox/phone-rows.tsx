import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { useCell } from '../lib/cell.ts'
import { device, enrolled } from '../lib/device.ts'
import { at } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { counts } from '../lib/outbox.ts'
import { evicted, look, room } from '../lib/storage.ts'
import { Row } from '../lib/ui/row.tsx'
import { Rows } from '../lib/ui/rows.tsx'

// PhoneRows lead to what this phone has sent and how safely it keeps things, and say
// how both stand.
export function PhoneRows(): JSX.Element {
  const w = useWords().outbox
  const mine = useCell(enrolled)
  const c = useCell(counts)
  const r = useCell(room)
  const lost = useCell(evicted)
  useEffect(() => {
    void device().catch(() => undefined)
    void look()
  }, [])
  const unsent = c.phone - c.server
  const open = c.open + c.refused
  let sent = ''
  if (lost) sent = w.evicted.title
  else if (mine === null) sent = w.notDevice.title
  else if (mine) sent = unsent > 0 ? w.badge(unsent) : open > 0 ? w.badgeLook(open) : w.sentAll.title
  return (
    <Rows label={w.phone} links>
      <Row icon="keluar" name={w.title} under={sent} to={at('/outbox')} />
      <Row icon="hp" name={w.storageTitle} under={r ? (r.permanent ? w.storage.yes : r.permanent === false ? w.storage.no : w.storage.silent) : ''} to={at('/storage')} />
    </Rows>
  )
}
