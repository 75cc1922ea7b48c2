import { useEffect } from 'preact/hooks'

// Unsaved is what somebody has typed and not yet kept: a sentence that says what,
// and how to keep it for later, if the screen can.
export type Unsaved = { what: string; put?: () => Promise<void> }

const held = new Set<Unsaved>()

// useUnsaved says that the screen holds something unsaved, as long as it does.
export function useUnsaved(u: Unsaved | null): void {
  const what = u?.what
  const put = u?.put
  useEffect(() => {
    if (what === undefined) return
    const mine: Unsaved = put ? { what, put } : { what }
    held.add(mine)
    return () => {
      held.delete(mine)
    }
  }, [what, put])
}

// unsaved is all that screens have said they hold.
export const unsaved = (): Unsaved[] => Array.from(held)

// typedIn reports whether a field below holds something that somebody typed, for
// screens that said nothing.
export function typedIn(root: ParentNode | null): boolean {
  if (!root) return false
  const fields = Array.from(root.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea'))
  return fields.some((f) => {
    if (f.matches('[type=radio], [type=checkbox], [type=search], [type=file], [type=hidden]')) return false
    return f.value !== '' && f.value !== f.defaultValue
  })
}
