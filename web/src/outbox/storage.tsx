import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useCell } from '../lib/cell.ts'
import { dayOf, longDay } from '../lib/dates.ts'
import { device, enrolled } from '../lib/device.ts'
import { at, Page } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { install, installed, offer } from '../lib/install.ts'
import { askToStay, evicted, look, room } from '../lib/storage.ts'
import { Actions } from '../lib/ui/actions.tsx'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { Row } from '../lib/ui/row.tsx'
import { build, lookForUpdate, ready } from '../lib/update.tsx'
import { SaveCopy } from './save-copy.tsx'
import { EvictedNotice, FullNotice, LeaseTrouble } from './troubles.tsx'

// Storage says how safely this phone keeps what is recorded on it, and what makes it
// safer.
export default function Storage(): JSX.Element {
  const w = useWords().outbox
  const s = w.storage
  const r = useCell(room)
  const mine = useCell(enrolled)
  const lost = useCell(evicted)
  const isInstalled = useCell(installed)
  const canInstall = useCell(offer)
  const newer = useCell(ready)
  const [version, setVersion] = useState('')
  const [said, say] = useState('')
  useEffect(() => {
    void look()
    void device().catch(() => undefined)
    void build().then(setVersion)
  }, [])
  async function ask(): Promise<void> {
    say((await askToStay()) === true ? s.yes : s.refused)
  }
  const stays = r?.permanent ?? null
  return (
    <Page title={w.storageTitle} back={at('/outbox')} actions={<Actions listen={w.storageHelp} help={w.storageHelp} />}>
      {lost ? <EvictedNotice lost={lost} /> : null}
      <FullNotice />
      <Card label={s.permanent} rows>
        <Row icon={stays ? 'segel' : 'awas'} name={s.permanent} under={stays === null ? s.silent : stays ? s.yes : s.no} />
        {stays === false ? (
          <div class="g2">
            <Button onPress={() => void ask()}>{s.ask}</Button>
            <output class="lb">{said === s.newest ? '' : said}</output>
          </div>
        ) : null}
        {r ? <Row icon="kotak" name={s.full} under={s.fullSay(r.share, megabytes(r.used))} /> : null}
      </Card>
      <Card label={s.installed} rows>
        <Row icon="hp" name={s.installed} under={isInstalled ? s.isInstalled : s.notInstalled} />
        {isInstalled ? null : (
          <div class="g2">
            {canInstall ? <Button onPress={() => void install()}>{s.install}</Button> : <p>{s.installByHand}</p>}
          </div>
        )}
      </Card>
      <Card label={s.version} rows>
        <Row icon="lumbung" name={s.version} under={version || s.versionUnknown} />
        {newer ? null : ( // it is offered above
          <div class="g2">
            <Button onPress={() => void lookForUpdate().then(() => say(ready.get() ? '' : s.newest))}>{s.look}</Button>
            <output class="lb">{said === s.newest ? said : ''}</output>
          </div>
        )}
      </Card>
      <Card label={s.device}>
        {mine ? (
          <>
            <Row icon="hp" name={mine.name} under={mine.at ? longDay(dayOf(mine.at)) : ''} />
            <LeaseTrouble />
          </>
        ) : (
          <LinkButton to={at('/device')}>{w.notDevice.go}</LinkButton>
        )}
        <SaveCopy />
      </Card>
    </Page>
  )
}

// megabytes is for reading only: '1,2'.
function megabytes(bytes: number): string {
  const tenths = Math.round(bytes / 104_857.6)
  return `${Math.floor(tenths / 10)},${tenths % 10}`
}
