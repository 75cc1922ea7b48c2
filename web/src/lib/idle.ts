// Idle decides when a screen that nobody touches is locked. It counts by the
// clock, not by timers: a sleeping phone runs no timers.
export type Idle = { touched: number; locked: boolean }

// twoMinutes is how long a shared phone stays open in nobody's hand.
export const twoMinutes = 120_000

export type Happening = 'touch' | 'look' | 'unlock' | 'lock'

// after is the state after something happened at an instant in milliseconds:
// touch is any key or finger, look is a timer or the screen coming back.
export function after(s: Idle, what: Happening, now: number, limit = twoMinutes): Idle {
  switch (what) {
    case 'unlock':
      return { touched: now, locked: false }
    case 'lock':
      return { ...s, locked: true }
    case 'touch':
      // The touch that wakes a phone after the time is up comes too late.
      return s.locked || over(s, now, limit) ? { ...s, locked: true } : { touched: now, locked: false }
    case 'look':
      return s.locked || !over(s, now, limit) ? s : { ...s, locked: true }
  }
}

// over reports whether the time is up. A clock that was set back proves nothing,
// so it counts as up when it stands well before the last touch.
function over(s: Idle, now: number, limit: number): boolean {
  const since = now - s.touched
  return since >= limit || since < -limit
}

// left is how many milliseconds to wait before looking again.
export function left(s: Idle, now: number, limit = twoMinutes): number {
  return Math.min(limit, Math.max(0, s.touched + limit - now))
}
