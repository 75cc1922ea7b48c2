import { cell } from '../lib/cell.ts'

// online is what the phone believes of its signal.
export const online = cell(typeof navigator === 'undefined' || navigator.onLine !== false)

if (typeof addEventListener !== 'undefined') {
  addEventListener('online', () => online.set(true))
  addEventListener('offline', () => online.set(false))
}
