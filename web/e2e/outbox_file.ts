import { createHash, createPublicKey, verify } from 'node:crypto'

// What is in the file of a phone's outbox, read as the server reads a request: each
// command follows the one before it and is proved by the device's key.

type Head = { lumbung: string; version: number; device: string; book: string; public_key: string; commands: number }
type Sent = { id: string; device_seq: number; prev?: string; kind: string; version: number; made_at: string; actor: string; proof: { pin?: string; card?: string } }

// readOutbox is how many commands the file holds and what their notes are; it throws
// at the first that is not what the device signed.
export function readOutbox(text: string): { head: Head; memos: string[] } {
  const [first = '', ...rest] = text.trimEnd().split('\n')
  const head = JSON.parse(first) as Head
  const raw = Buffer.from(head.public_key, 'base64url')
  const key = createPublicKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-256', x: raw.subarray(1, 33).toString('base64url'), y: raw.subarray(33).toString('base64url') },
  })
  let prev = ''
  const memos = rest.map((line, i) => {
    const c = JSON.parse(line) as Sent
    if (c.device_seq !== i + 1) throw new Error(`Line ${i + 1} is number ${c.device_seq}.`)
    if ((c.prev ?? '') !== prev) throw new Error(`Number ${c.device_seq} does not follow the one before.`)
    const body = /"body":(\{.*\}),"made_at":/.exec(line)?.[1] ?? ''
    const sum = createHash('sha256')
      .update(
        joined(
          Buffer.from('lumbung.command.v1'),
          ofID(head.device),
          eight(c.device_seq),
          prev ? Buffer.from(prev, 'hex') : Buffer.alloc(32),
          ofID(c.id),
          Buffer.from(c.kind),
          eight(c.version),
          Buffer.from(body),
          Buffer.from(c.made_at),
          ofID(c.actor),
        ),
      )
      .digest()
    const proof = Buffer.from(c.proof.pin ?? '', 'base64url')
    const message = joined(Buffer.from('lumbung.proof.pin.v1'), sum)
    if (!verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, proof)) throw new Error(`Number ${c.device_seq} is not proved.`)
    prev = sum.toString('hex')
    return (JSON.parse(body) as { memo: string }).memo
  })
  return { head, memos }
}

const ofID = (id: string): Buffer => Buffer.from(id.replace(/-/g, ''), 'hex')

function eight(n: number): Buffer {
  const b = Buffer.alloc(8)
  b.writeBigUInt64BE(BigInt(n))
  return b
}

const joined = (...parts: Buffer[]): Buffer => Buffer.concat(parts.flatMap((p) => [eight(p.length), p]))
