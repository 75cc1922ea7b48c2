// Outside a browser a request knows no page that its address is relative to.
class Here extends Request {
  constructor(to: string | URL | Request, init?: RequestInit) {
    super(typeof to === 'string' ? new URL(to, 'http://lumbung.test') : to, init)
  }
}

globalThis.Request = Here
