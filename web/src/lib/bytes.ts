// Bytes as the server writes and signs them.
export type Bytes = Uint8Array<ArrayBuffer>

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text)

export function hex(b: Bytes): string {
  return Array.from(b, (x) => x.toString(16).padStart(2, '0')).join('')
}

export function unhex(text: string): Bytes {
  if (!/^([0-9a-f]{2})*$/i.test(text)) throw new RangeError('This is not hexadecimal.')
  const b = new Uint8Array(text.length / 2)
  for (let i = 0; i < b.length; i++) b[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16)
  return b
}

// base64url is without padding.
export function base64url(b: Bytes): string {
  let raw = ''
  b.forEach((x) => (raw += String.fromCharCode(x)))
  return btoa(raw).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

export function unbase64url(text: string): Bytes {
  const raw = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  const b = new Uint8Array(raw.length)
  for (let i = 0; i < raw.length; i++) b[i] = raw.charCodeAt(i)
  return b
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

// unbase32 reads base32 without padding, as printed codes are written; null when it
// is none.
export function unbase32(text: string): Bytes | null {
  const b: number[] = []
  let held = 0
  let bits = 0
  for (const letter of text) {
    const value = letters.indexOf(letter)
    if (value < 0) return null
    held = (held << 5) | value
    bits += 5
    if (bits >= 8) {
      bits -= 8
      b.push((held >> bits) & 255)
      held &= (1 << bits) - 1
    }
  }
  return held === 0 ? Uint8Array.from(b) : null
}

// ofID are the sixteen bytes of a UUID.
export function ofID(id: string): Bytes {
  const b = unhex(id.replace(/-/g, ''))
  if (b.length !== 16) throw new RangeError('This is no id.')
  return b
}

// eight is a whole number as eight bytes, the largest first.
export function eight(n: number): Bytes {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError('This is no number of ours.')
  const b = new Uint8Array(8)
  const view = new DataView(b.buffer)
  view.setUint32(0, Math.floor(n / 0x100000000))
  view.setUint32(4, n % 0x100000000)
  return b
}

// joined puts each part behind its length, so that no two lists are the same bytes.
export function joined(...parts: Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((n, p) => n + 8 + p.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(eight(part.length), at)
    all.set(part, at + 8)
    at += 8 + part.length
  }
  return all
}

export async function sha256(b: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', b))
}
