import { defineConfig } from '@playwright/test'

// Debian's own browser; the machine's network is never asked.
export const browser = {
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
}

export default defineConfig({
  testDir: 'e2e',
  testMatch: '*.e2e.ts',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  reporter: process.env['CI'] ? [['line']] : [['list']],
  use: {
    launchOptions: browser,
    viewport: { width: 360, height: 740 },
    locale: 'id-ID',
    timezoneId: 'Asia/Pontianak',
    trace: 'retain-on-failure',
  },
  // The same tests with the books on each database.
  projects: [
    { name: 'sqlite', use: { database: 'sqlite' } as object },
    { name: 'postgres', testMatch: ['books.e2e.ts', 'offline.e2e.ts'], use: { database: 'postgres' } as object },
  ],
})
