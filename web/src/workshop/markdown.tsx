import type { ComponentChildren, JSX } from 'preact'
import { Grid } from './grid.tsx'

// The lessons' texts: paragraphs, ### headings, lists, tables, quotes and bold, and no
// more. What is written becomes text and never markup of its own.

type Block =
  | { kind: 'p' | 'h' | 'quote'; text: string }
  | { kind: 'list'; ordered: boolean; start: number; items: string[] }
  | { kind: 'table'; head: string[]; rows: string[][]; ends: boolean[] }

const bullet = /^\s*[-*] +/
const numeral = /^\s*(\d+)[.)] +/

// blocks reads a text.
export function blocks(text: string): Block[] {
  const out: Block[] = []
  const lines = text.split('\n')
  let apart = true // an empty line stood before
  for (let i = 0; i < lines.length; i++) {
    const line = (lines[i] ?? '').replace(/\s+$/, '')
    const last = out[out.length - 1]
    if (line === '') {
      apart = true
      continue
    }
    if (/^#{3,} /.test(line)) out.push({ kind: 'h', text: line.replace(/^#+ /, '') })
    else if (line.startsWith('>')) {
      const said = line.replace(/^> ?/, '')
      if (last?.kind === 'quote' && !apart) last.text = `${last.text} ${said}`.trim()
      else out.push({ kind: 'quote', text: said })
    } else if (line.startsWith('|')) {
      const rows: string[] = []
      while ((lines[i] ?? '').startsWith('|')) rows.push(lines[i++] ?? '')
      i--
      const rule = cells(rows[1] ?? '')
      const ruled = rule.length > 0 && rule.every((c) => /^:?-+:?$/.test(c))
      out.push({
        kind: 'table',
        head: ruled ? cells(rows[0] ?? '') : [],
        rows: rows.slice(ruled ? 2 : 0).map(cells),
        ends: ruled ? rule.map((c) => c.endsWith(':')) : [],
      })
    } else if (bullet.test(line) || numeral.test(line)) {
      const n = numeral.exec(line)
      const item = line.replace(n ? numeral : bullet, '')
      if (last?.kind === 'list' && last.ordered === !!n) last.items.push(item)
      else out.push({ kind: 'list', ordered: !!n, start: n ? parseInt(n[1] ?? '1', 10) : 1, items: [item] })
    } else if (last && !apart && (last.kind === 'p' || last.kind === 'quote')) last.text += ` ${line}`
    else if (last?.kind === 'list' && /^\s/.test(line)) last.items.push(`${last.items.pop() ?? ''} ${line.trim()}`)
    else out.push({ kind: 'p', text: line })
    apart = false
  }
  return out
}

const cells = (line: string): string[] =>
  line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((c) => c.trim())

// inline is a text with its bold parts. Nothing is set in italics: cheap phones fake them.
function inline(text: string): ComponentChildren {
  return text.split('**').map((part, i) => (i % 2 ? <b key={i}>{plain(part)}</b> : plain(part)))
}

const plainest = (text: string): string => text.replace(/\*/g, '')

const plain = (text: string): string => text.replace(/\*([^*]+)\*/g, '$1')

// Markdown shows a text.
export function Markdown(p: { text: string; label: string }): JSX.Element {
  return (
    <>
      {blocks(p.text).map((b, i) => (
        <Shown key={i} of={b} label={p.label} />
      ))}
    </>
  )
}

function Shown({ of: b, label }: { of: Block; label: string }): JSX.Element {
  switch (b.kind) {
    case 'h':
      return <h3>{inline(b.text)}</h3>
    case 'quote':
      return <blockquote>{inline(b.text)}</blockquote>
    case 'list': {
      const items = b.items.map((item, i) => <li key={i}>{inline(item)}</li>)
      return b.ordered ? <ol class="mdl n" start={b.start}>{items}</ol> : <ul class="mdl">{items}</ul>
    }
    case 'table':
      return <Grid label={label} head={b.head.map(inline)} titles={b.head.map(plainest)} rows={b.rows.map((row) => row.map(inline))} ends={b.ends} />
    default:
      return <p>{inline(b.text)}</p>
  }
}

// spoken is a text as it is read aloud: without its signs, and without tables, which
// only the eye can follow.
export function spoken(text: string): string {
  return blocks(text)
    .map((b) => (b.kind === 'table' ? '' : b.kind === 'list' ? b.items.join('. ') : b.text))
    .filter(Boolean)
    .join('. ')
    .replace(/\*/g, '')
    .replace(/([.?!:"])\. /g, '$1 ')
}
