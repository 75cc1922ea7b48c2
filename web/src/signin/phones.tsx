import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { api, told } from '../lib/api/client.ts'
import type { components } from '../lib/api/schema.d.ts'
import { moment } from '../lib/dates.ts'
import { at, Page } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { useLoaded } from '../lib/loaded.ts'
import type { Params } from '../lib/router.tsx'
import { useMe } from '../lib/session.ts'
import { Button, LinkButton } from '../lib/ui/button.tsx'
import { Dialog } from '../lib/ui/dialog.tsx'
import { Empty } from '../lib/ui/empty.tsx'
import { Row } from '../lib/ui/row.tsx'
import { Rows } from '../lib/ui/rows.tsx'
import { Say } from '../lib/ui/say.tsx'
import { Shown } from '../lib/ui/shown.tsx'
import { Tag } from '../lib/ui/tag.tsx'
import { Actions } from '../lib/ui/actions.tsx'

type Phone = components['schemas']['DeviceOut']

// Phones are the phones that record for a group: which they are, when they were
// last heard of, a way to add one, and to shut out one that was lost.
export default function Phones(p: { params: Params }): JSX.Element {
  const w = useWords()
  const t = w.signin.phones
  const book = p.params['book'] ?? ''
  const me = useMe()
  const [loaded, again] = useLoaded<Phone[]>(`${me?.person ?? ''} phones ${book}`, async () => {
    const { data, error } = await api.GET('/v1/books/{book}/devices', { params: { path: { book }, query: { limit: 200 } } })
    return data ? { data: data.items } : { error }
  })
  const [lost, setLost] = useState<Phone | null>(null)
  const [wrong, setWrong] = useState('')
  const shutOut = async (phone: Phone): Promise<void> => {
    const { error } = await api.DELETE('/v1/books/{book}/devices/{device}', { params: { path: { book, device: phone.id } } })
    setWrong(error ? told(error, w) : '')
    setLost(null)
    again()
  }
  return (
    <Page
      title={t.title}
      back={at(`/books/${book}`)}
      actions={<Actions listen={t.help} help={t.help} />}
      dock={
        <LinkButton main icon="hp" to={at(`/books/${book}/enrol`)}>
          {t.add}
        </LinkButton>
      }
    >
      {wrong ? <Say mood="bad" title={wrong} live /> : null}
      <Shown loaded={loaded} again={again} what={t.title}>
        {(phones) =>
          phones.length === 0 ? (
            <Empty icon="hp" title={t.none} say={t.noneSay} />
          ) : (
            <Rows label={t.title}>
              {phones.map((d) => (
                <Row key={d.id} icon="hp" name={d.name || t.unnamed} under={d.seen_at ? t.seen(moment(d.seen_at)) : t.never}>
                  {d.revoked_at ? (
                    <Tag mood="bad" icon="tolak">
                      {t.shut}
                    </Tag>
                  ) : (
                    <Button onPress={() => setLost(d)} label={t.shutOutOf(d.name || t.unnamed)}>
                      {t.shutOut}
                    </Button>
                  )}
                </Row>
              ))}
            </Rows>
          )
        }
      </Shown>
      <Dialog title={t.sure(lost?.name || t.unnamed)} open={lost !== null} onClose={() => setLost(null)}>
        <p>{t.sureSay}</p>
        <Button main icon="tolak" onPress={() => lost && void shutOut(lost)}>
          {t.yes}
        </Button>
        <Button onPress={() => setLost(null)}>{w.book.keep}</Button>
      </Dialog>
    </Page>
  )
}
