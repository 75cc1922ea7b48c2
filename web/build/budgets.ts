// Built is a file of the build with its sizes in bytes.
export type Built = { name: string; bytes: Buffer; gzip?: number; brotli?: number }

const budgets = {
  entryScripts: 30 * 1024, // brotli: what the phone's door loads before it shows something
  firstView: 14 * 1024, // brotli: its page and styles, one round of TCP
  shell: 100 * 1024, // gzip: all that is kept on the phone
}

// check prints what the build weighs and throws when a budget is exceeded.
export function check(files: Built[], kept: Built[]): void {
  const page = files.find((f) => f.name === 'group.html')
  if (!page) throw new Error('The door of the group was not built.')
  const entry = linked(page, files)
  const sizes = {
    entryScripts: sum(entry.filter((f) => f.name.endsWith('.js')), 'brotli'),
    firstView: sum([page, ...entry.filter((f) => f.name.endsWith('.css'))], 'brotli'),
    shell: sum(kept, 'gzip'),
  }
  const over: string[] = []
  for (const [name, limit] of Object.entries(budgets)) {
    const size = sizes[name as keyof typeof sizes]
    console.log(`budget ${name}: ${size} of ${limit} bytes`)
    if (size > limit) over.push(name)
  }
  if (over.length > 0) throw new Error(`Over budget: ${over.join(', ')}`)
}

// linked are the files that the page names: scripts, what they import at once, and styles.
function linked(page: Built, files: Built[]): Built[] {
  const html = page.bytes.toString()
  return files.filter((f) => f.name.startsWith('assets/') && html.includes(`/${f.name}"`))
}

function sum(files: Built[], by: 'gzip' | 'brotli'): number {
  return files.reduce((n, f) => n + (f[by] ?? 0), 0)
}
