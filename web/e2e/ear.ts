import type { Page } from '@playwright/test'
import type { Language } from './pages.ts'

// What somebody hears who reads the page with a screen reader, from the browser's own
// accessibility tree: role, name and state, a line for each stop.

type Value = { value?: unknown }
type Node = {
  nodeId: string
  ignored: boolean
  role?: Value
  name?: Value
  description?: Value
  value?: Value
  properties?: { name: string; value: Value }[]
  childIds?: string[]
  backendDOMNodeId?: number
}

// How a reader calls what it comes to.
const calls: Record<Language, Record<string, string>> = {
  id: {
    banner: 'Kepala', main: 'Isi utama', navigation: 'Navigasi', region: 'Bagian', dialog: 'Dialog', status: 'Kabar', alert: 'Penting',
    heading: 'judul', link: 'tautan', button: 'tombol', textbox: 'isian', Date: 'isian hari', combobox: 'pilihan', radio: 'pilihan satu', radiogroup: 'Kelompok', group: 'Kelompok',
    list: 'Daftar', table: 'Tabel', image: 'gambar', DisclosureTriangle: 'buka tutup',
    checked: 'terpilih', unchecked: 'belum terpilih', pressed: 'ditekan', expanded: 'terbuka', collapsed: 'tertutup', invalid: 'isinya salah', disabled: 'mati', required: 'wajib', empty: 'kosong', items: 'butir', rows: 'baris', level: 'tingkat',
  },
  en: {
    banner: 'Banner', main: 'Main', navigation: 'Navigation', region: 'Region', dialog: 'Dialog', status: 'Status', alert: 'Alert',
    heading: 'heading', link: 'link', button: 'button', textbox: 'edit', Date: 'date edit', combobox: 'combo box', radio: 'radio button', radiogroup: 'Group', group: 'Group',
    list: 'List', table: 'Table', image: 'image', DisclosureTriangle: 'disclosure',
    checked: 'checked', unchecked: 'not checked', pressed: 'pressed', expanded: 'expanded', collapsed: 'collapsed', invalid: 'invalid entry', disabled: 'dimmed', required: 'required', empty: 'empty', items: 'items', rows: 'rows', level: 'level',
  },
}

// Around what is inside, said when it begins; and stops, whose inside is their name.
const around = ['banner', 'main', 'navigation', 'region', 'dialog', 'status', 'alert', 'radiogroup', 'group', 'list', 'table']
const stops = ['heading', 'link', 'button', 'textbox', 'Date', 'combobox', 'radio', 'image', 'DisclosureTriangle']

// tree is the browser's accessibility tree, and its root.
async function tree(page: Page): Promise<{ root: Node; of: (id: string) => Node | undefined; all: Node[] }> {
  const devtools = await page.context().newCDPSession(page)
  const { nodes } = (await devtools.send('Accessibility.getFullAXTree')) as { nodes: Node[] }
  await devtools.detach()
  const by = new Map(nodes.map((n) => [n.nodeId, n]))
  const root = nodes[0]
  if (!root) throw new Error('The page has no accessibility tree.')
  return { root, of: (id) => by.get(id), all: nodes }
}

// nameless are the controls that nobody can call by a name.
export async function nameless(page: Page): Promise<string[]> {
  const { all } = await tree(page)
  return all
    .filter((n) => !n.ignored && [...stops, 'checkbox', 'switch', 'tab', 'searchbox', 'spinbutton'].includes(text(n.role)) && text(n.name).trim() === '')
    .map((n) => `${text(n.role)} ${n.backendDOMNodeId ?? ''}`)
}

