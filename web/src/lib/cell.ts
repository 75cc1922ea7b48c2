import { useEffect, useState } from 'preact/hooks'

// Cell is a value that the screen follows.
export type Cell<T> = {
  get(): T
  set(value: T): void
  // follow calls back after each change until the function it returns is called.
  follow(heard: () => void): () => void
}

export function cell<T>(value: T): Cell<T> {
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const heard of Array.from(listeners)) heard()
    },
    follow(heard) {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
  }
}

// useCell is the cell's value; the component is drawn again when it changes.
export function useCell<T>(c: Cell<T>): T {
  const [value, show] = useState(c.get())
  useEffect(() => {
    show(c.get())
    return c.follow(() => show(c.get()))
  }, [c])
  return value
}
