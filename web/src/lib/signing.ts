import { eight, joined, ofID, sha256, unbase32, unhex, utf8, type Bytes } from './bytes.ts'

// What a device and a card sign, to the byte as the server checks it. Each message
// begins with a tag of its own, so that a signature proves nothing else.

// enrolmentMessage is what a device signs to show that the key it brings is its own.
export function enrolmentMessage(secret: Bytes, device: string, key: Bytes, name: string): Bytes {
  return joined(utf8('lumbung.enrol.v1'), secret, ofID(device), key, utf8(name))
}

// requestMessage is what a device signs for each request.
export async function requestMessage(path: string, device: string, request: number, clock: string, body: string): Promise<Bytes> {
  const sum = await sha256(utf8(body))
  return joined(utf8('lumbung.sync.v1'), utf8('POST'), utf8(path), ofID(device), eight(request), utf8(clock), sum)
}

// Made is what is signed of a command. body is its text to the letter; prev is the
// digest of the command before in hexadecimal, '' for the first.
export type Made = {
  device: string
  seq: number
  prev: string
  id: string
  kind: string
  version: number
  body: string
  made_at: string
  actor: string
}

// digest stands for a command: the next one names it, and proofs sign it.
export function digest(c: Made): Promise<Bytes> {
  const prev = c.prev === '' ? new Uint8Array(32) : unhex(c.prev)
  return sha256(
    joined(
      utf8('lumbung.command.v1'),
      ofID(c.device),
      eight(c.seq),
      prev,
      ofID(c.id),
      utf8(c.kind),
      eight(c.version),
      utf8(c.body),
      utf8(c.made_at),
      ofID(c.actor),
    ),
  )
}

// cardMessage is what a card signs to prove a command, pinMessage what the device
// signs when it has checked the PIN.
export const cardMessage = (sum: Bytes): Bytes => joined(utf8('lumbung.proof.card.v1'), sum)
export const pinMessage = (sum: Bytes): Bytes => joined(utf8('lumbung.proof.pin.v1'), sum)

// enrolmentSecret is the secret in the text of an enrolment's code, null when it is none.
export async function enrolmentSecret(code: string): Promise<Bytes | null> {
  const written = /^LUMBUNGE1:([A-Z2-7]+)$/.exec(code.trim().toUpperCase())
  return written ? checked(written[1] ?? '', 16, 4) : null
}

// cardSeed is the seed in the text of a key card, null when it is none.
export async function cardSeed(text: string): Promise<Bytes | null> {
  const written = /^LUMBUNG1([A-Z2-7]+)$/.exec(text.toUpperCase().replace(/[\s-]/g, ''))
  return written ? checked(written[1] ?? '', 32, 3) : null
}

// checked reads bytes that stand before some of their own sum.
async function checked(text: string, size: number, check: number): Promise<Bytes | null> {
  const raw = unbase32(text)
  if (!raw || raw.length !== size + check) return null
  const sum = await sha256(raw.slice(0, size))
  return raw.slice(size).every((b, i) => b === sum[i]) ? raw.slice(0, size) : null
}
