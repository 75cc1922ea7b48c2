// Reader finds the text of a QR code in a picture, '' when there is none.
export type Reader = (picture: HTMLVideoElement | ImageBitmap) => Promise<string>

type Detector = { detect(picture: HTMLVideoElement | ImageBitmap): Promise<{ rawValue: string }[]> }
type DetectorClass = { new (o: { formats: string[] }): Detector; getSupportedFormats(): Promise<string[]> }

// The longer side of what is looked at: a code that fills a third of it is read.
const side = 720

// reader is the phone's own where it has one, else ours, fetched when needed.
export async function reader(): Promise<Reader> {
  const own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  if (own) {
    const formats = await own.getSupportedFormats().catch((): string[] => [])
    if (formats.indexOf('qr_code') >= 0) {
      const detector = new own({ formats: ['qr_code'] })
      return async (picture) => (await detector.detect(picture))[0]?.rawValue ?? ''
    }
  }
  const { decodeQR } = await import('qr/decode.js')
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  return (picture) => {
    const [width, height] = picture instanceof HTMLVideoElement ? [picture.videoWidth, picture.videoHeight] : [picture.width, picture.height]
    const scale = Math.min(1, side / Math.max(width, height, 1))
    canvas.width = Math.max(1, Math.round(width * scale))
    canvas.height = Math.max(1, Math.round(height * scale))
    if (!pen) return Promise.resolve('')
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
    try {
      return Promise.resolve(decodeQR(pen.getImageData(0, 0, canvas.width, canvas.height)))
    } catch {
      return Promise.resolve('') // most frames hold no code
    }
  }
}

// stillOf is a photo that was chosen or taken.
export const stillOf = (file: File): Promise<ImageBitmap> => createImageBitmap(file)

export async function frame(picture: ImageBitmap): Promise<string> {
  return (await reader())(picture)
}
