import type { ComponentChildren, ComponentType, JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useCell } from './cell.ts'
import { after, left, twoMinutes, type Happening, type Idle } from './idle.ts'
import { useWords } from './i18n.ts'
import { retain } from './memory.ts'
import { session, shut, touchedKey, useMe } from './session.ts'
import { Announce } from './ui/announce.tsx'

// Lock covers what is below after a while without a touch. What is below stays as
// it is, with all that was typed, but is neither seen nor heard nor reached by keys.
export function Lock(p: { limit?: number; children: ComponentChildren }): JSX.Element {
  const me = useMe()
  const why = useCell(shut)
  const closed = me !== null && why !== 'open'
  const [opened, setOpened] = useState(false)
  const w = useWords().signin
  const below = useRef<HTMLDivElement>(null)
  const before = useRef<{ title: string; top: number; focus: Element | null }>({ title: '', top: 0, focus: null })
  useWatch(me !== null, p.limit ?? twoMinutes)
  // What is hidden loses its place and the focus: both come back with it.
  if (closed && !below.current?.hidden) {
    before.current = { title: document.title, top: scrollY, focus: document.activeElement }
  }
  useLayoutEffect(() => {
    const { title, top, focus } = before.current
    setOpened(!closed && title !== '')
    if (closed || !title) return
    document.title = title
    scrollTo(0, top)
    if (focus instanceof HTMLElement && below.current?.contains(focus)) focus.focus({ preventScroll: true })
  }, [closed])
  return (
    <>
      <div ref={below} hidden={closed}>
        {p.children}
      </div>
      {closed ? <Cover below={below} /> : null}
      <Announce say={opened ? w.lock.opened(me?.name ?? '') : ''} />
    </>
  )
}

type CoverType = ComponentType<{ below: { current: HTMLDivElement | null } }>

// Cover is fetched when the app has come up, so that it is there without a network.
let fetched: CoverType | null = null
async function fetchCover(): Promise<void> {
  try {
    fetched = (await import('../signin/unlock.tsx')).default
  } catch {
    // It is asked for again when it is needed.
  }
}

function Cover(p: { below: { current: HTMLDivElement | null } }): JSX.Element {
  const { title } = useWords().signin.lock
  const [Shown, show] = useState<CoverType | null>(() => fetched)
  useEffect(() => {
    let gone = false
    let timer = 0
    const bring = async (): Promise<void> => {
      if (!fetched) await fetchCover()
      if (gone) return
      if (fetched) show(() => fetched)
      else timer = window.setTimeout(() => void bring(), 2000)
    }
    void bring() // it may have come since this was drawn
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [])
  // Until it has come the page says at least what is the matter: it is never blank.
  return Shown ? (
    <Shown below={p.below} />
  ) : (
    <div class="app work" role="alert" aria-busy="true">
      <h1>{title}</h1>
    </div>
  )
}

// lockNow covers the screen at once.
export const lockNow = (): void => {
  if (typeof session.get() !== 'string' && shut.get() === 'open') shut.set('idle')
}

// useWatch counts touches while somebody is signed in.
function useWatch(on: boolean, limit: number): void {
  useEffect(() => {
    if (!on) return
    void fetchCover()
    let idle: Idle = { touched: lastTouch(limit), locked: shut.get() !== 'open' }
    let timer = 0
    let written = 0
    const happen = (what: Happening): void => {
      const now = Date.now()
      idle = after(idle, what, now, limit)
      if (idle.locked) lockNow()
      else if (now - written > 5000) {
        written = now
        keepTouch(idle.touched)
      }
      clearTimeout(timer)
      if (!idle.locked) timer = window.setTimeout(() => happen('look'), left(idle, now, limit) + 50)
    }
    const touch = (): void => happen('touch')
    const look = (): void => happen('look')
    const leave = (): void => keepTouch(idle.touched)
    const stop = shut.follow(() => happen(shut.get() === 'open' ? 'unlock' : 'lock'))
    for (const e of touches) addEventListener(e, touch, { capture: true, passive: true })
    document.addEventListener('visibilitychange', look)
    addEventListener('pagehide', leave)
    look()
    return () => {
      stop()
      clearTimeout(timer)
      for (const e of touches) removeEventListener(e, touch, { capture: true })
      document.removeEventListener('visibilitychange', look)
      removeEventListener('pagehide', leave)
    }
  }, [on, limit])
}

const touches = ['pointerdown', 'keydown', 'wheel']

// lastTouch makes closing the app no way around the lock.
function lastTouch(limit: number): number {
  try {
    const kept = Number(localStorage.getItem(touchedKey) ?? Number.NaN)
    return Number.isFinite(kept) ? kept : Date.now() - limit
  } catch {
    return Date.now()
  }
}

const keepTouch = (at: number): void => retain(touchedKey, String(at))
