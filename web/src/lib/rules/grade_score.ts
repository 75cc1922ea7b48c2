import type { Read } from './grade_lines.ts'

// Partial credit, in whole numbers: parts of lines and points, never money.

// fullLine is what a line is worth that is wholly right.
const fullLine = 80

// slip compares the digits of two numbers of one scale: '' for no difference.
export function slip(want: string, got: string): string {
  if (want === got) return ''
  if (want.length !== got.length) {
    const [short, long] = want.length < got.length ? [want, got] : [got, want]
    return long.startsWith(short) && /^0{1,3}$/.test(long.slice(short.length)) ? 'E21' : 'E23'
  }
  const differ: number[] = []
  for (let i = 0; i < want.length; i++) if (want[i] !== got[i]) differ.push(i)
  const [first = 0, second] = differ
  if (second === undefined) return 'E22'
  const exchanged = differ.length === 2 && second === first + 1 && want[first] === got[second] && want[second] === got[first]
  return exchanged ? 'E20' : 'E23'
}

// score is the partial credit from 0 to 100, before caps.
export function score(want: Read[], got: Read[]): number {
  if (want.length === 0 || got.length === 0) return 0
  const whole = fullLine * want.length
  const points = 100 * pair(want, got) - 10 * whole * Math.max(0, got.length - want.length)
  return Math.max(0, Math.floor((2 * points + whole) / (2 * whole)))
}

// worth is what a learner's line earns for an expected one, in parts of fullLine.
function worth(want: Read, got: Read): number {
  const wrote = slip(want.amount.toString(), got.amount.toString())
  const amount = wrote === '' ? 6 : wrote === 'E23' ? 0 : 3
  return nearness(want.code, got.code) * (8 + (want.debit === got.debit ? 6 : 0) + amount)
}

// nearness of accounts in quarters: the same, the same group, the same class.
function nearness(a: string, b: string): number {
  if (a === b) return 4
  if (a.length >= 2 && b.length >= 2 && a.slice(0, 2) === b.slice(0, 2)) return 2
  return a[0] === b[0] ? 1 : 0
}

// pair is the best total over all pairings of expected and learner's lines: the
// assignment problem with potentials, in cubic time.
function pair(want: Read[], got: Read[]): number {
  const n = Math.max(want.length, got.length)
  const costs: number[][] = []
  for (let row = 0; row < n; row++) {
    costs.push([])
    for (let column = 0; column < n; column++) {
      const w = want[row]
      const g = got[column]
      costs[row]!.push(w && g ? fullLine - worth(w, g) : fullLine)
    }
  }
  const zeros = (): number[] => Array.from({ length: n + 1 }, () => 0)
  const cost = (row: number, column: number): number => costs[row - 1]![column - 1]!
  const ofRow = zeros()
  const ofColumn = zeros()
  const rowAt = zeros()
  const before = zeros()
  for (let row = 1; row <= n; row++) {
    rowAt[0] = row
    let here = 0
    const least = zeros().fill(Infinity)
    const done = Array.from({ length: n + 1 }, () => false)
    while (rowAt[here] !== 0) {
      done[here] = true
      const from = rowAt[here]!
      let next = 0
      let step = Infinity
      for (let column = 1; column <= n; column++) {
        if (done[column]) continue
        const c = cost(from, column) - ofRow[from]! - ofColumn[column]!
        if (c < least[column]!) {
          least[column] = c
          before[column] = here
        }
        if (least[column]! < step) {
          step = least[column]!
          next = column
        }
      }
      for (let column = 0; column <= n; column++) {
        if (done[column]) {
          ofRow[rowAt[column]!]! += step
          ofColumn[column]! -= step
        } else {
          least[column]! -= step
        }
      }
      here = next
    }
    while (here !== 0) {
      rowAt[here] = rowAt[before[here]!]!
      here = before[here]!
    }
  }
  let total = fullLine * n
  for (let column = 1; column <= n; column++) total -= cost(rowAt[column]!, column)
  return total
}
