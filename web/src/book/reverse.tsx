import type { JSX } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { api, told } from '../lib/api/client.ts'
import { today } from '../lib/dates.ts'
import { useWords } from '../lib/i18n.ts'
import { Button } from '../lib/ui/button.tsx'
import { Dialog } from '../lib/ui/dialog.tsx'
import { Say } from '../lib/ui/say.tsx'
import { newID } from '../lib/uuid.ts'
import type { Book, Entry } from './data.ts'
import { Memo } from './memo.tsx'

// Reverse asks for the reason and posts the mirror of an entry. Its id is made when
// the question opens, so that an answer that was lost is asked for again and never
// doubled.
export function Reverse(p: { book: Book; entry: Entry; open: boolean; onClose: (reversed: boolean) => void }): JSX.Element {
  const w = useWords()
  const id = useRef('')
  const [why, setWhy] = useState('')
  const [missing, setMissing] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async (): Promise<void> => {
    if (why.trim() === '') {
      setMissing(true)
      return
    }
    id.current ||= newID()
    setBusy(true)
    const { error } = await api.POST('/v1/books/{book}/entries/{entry}/reversal', {
      params: { path: { book: p.book.id, entry: p.entry.id } },
      body: { id: id.current, day: today(), memo: why.trim() },
    })
    setBusy(false)
    // The id is this reversal's alone: when it is taken, an answer was lost before.
    if (error && error.code !== 'id_reused') {
      setProblem(told(error, w))
      return
    }
    id.current = ''
    setWhy('')
    setProblem(null)
    p.onClose(true)
  }
  return (
    <Dialog title={w.book.undoTitle(String(p.entry.sequence))} open={p.open} onClose={() => p.onClose(false)}>
      <p>{w.book.undoSay}</p>
      <Memo label={w.book.undoWhy} hint={w.book.undoWhyHint} value={why} error={missing && why.trim() === '' ? w.book.add.need.why : undefined} onInput={setWhy} />
      {problem ? <Say mood="bad" title={problem} live /> : null}
      <Button main icon="koreksi" off={busy} onPress={() => void send()}>
        {w.book.undoGo}
      </Button>
      <Button onPress={() => p.onClose(false)}>{w.book.keep}</Button>
    </Dialog>
  )
}
