import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import type { Proof } from '../lib/known.ts'
import type { Me } from '../lib/session.ts'
import { Button } from '../lib/ui/button.tsx'
import { Dialog } from '../lib/ui/dialog.tsx'
import { CardForm } from '../signin/card-form.tsx'
import type { Failure } from '../signin/enter.ts'
import { SecretForm } from '../signin/secret-form.tsx'

// Sign asks whoever records on the group's phone for her PIN or her card, since
// others hold this phone too.
export function Sign(p: { me: Me; open: boolean; onClose: () => void; onProof: (proof: Proof) => Promise<Failure | null> }): JSX.Element {
  const w = useWords()
  const [card, useCard] = useState(false)
  return (
    <Dialog title={w.book.add.signTitle} open={p.open} onClose={p.onClose}>
      {card ? (
        <CardForm go={w.book.add.signGo} submit={(text) => p.onProof({ card: text })} />
      ) : (
        <SecretForm name={p.me.name} desk={false} go={w.book.add.signGo} submit={(_, secret) => p.onProof({ secret })} />
      )}
      <Button onPress={() => useCard(!card)}>{card ? w.signin.usePin : w.signin.useCard}</Button>
      <Button onPress={p.onClose}>{w.book.keep}</Button>
    </Dialog>
  )
}
