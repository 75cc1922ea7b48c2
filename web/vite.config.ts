import { defineConfig } from 'vitest/config'
import { resolve } from 'node:path'
import { doors, pages } from './build/doors.ts'
import { finish } from './build/finish.ts'

// One project, one page for each door; all share src/lib. The service worker is
// an entry of its own, since it needs a name that never changes.
export default defineConfig(({ command }) => ({
  appType: 'mpa',
  plugins: [doors(), ...(command === 'build' ? [finish()] : [])],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  server: {
    host: '127.0.0.1',
    strictPort: true,
    proxy: { '/v1': { target: process.env['LUMBUNG_API'] ?? 'http://127.0.0.1:8080' } },
  },
  build: {
    target: 'chrome80',
    cssTarget: 'chrome80',
    assetsInlineLimit: 0, // the content policy knows no data: addresses
    modulePreload: { polyfill: false }, // it would be an inline script
    reportCompressedSize: false,
    emptyOutDir: false, // dist/.keep stays
    rollupOptions: {
      input: {
        index: resolve('index.html'),
        ...pages,
        sw: resolve('src/sw.ts'),
      },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
        chunkFileNames: 'assets/[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
        // Screens that are used together come together: on a slow line a request costs
        // more than a screen, and they press better.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: 'ui', test: /src\/lib\/(ui\/(choice|pick|field|listing|rp|row|rows|shown|sync-truth|note|amount|tag|number-tile|actions|listen|help|language-switch|theme-switch)|loaded|typed|terbilang)\.tsx?$/ },
            { name: 'book', test: /src\/book\/(?!places)/ },
            { name: 'phone', test: /src\/outbox\/(?!places)/ },
            { name: 'outbox', test: /src\/lib\/(db|device|outbox|pulled|signing|bytes|uuid|storage|tabs|exchange|sync|known|errors)\.ts/ },
            {
              name: 'signin',
              test: /src\/signin\/(aloud|card-form|card_text|change|enter|form|me|passkey|passkey-button|people|prove|reading|scan|secret|secret-form|signin|unlock|waiting)\./,
            },
          ],
        },
      },
    },
  },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'build/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['src/lib/testing_page.ts'],
  },
}))
