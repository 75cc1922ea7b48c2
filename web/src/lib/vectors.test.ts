import { describe, expect, it } from 'vitest'
import { base64url, hex, unbase64url, unhex } from './bytes.ts'
import { cardPublic, cardSign } from './card.ts'
import { sign } from './device.ts'
import type { Command } from './db.ts'
import { requestBody } from './exchange.ts'
import { cardMessage, cardSeed, digest, enrolmentMessage, enrolmentSecret, pinMessage, requestMessage } from './signing.ts'
import vectors from './vectors/sync.json'

const scheme = { name: 'ECDSA', hash: 'SHA-256' }
const curve = { name: 'ECDSA', namedCurve: 'P-256' }

const publicKey = (): Promise<CryptoKey> => crypto.subtle.importKey('raw', unbase64url(vectors.public_key), curve, true, ['verify'])

async function verified(signature: string, message: Uint8Array<ArrayBuffer>): Promise<boolean> {
  return crypto.subtle.verify(scheme, await publicKey(), unbase64url(signature), message)
}

const commands: Command[] = vectors.commands.map((c) => ({
  device: vectors.device,
  seq: c.seq,
  prev: /^0+$/.test(c.prev) ? '' : c.prev,
  id: c.id,
  kind: c.kind,
  version: c.version,
  body: c.body,
  made_at: c.made_at,
  actor: c.actor,
  digest: c.digest,
  proof: 'card' in c && c.card ? { card: c.card } : { pin: 'pin' in c ? (c.pin ?? '') : '' },
}))

describe('the bytes of the server', () => {
  it('knows the secret in a code of an enrolment, and no other', async () => {
    const e = vectors.enrolment
    expect(hex((await enrolmentSecret(e.code))!)).toBe(e.secret)
    expect(hex((await enrolmentSecret(` ${e.code.toLowerCase()} `))!)).toBe(e.secret)
    expect(await enrolmentSecret(e.code.replace('U', 'V'))).toBeNull()
    expect(await enrolmentSecret(e.code.slice(0, -1))).toBeNull()
    expect(await enrolmentSecret(vectors.card.text)).toBeNull()
  })

  it('signs what the server checks at an enrolment', async () => {
    const e = vectors.enrolment
    const message = enrolmentMessage(unhex(e.secret), vectors.device, unbase64url(vectors.public_key), e.name)
    expect(hex(message)).toBe(e.message)
    expect(await verified(e.signature, message)).toBe(true)
  })

  it('reads a card and signs as it does', async () => {
    const seed = (await cardSeed(vectors.card.text))!
    expect(hex(seed)).toBe(vectors.card.seed)
    expect(await cardPublic(seed)).toBe(vectors.card.public)
    expect(await cardSeed(vectors.card.text.replace('P', 'Q'))).toBeNull()
    for (const c of vectors.commands.filter((v) => v.actor === vectors.card.person)) {
      expect(await cardSign(seed, cardMessage(unhex(c.digest)))).toBe('card' in c ? c.card : '')
    }
  })

  it('makes the digest of every command, each behind the one before', async () => {
    let before = ''
    for (const c of commands) {
      expect(c.prev).toBe(before)
      expect(hex(await digest(c))).toBe(c.digest)
      before = c.digest
    }
  })

  it('makes another digest of every other command', async () => {
    const c = commands[0]!
    const spoiled: Partial<Command>[] = [
      { seq: 2 },
      { prev: c.digest },
      { id: commands[1]!.id },
      { kind: 'entry.posT' },
      { version: 2 },
      { body: `${c.body} ` },
      { made_at: '' },
      { actor: commands[1]!.actor },
      { device: c.id },
    ]
    const sums = await Promise.all(spoiled.map(async (s) => hex(await digest({ ...c, ...s }))))
    expect(new Set([c.digest, ...sums]).size).toBe(spoiled.length + 1)
  })

  it('vouches for a PIN as the server checks it', async () => {
    for (const c of commands) {
      if ('pin' in c.proof) expect(await verified(c.proof.pin, pinMessage(unhex(c.digest)))).toBe(true)
    }
  })

  it('writes the body of a request to the letter', () => {
    const pulls = [null, { since: 0, epoch: 0, known: '' }, { since: 1234, epoch: 2, known: known() }]
    const some = [commands, commands.slice(1), []]
    const made = commands.length
    const wrote = pulls.flatMap((p) => some.map((s) => requestBody(made, s, p)))
    expect(wrote).toEqual(vectors.requests.slice(0, wrote.length).map((r) => r.body))
  })

  it('signs every request as the server checks it', async () => {
    const key = await crypto.subtle.importKey('jwk', vectors.key, curve, false, ['sign'])
    for (const r of vectors.requests) {
      const message = await requestMessage(r.path, vectors.device, r.number, r.clock, r.body)
      expect(hex(message)).toBe(r.message)
      expect(await verified(r.signature, message)).toBe(true)
      const mine = await sign(key, message)
      expect(unbase64url(mine)).toHaveLength(64)
      expect(await verified(mine, message)).toBe(true)
    }
  })

  it('writes base64 as the server does', () => {
    expect(base64url(unbase64url(vectors.public_key))).toBe(vectors.public_key)
  })
})

function known(): string {
  const last = vectors.requests[6]
  return /"known":"([0-9a-f]{64})"/.exec(last?.body ?? '')?.[1] ?? ''
}
