package grade

import (
	"slices"
	"strings"
)

// The accounts and groups of accounts that rules name.
const (
	cashBox  = "1101"
	cashBank = "1102"
	savings  = "1104"
	drawings = "3102"
	interest = "8101"
)

// owed are what customers and workers owe, and what is owed to suppliers and workers.
var owed = []string{"120", "2101", "2102"}

// lasting are what is still there after it was bought.
var lasting = []string{"13", "15"}

// rules are tried in this order. E00 and E01 stand alone: what could be said of an
// entry beside one that is empty says nothing. E25 is for entries that are equal.
var rules = []struct {
	code  string
	holds func(comparison) bool
}{
	{"E02", func(c comparison) bool { return c.got.sum(true) == 0 || c.got.sum(false) == 0 }},
	{"E03", func(c comparison) bool { return slices.Equal(c.got, c.want.mapped(turned)) }},
	{"E04", func(c comparison) bool { return c.got.sum(true) != c.got.sum(false) }},
	{"E05", func(c comparison) bool { return c.gone(drawings) && c.got.uses("5", "6") }},
	{"E06", func(c comparison) bool { return c.kind == loanIn && c.credits("4") }},
	{"E07", func(c comparison) bool {
		return (c.kind == familyMoney || c.kind == grantIn) && c.credits("41") || c.kind == capitalIn && c.credits("4")
	}},
	{"E08", func(c comparison) bool { return c.kind == collection && c.lacks.has(false, "12") && c.credits("4") }},
	{"E09", func(c comparison) bool { return c.kind == advance && c.lacks.has(false, "2103") && c.credits("4") }},
	{"E10", func(c comparison) bool { return c.unpaidAsPaid() || c.paidAsUnpaid() }},
	{"E11", func(c comparison) bool {
		return c.kind == instalment && c.lacks.has(true, "22") && c.got.uses(interest)
	}},
	{"E12", func(c comparison) bool { return c.assetAsCost() || c.costAsAsset() }},
	{"E13", func(c comparison) bool { return c.gone(savings) && c.more("6") }},
	{"E14", func(c comparison) bool { return c.kind == goodsTaken && c.credits("41") }},
	{"E15", func(c comparison) bool { return slices.Equal(c.got, c.want.mapped(elsewhere)) }},
	{"E16", func(c comparison) bool {
		return c.otherAccounts() && slices.Equal(classes(c.missing), classes(c.strange))
	}},
	{"E17", func(c comparison) bool {
		return c.otherAccounts() && !slices.Equal(classes(c.missing), classes(c.strange))
	}},
	{"E18", func(c comparison) bool { return len(c.lacks) > 0 && len(c.extra) == 0 }},
	{"E19", func(c comparison) bool { return len(c.lacks) == 0 && len(c.extra) > 0 }},
	{"E20", func(c comparison) bool { return slices.Contains(c.slips, "E20") }},
	{"E21", func(c comparison) bool { return slices.Contains(c.slips, "E21") }},
	{"E22", func(c comparison) bool { return slices.Contains(c.slips, "E22") }},
	{"E23", func(c comparison) bool { return slices.Contains(c.slips, "E23") }},
	{"E24", func(c comparison) bool { return c.partlyTurned() }},
}

// comparison is a learner's entry beside the model answer.
type comparison struct {
	kind             kind
	want, got        entry
	lacks, extra     entry    // lines of want that are not in got, and the other way
	missing, strange []string // accounts likewise
	slips            []string // what is wrong with the amounts of accounts in both
}

func compare(k kind, want, got entry) comparison {
	c := comparison{kind: k, want: want, got: got}
	c.lacks, c.missing = without(want, got)
	c.extra, c.strange = without(got, want)
	for _, w := range want {
		g := got.amount(w.code, w.debit)
		if g == 0 && want.amount(w.code, !w.debit) == 0 {
			g = got.amount(w.code, !w.debit)
		}
		if g != 0 && g != w.amount {
			c.slips = append(c.slips, amountSlip(w.amount, g))
		}
	}
	return c
}

