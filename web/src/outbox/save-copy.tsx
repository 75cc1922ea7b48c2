import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { copy, give } from '../lib/backup.ts'
import { useWords } from '../lib/i18n.ts'
import { Button } from '../lib/ui/button.tsx'

// SaveCopy puts all that was recorded here into a file, and says where it went.
export function SaveCopy(): JSX.Element {
  const w = useWords().outbox.copy
  const [say, setSay] = useState('')
  async function go(): Promise<void> {
    try {
      const c = await copy()
      const given = await give(c)
      setSay(given === 'saved' ? w.saved(c.name) : w[given])
    } catch {
      setSay(w.failed)
    }
  }
  return (
    <>
      <Button icon="masuk" onPress={() => void go()}>
        {w.go}
      </Button>
      <output class="lb">
        {say}
      </output>
    </>
  )
}
