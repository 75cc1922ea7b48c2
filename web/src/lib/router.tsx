import type { ComponentChildren, ComponentType, JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { cell, useCell } from './cell.ts'

// Places are a door's addresses: a pattern below the door, ':' before what
// differs, and the screen that is fetched when somebody goes there.
export type Params = Record<string, string>
export type Screen = ComponentType<{ params: Params }>
export type Places = Record<string, () => Promise<{ default: Screen }>>

const here = cell(path())

function path(): string {
  return typeof location === 'undefined' ? '/' : location.pathname + location.search
}

// moved reports whether somebody has gone from one place to another since the page
// was loaded.
export const moved = (): boolean => went

let went = false

if (typeof addEventListener !== 'undefined') {
  addEventListener('popstate', () => {
    went = true
    here.set(path())
  })
}

// go changes the place; the screen there says its name to a screen reader.
export function go(to: string, how: 'new' | 'instead' = 'new'): void {
  if (to !== path()) {
    if (how === 'new') history.pushState(null, '', to)
    else history.replaceState(null, '', to)
  }
  went = true
  here.set(to)
  scrollTo(0, 0)
}

// usePlace is the address now shown, with what follows its '?'.
export const usePlace = (): string => useCell(here)

// Link goes to another place of the same door without loading the page anew.
export function Link(p: { to: string; class?: string; label?: string; current?: boolean; children?: ComponentChildren }): JSX.Element {
  return (
    <a
      href={p.to}
      class={p.class}
      aria-label={p.label}
      aria-current={p.current ? 'page' : undefined}
      onClick={(e) => {
        if (e.ctrlKey || e.metaKey || e.shiftKey || e.altKey || e.button !== 0) return
        e.preventDefault()
        go(p.to)
      }}
    >
      {p.children}
    </a>
  )
}

// match finds the place of an address below a door, first fitting pattern first.
export function match(places: Places, door: string, address: string): { pattern: string; params: Params } | null {
  const rest = (address.split('?')[0] ?? '').replace(new RegExp(`^/${door}`), '').replace(/\/+$/, '') || '/'
  const parts = rest.split('/')
  for (const pattern of Object.keys(places)) {
    const wanted = pattern.split('/')
    if (wanted.length !== parts.length) continue
    const params: Params = {}
    const fits = wanted.every((w, i) => {
      const part = parts[i] ?? ''
      if (!w.startsWith(':')) return w === part
      try {
        params[w.slice(1)] = decodeURIComponent(part)
      } catch {
        return false // no address of ours
      }
      return part !== ''
    })
    if (fits) return { pattern, params }
  }
  return null
}

// Router shows the screen of the place. lost comes where there is none, waiting
// while a screen is fetched, broken when it could not be.
export function Router(p: { door: string; places: Places; lost: JSX.Element; waiting: JSX.Element; broken: JSX.Element }): JSX.Element {
  const address = usePlace()
  const found = match(p.places, p.door, address)
  const pattern = found?.pattern
  const [come, setCome] = useState<{ pattern: string; screen: Screen | null } | null>(null)
  useEffect(() => {
    const place = pattern ? p.places[pattern] : undefined
    if (!pattern || !place) return
    let gone = false
    place()
      .then((m) => !gone && setCome({ pattern, screen: m.default }))
      .catch(() => !gone && setCome({ pattern, screen: null }))
    return () => {
      gone = true
    }
  }, [pattern])
  if (!found) return p.lost
  if (come?.pattern !== pattern) return p.waiting
  if (!come?.screen) return p.broken
  const Shown = come.screen
  return <Shown key={address.split('?')[0]} params={found.params} />
}
