import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useCell } from '../lib/cell.ts'
import { enrolled } from '../lib/device.ts'
import { at, atDesk, Page } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { forget } from '../lib/known.ts'
import { lockNow } from '../lib/lock.tsx'
import { pulledBook } from '../lib/pulled.ts'
import { signOut, useMe } from '../lib/session.ts'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Card } from '../lib/ui/card.tsx'
import { LanguageSwitch } from '../lib/ui/language-switch.tsx'
import { Row } from '../lib/ui/row.tsx'
import { Rows } from '../lib/ui/rows.tsx'
import { Say } from '../lib/ui/say.tsx'
import { ThemeSwitch } from '../lib/ui/theme-switch.tsx'
import { PhoneRows } from '../outbox/phone-rows.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { Passkeys } from './passkeys.tsx'
import { Sessions } from './sessions.tsx'
import './signin.css'

// Who gives leave to add a phone to her group.
const officers = ['chair', 'secretary', 'treasurer', 'counter', 'key_holder']

// Me is her own page: what she may be, how she comes in, how the screen looks, and
// the ways out.
export default function MePage(): JSX.Element | null {
  const w = useWords().signin
  const me = useMe()
  const [forgotten, setForgotten] = useState(false)
  if (!me) return null
  const desk = atDesk()
  const mayAdd = Array.from(new Set(me.roles.filter((r) => r.kind === 'group' && officers.indexOf(r.role) >= 0).map((r) => r.scope ?? '')))
  return (
    <Page title={me.name || w.me.title} where={me.of} back={at('/')} actions={<Actions listen={w.me.help} help={w.me.help} />}>
      <div class="acct">
        {me.checked ? null : <Say mood="wait" title={w.unchecked} />}
        <Card title={w.me.roles}>
          {me.roles.length === 0 ? <p>{w.me.noRoles}</p> : null}
          <ul>
            {Array.from(new Set(me.roles.map((r) => w.roles[r.role] ?? r.role))).map((role) => (
              <li key={role}>{role}</li>
            ))}
          </ul>
        </Card>
        <Button icon="segel" onPress={lockNow}>
          {w.lock.lockNow}
        </Button>
        <LinkButton to={at('/people')} icon="orang">
          {w.notYou(me.name)}
        </LinkButton>
        {mayAdd.map((book) => (
          <LinkButton key={book} to={at(`/books/${book}/enrol`)} icon="hp">
            {w.me.addPhone}
          </LinkButton>
        ))}
        <PhoneRows />
        {desk ? null : <GroupPhone offices={mayAdd} />}
        <Card title={w.me.screen}>
          <ThemeSwitch />
          <LanguageSwitch />
        </Card>
        <Card title={w.me.ways}>
          <LinkButton to={at('/me/secret')} icon="kunci">
            {w.me.changePin}
          </LinkButton>
        </Card>
        {desk ? (
          <>
            <h2>{w.passkey.title}</h2>
            <Passkeys me={me} />
          </>
        ) : null}
        <h2>{w.me.sessions}</h2>
        <Sessions me={me} />
        <Card label={w.me.forget}>
          <p class="lb">{w.me.forgetSay}</p>
          <Button onPress={() => void forget(me.person).then(() => setForgotten(true))}>{w.me.forget}</Button>
          {forgotten ? <Say mood="good" title={w.me.forgotten} live /> : null}
        </Card>
        <Button icon="keluar" onPress={() => void signOut()}>
          {w.me.signOut}
        </Button>
      </div>
    </Page>
  )
}

// GroupPhone makes this phone one of a group's, or says whose it is. Who has an office
// there may see all of its phones.
function GroupPhone(p: { offices: string[] }): JSX.Element | null {
  const w = useWords().signin
  const mine = useCell(enrolled) // PhoneRows looks it up
  const book = mine?.book ?? ''
  const [group, setGroup] = useState('')
  useEffect(() => {
    if (book) void pulledBook(book).then((b) => setGroup(b?.around.book.name ?? ''), () => undefined)
  }, [book])
  if (mine === undefined) return null
  if (!mine) {
    return (
      <LinkButton to={at('/device')} icon="hp">
        {w.device.title}
      </LinkButton>
    )
  }
  const may = p.offices.indexOf(book) >= 0
  return (
    <Rows label={w.phones.title} links={may}>
      <Row icon="hp" name={w.me.phoneOf(group)} under={mine.name} {...(may ? { to: at(`/books/${book}/phones`) } : {})} />
    </Rows>
  )
}
