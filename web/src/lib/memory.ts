// Small things that a browser remembers of itself: what was chosen, who was here last.
// One that remembers nothing still works, and asks or chooses anew each time.

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

// retain keeps the value, or forgets it when there is none.
export function retain(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key)
    else localStorage.setItem(key, value)
  } catch {
    // As above.
  }
}
