// Package grade says what a learner's answer shows: the score, and the one
// misunderstanding to speak of. It is pure and needs nothing but package ledger, so
// any programme that teaches bookkeeping can use it alone.
//
// [Entry] judges an entry by the codes E00 to E25. They are tried in their order; the
// first that holds is the primary one and gives the learner her one sentence, all that
// hold are for the trainer. [Number] judges a number by the wrong paths that the
// exercise knows (N01 to N18, or a code of entries) and by slips of the pen.
//
// Accounts are those of the household business: their first digit is the class, their
// first two the group. Where a rule names accounts it means
//
//	1101, 1102   cash box, bank         21xx   suppliers, wages owed, advances
//	1104         savings in the group   22xx   loans
//	12xx         receivables            3102   taken for the home
//	13xx, 15xx   stock, equipment       4, 5/6 income, costs; 8101 interest
package grade
