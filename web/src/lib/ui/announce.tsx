import type { JSX } from 'preact'

// Announce is said by a screen reader when it changes, and is not seen: the screen
// shows the same in its place.
export function Announce(p: { say: string }): JSX.Element {
  return <output class="vh">{p.say}</output>
}
