package training

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
)

// dice draw the numbers of an exercise from its seed: the same seed gives the same
// numbers on every machine, today and in ten years.
type dice struct{ hi, lo uint64 }

// newDice are the dice of a seed.
func newDice(seed string) *dice {
	h := sha256.Sum256([]byte("lumbung exercise 1\x00" + seed))
	return &dice{binary.LittleEndian.Uint64(h[:8]), binary.LittleEndian.Uint64(h[8:16]) | 1}
}

// next is a splitmix64 step.
func (d *dice) next() uint64 {
	d.hi += 0x9e3779b97f4a7c15
	z := d.hi ^ d.lo
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// upTo is a number from 0 to n-1, each as likely as the others.
func (d *dice) upTo(n int) int {
	for {
		hi, lo := bits.Mul64(d.next(), uint64(n))
		if lo >= -uint64(n)%uint64(n) {
			return int(hi)
		}
	}
}

// between is a number from low to high, both of them too, in steps.
func (d *dice) between(low, high, step int64) int64 {
	return low + step*int64(d.upTo(int((high-low)/step)+1))
}

// oneOf is one of several.
func oneOf[T any](d *dice, of []T) T { return of[d.upTo(len(of))] }

// shuffled is the same in another order.
func shuffled[T any](d *dice, of []T) []T {
	out := append([]T(nil), of...)
	for i := len(out) - 1; i > 0; i-- {
		j := d.upTo(i + 1)
		out[i], out[j] = out[j], out[i]
	}
	return out
}
