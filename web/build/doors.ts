import type { Plugin } from 'vite'

// The doors of the app: a page of each stands for every address below it.
const pages = ['group', 'programme', 'workshop', 'parts']

// doors serves them in development as the Go server does in earnest.
export function doors(): Plugin {
  return {
    name: 'lumbung-doors',
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const path = (request.url ?? '/').split('?')[0] ?? '/'
        const page = pages.find((p) => path === `/${p}` || (path.startsWith(`/${p}/`) && !path.includes('.')))
        if (page) request.url = `/${page}.html`
        next()
      })
    },
  }
}
