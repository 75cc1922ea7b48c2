import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// A PostgreSQL of the installed kind, for these tests alone: nothing of it is kept.
export type Postgres = { address: string; stop(): Promise<void> }

// initdb and postgres refuse to run as root: then they run as nobody.
const nobody = 65534

function programs(): string {
  const given = process.env['LUMBUNG_PG_BIN']
  if (given) return given
  const all = '/usr/lib/postgresql'
  const newest = existsSync(all) ? readdirSync(all).sort((a, b) => Number(b) - Number(a))[0] : undefined
  if (!newest) throw new Error('No PostgreSQL is installed.')
  return join(all, newest, 'bin')
}

export async function startPostgres(port: number): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'lumbung-pg-'))
  const as = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
  if (as.uid !== undefined) {
    chmodSync(folder, 0o700)
    chownSync(folder, nobody, nobody)
  }
  const data = join(folder, 'data')
  execFileSync(join(programs(), 'initdb'), ['-D', data, '-U', 'lumbung', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], { ...as, stdio: 'ignore' })
  const server: ChildProcess = spawn(
    join(programs(), 'postgres'),
    ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder, '-c', 'max_connections=100'],
    { ...as, stdio: 'ignore' },
  )
  const address = (database: string): string => `postgres://lumbung@127.0.0.1:${port}/${database}?sslmode=disable`
  for (let tries = 0; ; tries++) {
    try {
      execFileSync(join(programs(), 'createdb'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'lumbung', 'village'], { stdio: 'pipe' })
      break
    } catch (e) {
      if (tries === 100) throw e
      await new Promise((r) => setTimeout(r, 100))
    }
  }
  return {
    address: address('village'),
    stop: () =>
      new Promise((done) => {
        server.once('exit', () => done())
        server.kill('SIGINT')
      }),
  }
}
