import { today } from './dates.ts'
import { ofDevice, store, type Enrolled } from './db.ts'
import { device } from './device.ts'
import { asSent } from './outbox.ts'

// A copy of the outbox in a file: the way out when a phone breaks, is full, or is a
// stranger to its server. A line for each command, as it was signed; the first line
// says which device made them and with which key that can be checked. It is named as a
// text, which every phone can send on.

export type Copy = { name: string; text: string; commands: number }

export async function copy(now = new Date()): Promise<Copy> {
  const db = await store()
  const all = await db.getAllKeys('device')
  const lines: string[] = []
  let commands = 0
  for (const key of all.filter((k) => k !== 'coming')) {
    const d = (await db.get('device', key)) as Enrolled | undefined
    if (!d) continue
    const made = await db.getAll('commands', ofDevice(d.id))
    const head = { lumbung: 'outbox', version: 1, device: d.id, name: d.name, book: d.book, public_key: d.public, commands: made.length, written_at: now.toISOString() }
    lines.push(JSON.stringify(head), ...made.map(asSent))
    commands += made.length
  }
  const mine = await device()
  return { name: `lumbung-${mine ? mine.id.slice(-6) : 'hp'}-${today(now.getTime())}.txt`, text: `${lines.join('\n')}\n`, commands }
}

// Given is what became of a copy: handed to another app, put among the downloads, or
// left by whoever changed her mind.
export type Given = 'shared' | 'saved' | 'left'

// give hands the copy to another app where the phone can, else puts it among the
// downloads.
export async function give(c: Copy): Promise<Given> {
  const file = new File([c.text], c.name, { type: 'text/plain' })
  const able = navigator as Partial<Pick<Navigator, 'share' | 'canShare'>>
  if (able.share && able.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] })
      return 'shared'
    } catch (e) {
      if (e instanceof DOMException && e.name === 'AbortError') return 'left'
      // Some phones offer it and cannot: then the downloads.
    }
  }
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = c.name
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
  return 'saved'
}
