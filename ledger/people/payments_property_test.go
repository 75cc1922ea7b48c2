package people_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// able are those whose roles let them take a step.
func (m *paymentModel) able(step string, crowd []ledger.ID) []ledger.ID {
	roles := map[string][]people.Role{"ask": {people.Finance, people.Officer}, "withdraw": {people.Finance, people.Officer}, "pay": {people.Finance},
		"approve": {people.Admin, people.Approver}, "refuse": {people.Admin, people.Approver}}[step]
	return slices.DeleteFunc(slices.Clone(crowd), func(x ledger.ID) bool { return !m.has(x, roles...) })
}

// likely are the payments that a step is likely to be about: those it can be done to
// come several times.
func (m *paymentModel) likely(step string) []*modelPayment {
	all := slices.Clone(m.all)
	for _, x := range m.all {
		if step == "approve" && x.state == people.PaymentAsked || step == "pay" && x.state == people.PaymentApproved {
			all = append(all, x, x, x, x)
		}
	}
	return all
}

func TestPaymentsAgainstAModel(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		rapid.Check(t, func(r *rapid.T) { comparePayments(r, o) })
	})
}

// comparePayments does random things to payments of a new programme, and to the model.
func comparePayments(r *rapid.T, o *office) {
	ctx := context.Background()
	o.move()
	start := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	o.clock.Store(start.UnixMicro())
	m := &paymentModel{limits: map[people.Role]int64{}, roles: map[ledger.ID][]people.Role{}, home: map[ledger.ID]int{}}
	someRoles := rapid.SliceOfNDistinct(rapid.SampledFrom([]people.Role{people.Finance, people.Officer, people.Approver, people.Admin}), 0, 3, rapid.ID[people.Role])
	var crowd []ledger.ID
	// Four can run an office between them; what else they and two others are is chance.
	for i, usual := range []people.Role{people.Finance, people.Finance, people.Approver, people.Approver, "", ""} {
		person := o.person()
		crowd = append(crowd, person)
		if i >= 4 || rapid.IntRange(0, 5).Draw(r, "more") == 5 {
			m.roles[person] = someRoles.Draw(r, "roles")
		}
		if usual != "" && !m.has(person, usual) {
			m.roles[person] = append(m.roles[person], usual)
		}
		for _, role := range m.roles[person] {
			o.role(person, role, people.AtProgramme, o.programme)
		}
		m.home[person] = max(0, rapid.IntRange(-8, 3).Draw(r, "household"))
	}
	for household := 1; household <= 3; household++ {
		o.household(slices.DeleteFunc(slices.Clone(crowd), func(x ledger.ID) bool { return m.home[x] != household })...)
	}
	var limits []people.ApprovalLimit
	for _, role := range []people.Role{people.Officer, people.Approver, people.Admin} {
		if n := rapid.SampledFrom([]int64{-1, 0, 3, 8, 12, 20}).Draw(r, "limit"); n >= 0 {
			m.limits[role] = n
			limits = append(limits, people.ApprovalLimit{Role: role, PerDay: n})
		}
	}
	o.limit(limits...)
	anybody, day := rapid.SampledFrom(crowd), 0
	payees := rapid.SampledFrom(append([]ledger.ID{o.siti, o.yanti, o.siti, o.yanti}, crowd...))
	for range rapid.IntRange(20, 40).Draw(r, "steps") {
		step := rapid.SampledFrom([]string{"ask", "ask", "approve", "approve", "approve", "approve", "pay", "pay", "refuse", "withdraw", "day"}).Draw(r, "step")
		if len(m.all) == 0 && step != "day" {
			step = "ask"
		}
		person := anybody.Draw(r, "person")
		if able := m.able(step, crowd); len(able) > 0 && rapid.IntRange(0, 3).Draw(r, "able") > 0 {
			person = rapid.SampledFrom(able).Draw(r, "who")
		}
		var x *modelPayment
		if step != "ask" && step != "day" {
			x = rapid.SampledFrom(m.likely(step)).Draw(r, "payment")
		}
		var err error
		var want string
		switch step {
		case "ask":
			x = &modelPayment{maker: person, payee: payees.Draw(r, "payee"), amount: rapid.Int64Range(1, 8).Draw(r, "amount")}
			request := o.request(x.payee, x.amount)
			x.id = request.ID
			want = m.ask(x)
			_, err = o.p.AskPayment(ctx, by(person), request)
		case "approve":
			want = m.approve(person, x, day)
			err = o.approve(person, x.id)
		case "pay":
			want = m.pay(person, x)
			err = o.pay(person, x.id)
		case "refuse":
			want = m.stop(person, x, true)
			_, err = o.p.RefusePayment(ctx, by(person), store.NewID(), o.book, x.id, "tidak")
		case "withdraw":
			want = m.stop(person, x, false)
			_, err = o.p.WithdrawPayment(ctx, by(person), store.NewID(), o.book, x.id)
		case "day":
			day++
			o.clock.Store(start.AddDate(0, 0, day).UnixMicro())
		}
		if got := ledger.CodeOf(err); got != want || err != nil && got == "" {
			r.Fatalf("%s: %v, the model says %q", step, err, want)
		}
	}
	paid := int64(0)
	for _, x := range m.all {
		got, err := o.p.Payment(ctx, o.book, x.id)
		if err != nil {
			r.Fatal(err)
		}
		if got.State != x.state || got.Payer != x.payer {
			r.Fatalf("a payment is %s by %s, the model says %s by %s", got.State, got.Payer, x.state, x.payer)
		}
		if x.state != people.PaymentPaid {
			continue
		}
		paid += x.amount
		hands := []ledger.ID{got.Maker, got.Payer, got.Payee}
		for _, a := range got.Approvals {
			hands = append(hands, a.Person)
		}
		slices.SortFunc(hands, func(a, b ledger.ID) int { return slices.Compare(a[:], b[:]) })
		if len(slices.Compact(hands)) != 3+len(got.Approvals) || len(got.Approvals) == 0 {
			r.Fatalf("somebody has two hands in %+v", got)
		}
	}
	if got := o.bank(); got != 100_000_000-paid {
		r.Fatalf("%d in the bank after %d were paid", got, paid)
	}
	neverBeyondTheLimit(r, o, m)
}

// neverBeyondTheLimit adds up, apart from all rules, what was approved by one alone:
// for each person and each payee on each day it is within her largest limit, or within
// the largest there is.
func neverBeyondTheLimit(r *rapid.T, o *office, m *paymentModel) {
	type key struct {
		who   ledger.ID
		payee bool
		day   int64
	}
	sums := map[key]int64{}
	largest := int64(0)
	for _, n := range m.limits {
		largest = max(largest, n)
	}
	for _, x := range m.all {
		got, err := o.p.Payment(context.Background(), o.book, x.id)
		if err != nil {
			r.Fatal(err)
		}
		if len(got.Approvals) != 1 || got.State != people.PaymentApproved && got.State != people.PaymentPaid {
			continue
		}
		a := got.Approvals[0]
		day := a.At.Add(7*time.Hour).Unix() / 86400
		sums[key{a.Person, false, day}] += got.Amount
		sums[key{got.Payee, true, day}] += got.Amount
	}
	for k, sum := range sums {
		limit := int64(0)
		for role, n := range m.limits {
			if m.has(k.who, role) {
				limit = max(limit, n)
			}
		}
		if k.payee {
			limit = largest
		}
		if sum > limit {
			r.Fatalf("%d approved by one alone on one day, above %d", sum, limit)
		}
	}
}
