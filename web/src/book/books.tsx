import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { api } from '../lib/api/client.ts'
import { at, Page } from '../lib/door.tsx'
import { useWords } from '../lib/i18n.ts'
import { useLoaded } from '../lib/loaded.ts'
import { go } from '../lib/router.tsx'
import { Empty } from '../lib/ui/empty.tsx'
import type { IconName } from '../lib/ui/icon.tsx'
import { Row } from '../lib/ui/row.tsx'
import { Rows } from '../lib/ui/rows.tsx'
import { Shown } from '../lib/ui/shown.tsx'
import { Actions } from '../lib/ui/actions.tsx'
import { all, usePerson, type Book } from './data.ts'

const icons: Record<string, IconName> = { group: 'kumpul', programme: 'tugas', business: 'warung', household: 'orang', practice: 'suara', general: 'buku' }

// Books is the list of what one may open. Whoever has one book only is taken there.
export default function Books(): JSX.Element {
  const w = useWords()
  const [loaded, again] = useLoaded<Book[]>(`${usePerson()} books`, () =>
    all((cursor) => api.GET('/v1/books', { params: { query: { limit: 200, ...cursor } } })),
  )
  const only = loaded.state === 'ready' && loaded.data.length === 1 ? loaded.data[0] : undefined
  useEffect(() => {
    if (only) go(at(`/books/${only.id}`), 'instead')
  }, [only])
  return (
    <Page title={w.book.books} actions={<Actions help={w.book.help.books} />} busy={loaded.state === 'loading' || only !== undefined}>
      <Shown loaded={loaded} again={again} what={w.book.books}>
        {(books) =>
          books.length === 0 ? (
            <Empty icon="buku" title={w.book.noBooks.title} say={w.book.noBooks.say} />
          ) : (
            <Rows label={w.book.books} links>
              {books.map((b) => (
                <Row key={b.id} icon={icons[b.kind] ?? 'buku'} name={b.name} under={w.book.kinds[b.kind as keyof typeof w.book.kinds] ?? b.kind} to={at(`/books/${b.id}`)} />
              ))}
            </Rows>
          )
        }
      </Shown>
    </Page>
  )
}
