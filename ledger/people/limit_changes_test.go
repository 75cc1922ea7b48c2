package people_test

import (
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// The limits of a book change by two hands, and neither gains by it a payment that was
// there before.
func TestLimitsChangeByTwoHands(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		high := people.ApprovalLimit{Role: people.Admin, PerDay: 900_000_000}
		before := o.ask(o.siti, 1_000_000)
		o.later(1_000_000)
		raised := o.propose(o.admin, high)
		if all, err := o.p.ApprovalLimits(t.Context(), o.book); err != nil || len(all) != 0 {
			t.Errorf("proposed, they hold: %v, %v", all, err)
		}
		waits, there, err := o.p.ProposedLimits(t.Context(), o.book)
		if err != nil || !there || waits.ID != raised || waits.ProposedBy != o.admin || len(waits.Limits) != 1 || waits.Limits[0] != high {
			t.Errorf("what waits: %+v, %v, %v", waits, there, err)
		}
		for _, x := range []struct {
			what   string
			person ledger.ID
			code   string
		}{{"by who proposed them", o.admin, "already_confirmed"}, {"by finance", o.cashier, "forbidden"}, {"by an officer", o.officer, "forbidden"},
			{"by a stranger", o.siti, "forbidden"}, {"by an approver", o.approver, ""}, {"twice", o.deputy, "proposal_over"}} {
			fails(t, x.what, o.confirm(x.person, raised), x.code)
		}
		fails(t, "what is not there", o.confirm(o.deputy, store.NewID()), "unknown_proposal")
		// Who proposed them: alone she approves only what was asked for later.
		if err := o.approve(o.admin, before); err != nil {
			t.Fatal(err)
		}
		o.want("asked for before", before, "asked, 1 of 2")
		o.later(1_000_000)
		after := o.ask(o.yanti, 1_000_000)
		if err := o.approve(o.admin, after); err != nil {
			t.Fatal(err)
		}
		o.want("asked for after", after, "approved, 1 of 1")
		if err := o.approve(o.deputy, before); err != nil { // she had no hand in them
			t.Fatal(err)
		}
		o.want("with another", before, "approved, 2 of 1")

		old, newer := o.propose(o.admin), o.propose(o.deputy)
		fails(t, "what another proposal replaced", o.confirm(o.approver, old), "proposal_over")
		o.later(people.ProposalLife)
		fails(t, "after seven days", o.confirm(o.approver, newer), "proposal_over")
		if _, there, err := o.p.ProposedLimits(t.Context(), o.book); err != nil || there {
			t.Errorf("what is over waits: %v, %v", there, err)
		}
		report, err := o.s.CheckBook(t.Context(), o.book)
		if err != nil || !report.OK() {
			t.Errorf("check: %v %v", report.Findings, err)
		}
	})
}
