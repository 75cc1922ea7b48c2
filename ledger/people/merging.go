package people

import (
	"context"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// MergeReason is why two records of one woman came to be.
type MergeReason string

// The reasons.
const (
	RegisteredTwice MergeReason = "registered_twice" // at one home
	OtherSpelling   MergeReason = "other_spelling"   // of her name
	OtherName       MergeReason = "other_name"       // she goes by several, or took another
)

var mergeReasons = []MergeReason{RegisteredTwice, OtherSpelling, OtherName}

// Merger is which record goes into which, and why.
type Merger struct {
	From   ledger.ID // no longer used
	Into   ledger.ID // lives on
	Reason MergeReason
}

// oneWoman refuses two records that do not look like those of one woman: with different
// NIKs (other_nik), or that share neither a NIK nor a phone number, nor a year of birth
// with a name that is alike (not_alike).
func (p *People) oneWoman(ctx context.Context, a, b personRow) error {
	facts, err := p.open(ctx, []personRow{a, b})
	switch {
	case err != nil:
		return err
	case facts[0] == nil || facts[1] == nil:
		return ledger.E(ledger.Conflict, "person_erased", "")
	}
	x, y := facts[0], facts[1]
	switch {
	case x.NIK != "" && y.NIK != "" && x.NIK != y.NIK:
		return ledger.E(ledger.Conflict, "other_nik", "into")
	case x.NIK != "" && x.NIK == y.NIK, x.Phone != "" && x.Phone == y.Phone:
		return nil
	case x.BirthYear != 0 && x.BirthYear == y.BirthYear && namesAlike(x.Name, y.Name):
		return nil
	}
	return ledger.E(ledger.Conflict, "not_alike", "into")
}

// namesAlike reports whether each of two names would be found by the other.
func namesAlike(a, b string) bool {
	x, y := folded(a), folded(b)
	return min(likeness(x, y), likeness(y, x)) >= alike
}

// withoutOthers leaves out of a merged record what must not be shown to whoever lives on,
// once their NIKs turn out to be of two women: how to reach the other, and who she is.
func (f Facts) withoutOthers(of *Facts) *Facts {
	if of == nil || of.NIK == "" || f.NIK == "" || of.NIK == f.NIK {
		return &f
	}
	f.NIK, f.Phone, f.Email, f.Address, f.WashingtonGroup, f.Categories = "", "", "", "", nil, nil
	return &f
}

func checkReason(r MergeReason) error {
	if !slices.Contains(mergeReasons, r) {
		return ledger.E(ledger.Invalid, "not_in_list", "reason")
	}
	return nil
}
