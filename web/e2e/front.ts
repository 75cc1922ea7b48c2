import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

// Front stands before a server and passes everything on, but can hand out the app as
// another build: its service worker with another mark, which is how a browser sees
// that there is a new version.
export type Front = { address: string; publish(build: string): void; close(): Promise<void> }

export async function front(server: string): Promise<Front> {
  let build = ''
  const here = createServer((asked, answer) => {
    const headers = { ...asked.headers }
    const isWorker = asked.url === '/sw.js' && build !== ''
    if (isWorker) {
      headers['accept-encoding'] = 'identity'
      delete headers['if-none-match']
    }
    const onward = request(new URL(asked.url ?? '/', server), { method: asked.method, headers }, (said) => {
      if (!isWorker) {
        answer.writeHead(said.statusCode ?? 502, said.headers)
        said.pipe(answer)
        return
      }
      const parts: Buffer[] = []
      said.on('data', (b: Buffer) => parts.push(b))
      said.on('end', () => {
        const text = Buffer.concat(parts).toString().replace(/([`'"])[0-9a-f]{12}\1/, `$1${build}$1`)
        const { etag: _etag, 'content-length': _length, ...rest } = said.headers
        answer.writeHead(said.statusCode ?? 502, rest)
        answer.end(text)
      })
    })
    onward.on('error', () => answer.destroy())
    asked.pipe(onward)
  })
  await new Promise<void>((ready) => {
    here.listen(0, '127.0.0.1', ready)
  })
  return {
    address: `http://localhost:${(here.address() as AddressInfo).port}`,
    publish(next) {
      build = next
    },
    close: () =>
      new Promise((done) => {
        here.close(() => done())
        here.closeAllConnections()
      }),
  }
}
