package people_test

import (
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func TestNobodyHasTwoHandsInAPayment(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.limit(people.ApprovalLimit{Role: people.Approver, PerDay: 10_000_000})
		everything := o.person() // a person with every role, at the programme
		for _, r := range people.RolesAt(people.AtProgramme) {
			o.role(everything, r, people.AtProgramme, o.programme)
		}
		ask := func(maker, payee ledger.ID) (ledger.ID, error) {
			made, err := o.p.AskPayment(t.Context(), by(maker), o.request(payee, 1000))
			return made.It.ID, err
		}
		_, err := ask(everything, everything)
		fails(t, "asks for herself", err, "own_payment")
		asked, err := ask(everything, o.siti)
		if err != nil {
			t.Fatal(err)
		}
		fails(t, "approves what she asked for", o.approve(everything, asked), "own_payment")
		if err := o.approve(o.approver, asked); err != nil {
			t.Fatal(err)
		}
		fails(t, "pays what she asked for", o.pay(everything, asked), "own_payment")
		forHer := o.ask(everything, 1000)
		fails(t, "approves what is for her", o.approve(everything, forHer), "own_payment")
		if err := o.approve(o.approver, forHer); err != nil {
			t.Fatal(err)
		}
		fails(t, "pays herself", o.pay(everything, forHer), "own_payment")
		approved := o.ask(o.siti, 1000)
		if err := o.approve(o.approver, approved); err != nil {
			t.Fatal(err)
		}
		o.role(o.approver, people.Finance, people.AtOrganization, o.organization)
		fails(t, "pays what she approved", o.pay(o.approver, approved), "own_payment")

		// Two ids that were found to be one woman are one woman.
		double := o.person()
		o.role(double, people.Approver, people.AtOrganization, o.organization)
		o.exec("UPDATE persons SET merged_into = ? WHERE id = ?", everything, double)
		another, err := ask(everything, o.siti)
		if err != nil {
			t.Fatal(err)
		}
		fails(t, "approves under another id", o.approve(double, another), "own_payment")

		o.household(o.yanti, o.finance, o.second)
		_, err = ask(o.finance, o.yanti)
		fails(t, "asks for her household", err, "payee_household")
		forYanti, err := ask(o.officer, o.yanti)
		if err != nil {
			t.Fatal(err)
		}
		fails(t, "approves for her household", o.approve(o.second, forYanti), "payee_household")
		if err := o.approve(o.approver, forYanti); err != nil {
			t.Fatal(err)
		}
		fails(t, "pays her household", o.pay(o.finance, forYanti), "payee_household")
		o.exec("UPDATE household_members SET until = 2 WHERE person = ?", o.finance)
		if err := o.pay(o.finance, forYanti); err != nil {
			t.Errorf("who has left the household: %v", err)
		}
	})
}

func TestWhoMayDoWhatWithAPayment(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.limit(people.ApprovalLimit{Role: people.Approver, PerDay: 10_000_000}, people.ApprovalLimit{Role: people.Officer, PerDay: 100_000})
		partner, funder := store.NewBookID(), store.NewBookID()
		for _, x := range []struct {
			organization ledger.ID
			part         string
			since        int64
		}{{partner, "implementer", 0}, {funder, "funder", 1}} {
			o.exec(`INSERT INTO programme_organizations (home, programme, organization, role, since, until) VALUES (?, ?, ?, ?, ?, 0)`,
				o.organization, o.programme, x.organization, x.part, x.since)
		}
		theirs, watching := o.person(), o.person()
		o.role(theirs, people.Approver, people.AtOrganization, partner)
		o.role(theirs, people.Admin, people.AtOrganization, partner)
		o.role(watching, people.Approver, people.AtOrganization, funder)
		payment := o.ask(o.siti, 200_000)
		for _, x := range []struct {
			what   string
			person ledger.ID
			code   string
		}{
			{"a stranger", o.yanti, "forbidden"}, {"finance", o.cashier, "forbidden"}, {"the operator", ledger.Operator, "forbidden"},
			{"a funder's approver", watching, "forbidden"}, {"an approver of who has not accepted yet", theirs, "forbidden"},
			{"an officer beyond her limit", o.officer, "above_own_limit"},
		} {
			fails(t, x.what, o.approve(x.person, payment), x.code)
		}
		o.exec("UPDATE programme_organizations SET since = 1 WHERE organization = ?", partner)
		if err := o.approve(theirs, payment); err != nil {
			t.Errorf("a partner's approver: %v", err)
		}
		_, err := o.p.ProposeApprovalLimits(t.Context(), by(theirs), store.NewID(), o.book, nil)
		fails(t, "a partner's administrator sets limits", err, "forbidden")
		small := o.ask(o.yanti, 100_000)
		if err := o.approve(o.officer, small); err != nil {
			t.Errorf("an officer within her limit: %v", err)
		}
		for _, person := range []ledger.ID{o.approver, o.yanti, o.admin} {
			_, err := o.p.AskPayment(t.Context(), by(person), o.request(o.siti, 1000))
			fails(t, "asking", err, "forbidden")
		}
		// An approval counts as long as she may give it.
		big := o.ask(o.siti, 50_000_000)
		if err := o.approve(o.approver, big); err != nil {
			t.Fatal(err)
		}
		o.exec("UPDATE roles SET revoked_at = 2 WHERE person = ?", o.approver)
		fails(t, "who has no role any more", o.approve(o.approver, o.ask(o.yanti, 1)), "forbidden")
		if err := o.approve(o.second, big); err != nil {
			t.Fatal(err)
		}
		o.want("the first of two has no role any more", big, "asked, 2 of 2")
		if err := o.approve(o.admin, big); err != nil {
			t.Fatal(err)
		}
		o.want("two who may", big, "approved, 3 of 2")
	})
}
