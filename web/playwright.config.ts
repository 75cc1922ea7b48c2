import { defineConfig } from '@playwright/test'

// What Playwright switches off in the browser, which a second list replaces, and the
// pages of the browser's own window: they are loaded for every window that is opened,
// take as long as the app, and no test sees them.
const off = [
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'PreloadTopChromeWebUI',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxPopup',
]

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
    `--disable-features=${off.join(',')}`,
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
    // What was done and what the server answered; pictures of every step would take a sixth of the time.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
    screenshot: 'only-on-failure',
  },
  // The same tests with the books on each database.
  projects: [
    { name: 'sqlite', use: { database: 'sqlite' } as object },
    { name: 'postgres', fullyParallel: true, testMatch: ['books.e2e.ts', 'offline.e2e.ts'], use: { database: 'postgres' } as object },
  ],
})
