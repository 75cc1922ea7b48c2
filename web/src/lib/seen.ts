import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

// What a person has looked at, so that she can look again without a network. It is
// hers alone: forget empties it when she signs out or hands the phone on. It is a
// convenience that may be lost; what must not be lost is in db.ts.
interface Seen extends DBSchema {
  answers: { key: string; value: { at: string; data: unknown } }
}

let opened: Promise<IDBPDatabase<Seen> | null> | undefined

function open(): Promise<IDBPDatabase<Seen> | null> {
  opened ??= openDB<Seen>('lumbung-seen', 1, {
    upgrade(db) {
      db.createObjectStore('answers')
    },
  }).catch(() => null) // a browser that keeps nothing still shows what the server says
  return opened
}

export async function keep(key: string, data: unknown): Promise<void> {
  try {
    await (await open())?.put('answers', { at: new Date().toISOString(), data }, key)
  } catch {
    // Full: the next answer comes from the server again.
  }
}

export async function kept<T>(key: string): Promise<{ at: string; data: T } | null> {
  try {
    const found = await (await open())?.get('answers', key)
    return found ? { at: found.at, data: found.data as T } : null
  } catch {
    return null
  }
}

export async function forget(): Promise<void> {
  try {
    await (await open())?.clear('answers')
  } catch {
    // There was nothing, or nothing can be kept.
  }
}
