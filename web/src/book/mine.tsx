import type { JSX } from 'preact'
import { api } from '../lib/api/client.ts'
import { at } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { useLoaded } from '../lib/loaded.ts'
import { Row } from '../lib/ui/row.tsx'
import { Rows } from '../lib/ui/rows.tsx'
import { Shown } from '../lib/ui/shown.tsx'
import { all, nameOf, usePerson, type Opened } from './data.ts'
import { hers } from './funds.ts'
import { Sum } from './sum.tsx'

// Mine is what a member has in the group: each account with lines of hers, and what is
// on it for her. A press shows the lines.
export function Mine(p: { opened: Opened }): JSX.Element {
  const w = useWords()
  const me = usePerson()
  const { book, accounts } = p.opened
  const [loaded, again] = useLoaded(`${me} mine ${book.id}`, async () => {
    const asked = await Promise.all(
      hers(accounts).map((a) =>
        all((cursor) => api.GET('/v1/books/{book}/accounts/{account}/statement', { params: { path: { book: book.id, account: a.id }, query: { party: me, limit: 200, ...cursor } } })),
      ),
    )
    const failed = asked.find((x) => x.error)
    if (failed) return { error: failed.error }
    return { data: hers(accounts).flatMap((a, i) => (asked[i]?.data ?? []).slice(-1).map((l) => ({ account: a.id, balance: l.balance }))) }
  })
  return (
    <section class="g2">
      <h2>{w.book.mine}</h2>
      <Shown loaded={loaded} again={again} what={w.book.mine} quiet>
        {(found) =>
          found.length === 0 ? (
            <p class="lb">{w.book.nothingMine}</p>
          ) : (
            <Rows label={w.book.mine} links>
              {found.map((x) => {
                const a = accounts.find((y) => y.id === x.account)
                return (
                  <Row key={x.account} icon="kuitansi" name={a ? nameOf(a) : ''} to={at(`/books/${book.id}/accounts/${x.account}`)}>
                    <Sum of={x.balance} in={book} size="m" />
                  </Row>
                )
              })}
            </Rows>
          )
        }
      </Shown>
    </section>
  )
}
