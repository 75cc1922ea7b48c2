import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { useCell } from '../cell.ts'
import { useWords } from '../i18n.ts'
import { notice } from '../notice.ts'
import { Link, moved } from '../router.tsx'
import { Icon } from './icon.tsx'

export type FrameProps = {
  title: string
  where?: string // second line of the bar: where I am
  back?: string // address of the step before
  actions?: ComponentChildren // top right: Dengar, then Bantu
  dock?: ComponentChildren // the sum, its words, the one dark button
  tabs?: ComponentChildren // only on the group's home
  practice?: boolean // never taken for real money
  busy?: boolean
  children: ComponentChildren
}

// Frame is a phone's screen: bar, hem, work, dock. Going there moves the focus to
// its title, so that a screen reader says where one is.
export function Frame(p: FrameProps): JSX.Element {
  const w = useWords()
  const dock = useRef<HTMLElement>(null)
  useRoomAbove(dock, !!p.dock)
  return (
    <div class={p.practice ? 'app prac' : 'app'}>
      <header>
        <div class={p.back ? 'bar b' : 'bar'}>
          <Title {...p} />
          {p.actions}
        </div>
        <div class="hem" />
      </header>
      <main class="work" aria-busy={p.busy ? true : undefined}>
        {useCell(notice)}
        {p.children}
      </main>
      {p.dock ? (
        <section ref={dock} class="dock" aria-label={w.parts.dock}>
          {p.dock}
        </section>
      ) : null}
      {p.tabs}
    </div>
  )
}

// Title is the way back, the page's name and where one is, for whatever bar they stand in.
export function Title(p: FrameProps): JSX.Element {
  const w = useWords()
  const title = useTitle(p.title)
  return (
    <>
      {p.back ? (
        <Link to={p.back} class="ib" label={w.frame.back}>
          <Icon of="balik" />
        </Link>
      ) : null}
      <div>
        <h1 ref={title} tabIndex={-1}>
          {p.title}
        </h1>
        {p.where ? <p class="sm">{p.where}</p> : null}
      </div>
    </>
  )
}

// useTitle names the page and gives its heading the focus when somebody has come
// here from another screen; a page just loaded is read from its beginning anyway.
function useTitle(title: string): { current: HTMLHeadingElement | null } {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Lumbung`
  }, [title])
  useEffect(() => {
    if (moved()) heading.current?.focus({ preventScroll: true })
  }, [])
  return heading
}

// Around what has the focus is a ring, which is to be seen as well.
const ring = 8

// useRoomAbove keeps what has the focus above the dock, however tall that is now.
function useRoomAbove(dock: { current: HTMLElement | null }, there: boolean): void {
  useEffect(() => {
    const el = dock.current
    if (!el) return
    const { style } = document.documentElement
    const watch = new ResizeObserver(() => {
      style.scrollPaddingBottom = getComputedStyle(el).position === 'sticky' ? `${el.offsetHeight + ring}px` : ''
      const at = document.activeElement
      if (at?.closest('main')) at.scrollIntoView({ block: 'nearest' })
    })
    watch.observe(el)
    return () => {
      watch.disconnect()
      style.scrollPaddingBottom = ''
    }
  }, [there])
}
