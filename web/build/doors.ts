import type { Plugin } from 'vite'
import { basename, resolve } from 'node:path'

// The doors of the app and its living page: the page of each stands for every address
// below it, and differs from the others by its script alone.
const scripts: Record<string, string> = {
  group: '/src/group/main.tsx',
  programme: '/src/programme/main.tsx',
  workshop: '/src/workshop/main.tsx',
  parts: '/src/lib/ui/parts.tsx',
}

// pages are what the build begins from; no such files are there.
export const pages = Object.fromEntries(Object.keys(scripts).map((door) => [door, resolve(`${door}.html`)]))

const html = (door: string): string => `<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="theme-color" content="#501a42">
<meta name="description" content="Lumbung: buku kas kelompok, program dan latihan">
<title>Lumbung</title>
${door === 'parts' ? '' : `<link rel="manifest" href="/${door}.webmanifest">\n`}<link rel="icon" href="/icon.svg" type="image/svg+xml">
<script type="module" src="${scripts[door]}"></script>
</head>
<body>
<div id="app"></div>
<noscript><p>Lumbung perlu JavaScript. Nyalakan di pengaturan peramban. / Lumbung needs JavaScript. Turn it on in the browser's settings.</p></noscript>
</body>
</html>
`

// doors writes the pages for the build, and serves them in development as the Go
// server does in earnest.
export function doors(): Plugin {
  const isPage = (id: string): boolean => Object.values(pages).includes(id)
  return {
    name: 'lumbung-doors',
    enforce: 'pre',
    resolveId: (id) => (isPage(id) ? id : null),
    load: (id) => (isPage(id) ? html(basename(id, '.html')) : null),
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? '/').split('?')[0] ?? '/'
        const door = Object.keys(scripts).find((d) => path === `/${d}` || (path.startsWith(`/${d}/`) && !path.includes('.')))
        if (!door) return next()
        server.transformIndexHtml(path, html(door)).then((page) => response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page), next)
      })
    },
  }
}
