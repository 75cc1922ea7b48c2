import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { useWords } from '../lib/i18n.ts'
import { Button } from '../lib/ui/button.tsx'
import type { Failure } from './enter.ts'
import { canPasskey } from './passkey.ts'
import { Told } from './waiting.tsx'

// PasskeyButton is for what the computer or phone itself can prove.
export function PasskeyButton(p: { go: () => Promise<Failure | null> }): JSX.Element | null {
  const w = useWords().signin
  const [failure, fail] = useState<Failure | null>(null)
  if (!canPasskey()) return null
  const go = async (): Promise<void> => {
    fail(null)
    fail(await p.go())
  }
  return (
    <>
      <Button icon="hp" onPress={() => void go()}>
        {w.usePasskey}
      </Button>
      <Told failure={failure} />
    </>
  )
}
