// Random is a source of numbers for properties; print its seed when one fails.
export type Random = { seed: string; below(n: number): number; sum(most: bigint): bigint }

// random is one of today's, or the one of SEED.
export function random(): Random {
  const start = parseInt(process.env['SEED'] ?? '', 10) || Date.now() % 4294967296
  const next = seeded(start)
  const below = (n: number): number => Math.floor(next() * n)
  return {
    seed: `SEED=${start}`,
    below,
    // Sums of every length come equally often, and noughts within them too.
    sum(most) {
      const length = 1 + below(most.toString().length)
      let digits = ''
      for (let i = 0; i < length; i++) digits += below(3) === 0 ? '0' : below(10).toString()
      const n = BigInt(digits)
      return n > most ? most : n
    },
  }
}

// seeded are the numbers from 0 to 1 that follow from a seed.
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
