// Package ledger is the double-entry core of Lumbung: money, days, ids, books,
// charts of accounts, funds and journal entries, and the rules that hold for all
// of them. It is pure: no database, no clock, no randomness, no context.
//
// The rules in one breath: an [Entry] is a set of [Line]s whose signed amounts
// are zero in sum, in the whole and in every fund; only [Debit] and [Credit]
// build a line; money moves between funds only by [Transfer]; nothing that has
// been posted is ever edited, a mistake is undone once by [Entry.Reversal].
package ledger
