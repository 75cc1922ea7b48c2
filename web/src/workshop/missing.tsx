import type { JSX } from 'preact'
import { Button } from '../lib/ui/button.tsx'
import { Empty } from '../lib/ui/empty.tsx'
import { Frame } from '../lib/ui/frame.tsx'
import { useLessonWords } from './words.ts'

// Missing says that a lesson is not on this phone yet, and how it gets there.
export function Missing(p: { again: () => void; back?: string }): JSX.Element {
  const w = useLessonWords()
  return (
    <Frame practice title={w.title} {...(p.back ? { back: p.back } : {})}>
      <Empty icon="putus" title={w.noneTitle} say={w.noneSay}>
        <Button main onPress={p.again}>
          {w.again}
        </Button>
      </Empty>
    </Frame>
  )
}
