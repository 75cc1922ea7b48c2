import { encodeQR } from 'qr'
import type { JSX } from 'preact'

// QR is a code to scan: always dark on pale, for cameras, whatever the theme.
export function QR(p: { text: string; label: string }): JSX.Element {
  const rows = encodeQR(p.text, 'raw', { ecc: 'medium', border: 2 })
  const dots = rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('')
  return (
    <svg class="qrc" viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={p.label} shape-rendering="crispEdges">
      <path d={dots} />
    </svg>
  )
}
