import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Opened } from './data.ts'
import type { Draft, Missing } from './draft.ts'

export type LinesProps = { opened: Opened; draft: Draft; onChange: (part: Partial<Draft>) => void; wrong: (field: string) => string | undefined; missing: Map<string, Missing> }

// useTable is the table of lines that a desk has; phones never fetch it. Null until it
// has come.
export function useTable(desk: boolean): ComponentType<LinesProps> | null {
  const [table, come] = useState<{ of: ComponentType<LinesProps> } | null>(null)
  useEffect(() => {
    if (!desk) return
    import('../programme/desk-lines.tsx').then((m) => come({ of: m.default })).catch(() => undefined) // the cards do as well
  }, [desk])
  return table?.of ?? null
}
