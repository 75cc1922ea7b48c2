import type { Plugin } from 'vite'
import { createHash } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { check, type Built } from './budgets.ts'

const dist = 'dist'

// What stands in the service worker's source for the build's hash and files.
const buildMark = '__LUMBUNG_BUILD__'
const filesMark = '__LUMBUNG_FILES__'

// What is not brought to a phone before it is first used: the officers' and trainers'
// doors, what cannot be done without a network anyway, and what few phones need: those
// that speak English keep its sentences when they first come.
const notKept =
  /^(parts|programme|workshop)\.(html|webmanifest)|^sw\.js|^icon-.*\.png|^assets\/(parts|programme|workshop|desk|office|decode|qr|invitation|enrol|confirm|phones|codes\.en|passkeys?|choose-secret|new-secret|sessions)[-.]/

// finish makes of what was built what is served: it clears what an earlier build
// left, tells the service worker what to keep, presses every file twice, and
// stops when a budget is exceeded.
export function finish(): Plugin {
  return {
    name: 'lumbung-finish',
    async buildStart() {
      for (const name of await readdir(dist).catch(() => [])) {
        if (name !== '.keep') await rm(join(dist, name), { recursive: true })
      }
    },
    async closeBundle() {
      const names = (await readdir(dist, { recursive: true, withFileTypes: true }))
        .filter((f) => f.isFile() && f.name !== '.keep')
        .map((f) => relative(dist, join(f.parentPath, f.name)))
        .sort()
      const files: Built[] = []
      for (const name of names) files.push({ name, bytes: await readFile(join(dist, name)) })

      const kept = files.filter((f) => !notKept.test(f.name))
      const hash = createHash('sha256')
      for (const f of kept) hash.update(`${f.name}\0${f.bytes.length}\0`).update(f.bytes)
      const build = hash.digest('hex').slice(0, 12)
      const worker = files.find((f) => f.name === 'sw.js')
      if (!worker) throw new Error('The service worker was not built.')
      const source = worker.bytes.toString()
      for (const mark of [buildMark, filesMark]) {
        if (source.split(mark).length !== 2) throw new Error(`The service worker does not hold ${mark} once.`)
      }
      worker.bytes = Buffer.from(source.replace(buildMark, build).replace(filesMark, kept.map((f) => address(f.name)).join(' ')))
      await writeFile(join(dist, worker.name), worker.bytes)

      for (const f of files) {
        const gz = gzipSync(f.bytes, { level: 9 })
        const br = brotliCompressSync(f.bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
        f.gzip = gz.length
        f.brotli = br.length
        if (gz.length < f.bytes.length) await writeFile(join(dist, `${f.name}.gz`), gz)
        if (br.length < f.bytes.length) await writeFile(join(dist, `${f.name}.br`), br)
      }
      check(files, kept)
    },
  }
}

// address is where the server has a file: pages have no ending.
function address(name: string): string {
  if (name === 'index.html') return '/'
  return `/${name.replace(/\.html$/, '')}`
}
