// Package training is the workshop "Buku Usaha Ibu": fourteen lessons, the exercises
// that are drawn from a seed, how they are answered and graded, and how they are
// printed. Nothing in it touches a real book.
package training
