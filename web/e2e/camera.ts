import { writeFileSync } from 'node:fs'
import { encodeQR } from 'qr'
import { decodeQR } from 'qr/decode.js'
import type { Locator } from '@playwright/test'

// film writes what a camera sees that is held over a printed code: a pale page with
// the code in its middle, as raw video.
export function film(text: string, file: string): void {
  const [width, height] = [640, 480]
  const rows = encodeQR(text, 'raw', { border: 4 })
  const dot = Math.floor(400 / rows.length)
  const [left, top] = [Math.floor((width - dot * rows.length) / 2), Math.floor((height - dot * rows.length) / 2)]
  const light = Buffer.alloc(width * height, 200)
  rows.forEach((row, y) =>
    row.forEach((dark, x) => {
      for (let i = 0; i < dot; i++) {
        const at = (top + y * dot + i) * width + left + x * dot
        light.fill(dark ? 20 : 235, at, at + dot)
      }
    }),
  )
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, Buffer.alloc((width * height) / 2, 128)])
  writeFileSync(file, Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame, frame]))
}

// readCode reads a code of the page as another phone's camera would: from its dots.
export async function readCode(code: Locator): Promise<string> {
  const size = Number(((await code.getAttribute('viewBox')) ?? '').split(' ')[2])
  const drawn = (await code.locator('path').getAttribute('d')) ?? ''
  const dot = 8
  const width = size * dot
  const data = new Uint8Array(width * width * 4).fill(255)
  for (const [, x = '', y = ''] of drawn.matchAll(/M(\d+) (\d+)h1v1h-1z/g)) {
    for (let i = 0; i < dot; i++) {
      for (let j = 0; j < dot; j++) data.fill(0, 4 * ((Number(y) * dot + i) * width + Number(x) * dot + j), 4 * ((Number(y) * dot + i) * width + Number(x) * dot + j) + 3)
    }
  }
  return decodeQR({ width, height: width, data })
}