// heard are the lines of the page from its beginning to its end.
export async function heard(page: Page, language: Language): Promise<string[]> {
  const w = calls[language]
  const { root, of } = await tree(page)
  const blocks = await blocksOf(page)
  const lines: { depth: number; text: string; stop: boolean }[] = []
  const inside = (n: Node): Node[] => (n.childIds ?? []).map(of).filter((c) => c !== undefined)
  const passed = (n: Node): boolean => n.ignored || silent.includes(text(n.role))
  const flat = (n: Node): Node[] => inside(n).flatMap((c) => (passed(c) ? flat(c) : [c]))
  const say = (depth: number, stop: boolean, ...parts: string[]): void => {
    lines.push({ depth, stop, text: parts.filter(Boolean).join(', ') })
  }
  // What is written between two stops is one breath.
  const words = (n: Node): string => (text(n.role) === 'StaticText' ? text(n.name) : flat(n).map(words).join(' '))
  let breath: string[] = []
  const walk = (n: Node, depth: number): void => {
    const exhale = (): void => {
      const said = breath.join('').replace(/\s+/g, ' ').trim()
      if (said) say(depth, false, said)
      breath = []
    }
    for (const c of inside(n)) {
      const role = text(c.role)
      const name = text(c.name)
      if (role === 'StaticText') {
        breath.push(name)
        continue
      }
      if (role === 'InlineTextBox' || role === 'ListMarker') continue
      if (passed(c)) {
        const block = blocks.has(c.backendDOMNodeId ?? 0)
        if (block) exhale()
        walk(c, depth)
        if (block) exhale()
        continue
      }
      exhale()
      if (stops.includes(role)) {
        say(depth, true, name, called(c, role, w), ...states(c, w), text(c.description))
      } else if (around.includes(role)) {
        const many = count(c, role, flat, w)
        if ((role === 'status' || role === 'alert') && words(c).trim() === '') continue // it has nothing to tell
        if (name || many || role !== 'region') say(depth, true, [w[role], name].filter(Boolean).join(': '), many)
        walk(c, depth + 1)
      } else if (role === 'row') {
        say(depth, true, ...flat(c).map((cell) => words(cell) || text(cell.name)).map((cell) => cell.replace(/\s+/g, ' ').trim()))
        for (const link of flat(c).flatMap((cell) => flat(cell)).filter((l) => text(l.role) === 'link')) say(depth + 1, true, text(link.name), w['link'] ?? '')
      } else {
        walk(c, depth)
        exhale()
      }
    }
    if (!passed(n)) exhale()
  }
  say(0, true, text(root.name))
  walk(root, 0)
  // A label is heard with what it labels, once.
  const labels = (l: { text: string } | undefined, label: string): boolean => l !== undefined && (l.text.startsWith(`${label}, `) || l.text.endsWith(`: ${label}`))
  const once = lines.filter((l, i) => l.stop || (!labels(lines[i + 1], l.text) && !labels(lines[i - 1], l.text)))
  return once.map((l) => '  '.repeat(l.depth) + l.text)
}

// blocksOf are the elements that begin a new line, where a reader stops.
async function blocksOf(page: Page): Promise<Set<number>> {
  const devtools = await page.context().newCDPSession(page)
  const { documents, strings } = await devtools.send('DOMSnapshot.captureSnapshot', { computedStyles: ['display'] })
  await devtools.detach()
  const blocks = new Set<number>()
  for (const d of documents) {
    d.layout.nodeIndex.forEach((node, i) => {
      const display = strings[d.layout.styles[i]?.[0] ?? -1] ?? 'inline'
      const at = d.nodes.backendNodeId?.[node]
      if (at !== undefined && !display.startsWith('inline') && display !== 'contents') blocks.add(at)
    })
  }
  return blocks
}

// Roles that a reader passes over in silence.
const silent = ['generic', 'none', 'rowgroup', 'Section', 'LayoutTable']

const text = (v: Value | undefined): string => (v?.value === undefined ? '' : String(v.value))

const property = (n: Node, name: string): string => text(n.properties?.find((p) => p.name === name)?.value)

function called(n: Node, role: string, w: Record<string, string>): string {
  return role === 'heading' ? `${w['heading']} ${w['level']} ${property(n, 'level')}` : (w[role] ?? role)
}

function states(n: Node, w: Record<string, string>): string[] {
  const role = text(n.role)
  const said: string[] = []
  const tell = (key: string): number => said.push(w[key] ?? key)
  if (role === 'textbox' || role === 'Date' || role === 'combobox') said.push(text(n.value) || (w['empty'] ?? ''))
  if (role === 'radio') tell(property(n, 'checked') === 'true' ? 'checked' : 'unchecked')
  if (property(n, 'pressed') === 'true') tell('pressed')
  if (role === 'DisclosureTriangle') tell(property(n, 'expanded') === 'true' ? 'expanded' : 'collapsed')
  if (property(n, 'invalid') === 'true') tell('invalid')
  if (property(n, 'required') === 'true') tell('required')
  if (property(n, 'disabled') === 'true') tell('disabled')
  return said
}

function count(n: Node, role: string, flat: (n: Node) => Node[], w: Record<string, string>): string {
  const of = (wanted: string): number => flat(n).filter((c) => text(c.role) === wanted).length
  if (role === 'list') return `${of('listitem')} ${w['items']}`
  return role === 'table' ? `${of('row')} ${w['rows']}` : ''
}
