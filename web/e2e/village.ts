import { test as base, expect, type Page } from '@playwright/test'
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startPostgres, type Postgres } from './postgres.ts'

// Villager is how somebody of the demo village signs in.
export type Villager = { key: string; name: string; login: string; secret: string; card: string }

// Village is the real binary with its demo village, in a process and a database of
// its own for each worker.
export type Village = {
  address: string
  who(name: string): Villager
  stop(): Promise<void>
  start(): Promise<void>
  backup(): void // into a file, beside the running server
}

const binary = resolve('..', 'bin', 'lumbung')

async function freePort(): Promise<number> {
  return new Promise((done) => {
    const s = createServer()
    s.listen(0, '127.0.0.1', () => {
      const at = s.address()
      s.close(() => done(typeof at === 'object' && at ? at.port : 0))
    })
  })
}

// open starts a village, for whoever needs one of her own.
export async function open(kind: 'sqlite' | 'postgres'): Promise<{ village: Village; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'lumbung-e2e-'))
  const port = await freePort()
  const address = `http://localhost:${port}`
  let postgres: Postgres | undefined
  if (kind === 'postgres') postgres = await startPostgres(await freePort())
  const database = postgres?.address ?? `sqlite:${join(folder, 'village.db')}`
  let server: ChildProcess | undefined

  const start = async (): Promise<void> => {
    server = spawn(binary, ['demo', '--database', database, '--listen', `127.0.0.1:${port}`, ...(postgres ? ['--data-dir', folder] : [])], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await new Promise<void>((ready, failed) => {
      let said = ''
      server?.stdout?.on('data', (b: Buffer) => {
        said += b.toString()
        if (said.includes('Stop with Ctrl-C')) ready()
      })
      server?.once('exit', (code) => failed(new Error(`The demo village stopped with ${code}: ${said}`)))
    })
  }
  const stop = async (): Promise<void> => {
    const running = server
    server = undefined
    if (!running || running.exitCode !== null) return
    await new Promise<void>((gone) => {
      running.once('exit', () => gone())
      running.kill('SIGTERM')
    })
  }
  await start()
  const signIns = readdirSync(folder).find((f) => f.endsWith('.sign-ins'))
  if (!signIns) throw new Error('The demo village wrote no sign-ins.')
  const people = readFileSync(join(folder, signIns), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .filter((cells) => cells.length === 5)
    .map(([key = '', name = '', login = '', secret = '', card = '']) => ({ key, name, login, secret, card }))
  const village: Village = {
    address,
    start,
    stop,
    backup: () => void execFileSync(binary, ['backup', '--database', database, '-o', join(folder, 'backup')]),
    who(name) {
      const found = people.find((p) => p.name.startsWith(name))
      if (!found) throw new Error(`Nobody in the village is called ${name}.`)
      return found
    },
  }
  return {
    village,
    async close() {
      await stop()
      await postgres?.stop()
      execFileSync('rm', ['-rf', folder])
    },
  }
}

// test has a village for the worker, and fails when a page logs an error or breaks
// the content policy.
export const test = base.extend<{ quiet: void }, { database: 'sqlite' | 'postgres'; village: Village }>({
  database: ['sqlite', { option: true, scope: 'worker' }],
  village: [
    async ({ database }, use) => {
      const { village, close } = await open(database)
      await use(village)
      await close()
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ village }, use) => use(village.address),
  quiet: [
    async ({ page }, use) => {
      const troubles: string[] = []
      page.on('pageerror', (e) => troubles.push(String(e)))
      page.on('console', (m) => {
        if (m.type() === 'error' && !/Failed to load resource|net::ERR_/.test(m.text())) troubles.push(m.text())
      })
      await use()
      expect(troubles, 'the page is quiet').toEqual([])
    },
    { auto: true },
  ],
})

export { expect, type Page }
