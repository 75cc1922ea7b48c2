// Measures what the app costs a phone: Lighthouse's scores, and the start-up of the
// group's door over a line of 400 kbit/s with 400 ms of delay, on a processor four
// times slower. Medians of five. The demo village is started for it.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'

const runs = 5
const folder = mkdtempSync(join(tmpdir(), 'lumbung-bench-'))
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

const port = await new Promise((done) => {
  const s = createServer()
  s.listen(0, '127.0.0.1', () => {
    const { port } = s.address()
    s.close(() => done(port))
  })
})
const address = `http://localhost:${port}`
const server = spawn(resolve('..', '..', 'bin', 'lumbung'), ['demo', '--database', `sqlite:${join(folder, 'village.db')}`, '--listen', `127.0.0.1:${port}`], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
await new Promise((ready, failed) => {
  server.stdout.on('data', (b) => b.toString().includes('Stop with Ctrl-C') && ready())
  server.once('exit', (code) => failed(new Error(`The demo village stopped with ${code}.`)))
})

const median = (all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)]

try {
  for (const [name, path, settings] of [
    ['group, 400 kbit/s, processor 4x slower', '/group', slow(4, 400)],
    ['programme, desk', '/programme', { formFactor: 'desktop', screenEmulation: { mobile: false, width: 1280, height: 800, deviceScaleFactor: 1, disabled: false } }],
    ['parts, phone', '/parts', slow(4, 1638)],
  ]) {
    const seen = []
    for (let i = 0; i < runs; i++) {
      const chrome = await launch({ chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium', chromeFlags: flags })
      const result = await lighthouse(address + path, { port: chrome.port, logLevel: 'error', onlyCategories: ['performance', 'accessibility', 'best-practices'], ...settings })
      seen.push(result.lhr)
      await chrome.kill()
    }
    const score = (c) => Math.round(median(seen.map((r) => r.categories[c].score ?? 0)) * 100)
    const ms = (a) => Math.round(median(seen.map((r) => r.audits[a].numericValue)))
    console.log(
      `${name}: performance ${score('performance')}, accessibility ${score('accessibility')}, best practices ${score('best-practices')}; ` +
        `first paint ${ms('first-contentful-paint')} ms, largest ${ms('largest-contentful-paint')} ms, blocked ${ms('total-blocking-time')} ms, ` +
        `${Math.round(median(seen.map((r) => r.audits['total-byte-weight'].numericValue)) / 1024)} KB`,
    )
  }
} finally {
  server.kill('SIGTERM')
  rmSync(folder, { recursive: true })
}

// slow is a phone whose line and processor are really held back, not computed.
function slow(cpuSlowdownMultiplier, kbps) {
  return {
    throttlingMethod: 'devtools',
    throttling: { requestLatencyMs: 400, downloadThroughputKbps: kbps, uploadThroughputKbps: kbps, rttMs: 400, throughputKbps: kbps, cpuSlowdownMultiplier },
  }
}
