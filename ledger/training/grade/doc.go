// Package grade says what a learner's answer shows: the score, and the one
// misunderstanding to speak of. Entries are judged by the codes E00 to E25, numbers
// by N01 to N18. It is pure and needs nothing but packages ledger and words, so any
// programme that teaches bookkeeping can use it alone.
package grade
