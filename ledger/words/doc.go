// Package words is how Lumbung speaks: amounts as people write them, say them and
// count them in banknotes, and the message catalogue in Indonesian and English.
// Codes are stable and for programs; the sentences are for people and may change
// at any time.
package words