// without are the lines of a that b has no account and side for, and the accounts that
// b does not have at all.
func without(a, b entry) (lines entry, accounts []string) {
	for _, l := range a {
		if b.amount(l.code, l.debit) == 0 {
			lines = append(lines, l)
		}
		if b.amount(l.code, l.debit) == 0 && b.amount(l.code, !l.debit) == 0 && !slices.Contains(accounts, l.code) {
			accounts = append(accounts, l.code)
		}
	}
	return lines, accounts
}

// codes are all that hold, at least one.
func (c comparison) codes() []string {
	switch {
	case len(c.got) == 0:
		return []string{"E00"}
	case len(c.want) == 0:
		return []string{"E01"}
	}
	var found []string
	for _, r := range rules {
		if r.holds(c) {
			found = append(found, r.code)
		}
	}
	if len(found) == 0 { // an account on both of its sides
		found = []string{"E17"}
	}
	return found
}

// gone reports whether the account is in the model answer alone.
func (c comparison) gone(code string) bool { return slices.Contains(c.missing, code) }

// goneIn is the same for any account of the groups.
func (c comparison) goneIn(groups ...string) bool {
	return slices.ContainsFunc(c.missing, func(code string) bool { return line{code: code}.in(groups...) })
}

// above reports whether the line says more than the model answer does there.
func (c comparison) above(l line) bool { return l.amount > c.want.amount(l.code, l.debit) }

// more reports whether more than expected stands on accounts of the groups. What the
// model answer has there too is no sign of a misunderstanding.
func (c comparison) more(groups ...string) bool {
	return c.got.any(func(l line) bool { return l.in(groups...) && c.above(l) })
}

// credits is the same for the credit side.
func (c comparison) credits(groups ...string) bool {
	return c.got.any(func(l line) bool { return !l.debit && l.in(groups...) && c.above(l) })
}

// unpaidAsPaid: nothing was paid, or not all of it, and the learner has it all in cash.
func (c comparison) unpaidAsPaid() bool {
	return c.kind == onCredit && c.got.uses(cashBox, cashBank) && (!c.want.uses(cashBox, cashBank) || c.goneIn(owed...))
}

// paidAsUnpaid: it was paid, and the learner has it as owed.
func (c comparison) paidAsUnpaid() bool {
	return c.want.uses(cashBox, cashBank) && !c.got.uses(cashBox, cashBank) && c.more(owed...)
}

func (c comparison) assetAsCost() bool { return c.goneIn(lasting...) && c.more("5", "6") }
func (c comparison) costAsAsset() bool { return c.goneIn("5", "6") && c.more(lasting...) }

func (c comparison) otherAccounts() bool { return len(c.missing) > 0 && len(c.strange) > 0 }

// partlyTurned: of a compound entry some account is on its other side.
func (c comparison) partlyTurned() bool {
	return len(c.want)+len(c.got) > 4 && !slices.Equal(c.got, c.want.mapped(turned)) &&
		c.lacks.any(func(l line) bool { return c.extra.amount(l.code, !l.debit) != 0 })
}

// classes are the classes of the accounts, each once.
func classes(accounts []string) []string {
	var all []string
	for _, a := range accounts {
		if class := group(a, 1); !slices.Contains(all, class) {
			all = append(all, class)
		}
	}
	slices.Sort(all)
	return all
}

// sentence is the key of what is said for the code: the code itself, unless which way
// round it is makes a difference.
func (c comparison) sentence(code string) string {
	switch {
	case code == "E10" && !c.unpaidAsPaid():
		return "E10_paid"
	case code == "E12" && !c.assetAsCost():
		return "E12_used"
	case code == "E12" && !c.goneIn("15"):
		return "E12_goods"
	case code == "E16" && !strings.ContainsAny(strings.Join(classes(c.missing), ""), "5689"):
		return "E16_account"
	case code == "E15":
		place := c.want[slices.IndexFunc(c.want, func(l line) bool { return l.in(cashBox, cashBank) })]
		return map[line]string{
			{code: cashBank, debit: true}: "E15", {code: cashBank}: "E15_from_bank",
			{code: cashBox, debit: true}: "E15_into_box", {code: cashBox}: "E15_from_box",
		}[line{code: place.code, debit: place.debit}]
	}
	return code
}
