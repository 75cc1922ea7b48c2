import type { JSX } from 'preact'

// Announce is said by a screen reader when it changes, and is not seen: the screen
// shows the same in its place.
export function Announce(p: { say: string; urgent?: boolean }): JSX.Element {
  return (
    <p class="vh" role={p.urgent ? 'alert' : 'status'}>
      {p.say}
    </p>
  )
}
