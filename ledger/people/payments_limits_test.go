package people_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

func TestSplittingDoesNotPass(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.limit(people.ApprovalLimit{Role: people.Approver, PerDay: 1_000_000}, people.ApprovalLimit{Role: people.Admin, PerDay: 5_000_000})
		approve := func(person, payment ledger.ID, want string) {
			t.Helper()
			if err := o.approve(person, payment); err != nil {
				t.Fatal(err)
			}
			o.want("after an approval", payment, want)
		}
		first, second, third := o.ask(o.siti, 900_000), o.ask(o.siti, 900_000), o.ask(o.siti, 900_000)
		approve(o.approver, first, "approved, 1 of 1")
		approve(o.approver, second, "asked, 1 of 2") // her own sum
		approve(o.second, third, "asked, 1 of 2")    // the payee's sum
		fails(t, "the second approval by the same person", o.approve(o.approver, second), "approved_already")
		approve(o.second, second, "approved, 2 of 2")
		approve(o.admin, third, "approved, 2 of 1") // who may approve that much alone

		other := o.ask(o.yanti, 200_000)
		approve(o.approver, other, "asked, 1 of 2") // to anybody else: she has approved 1,800,000
		o.later(24 * time.Hour)
		approve(o.second, other, "approved, 2 of 1") // another day
		small := o.ask(o.yanti, 800_000)
		approve(o.approver, small, "approved, 1 of 1") // 200,000 and 800,000 to one payee are the limit itself
		exact := o.ask(o.yanti, 1)
		approve(o.second, exact, "asked, 1 of 2")
	})
}

func TestADayIsThatOfPontianak(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.limit(people.ApprovalLimit{Role: people.Approver, PerDay: 1_000_000})
		for _, x := range []struct {
			later time.Duration // since nine in the morning
			want  string
		}{
			{0, "approved, 1 of 1"}, {15*time.Hour - time.Microsecond, "asked, 1 of 2"}, {15 * time.Hour, "approved, 1 of 1"}, {38 * time.Hour, "asked, 1 of 2"},
		} {
			o.clock.Store(time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC).Add(x.later).UnixMicro())
			payment := o.ask(o.siti, 900_000)
			if err := o.approve(o.approver, payment); err != nil {
				t.Fatal(err)
			}
			o.want(x.later.String(), payment, x.want)
			if x.want != "approved, 1 of 1" {
				if _, err := o.p.WithdrawPayment(t.Context(), by(o.finance), store.NewID(), o.book, payment); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

func TestApprovalsAtOnceDoNotPassTheLimit(t *testing.T) {
	eachOffice(t, func(t *testing.T, o *office) {
		o.limit(people.ApprovalLimit{Role: people.Approver, PerDay: 1_000_000})
		// Another server has its own store on the same database.
		servers := []*people.People{o.p, newPeople(t, storetest.Open(t, o.address, store.WithClock(o.now)))}
		var payments []ledger.ID
		for n := range 12 {
			payee := o.siti
			if n%2 == 0 {
				payee = o.person() // her own sum counts, or the payee's
			}
			payments = append(payments, o.ask(payee, 400_000))
		}
		var wg sync.WaitGroup
		for i, payment := range payments {
			for n, person := range []ledger.ID{o.approver, o.second} {
				if i%2 == 0 && n == 1 {
					continue
				}
				wg.Go(func() {
					_, err := servers[(i+n)%2].ApprovePayment(context.Background(), by(person), store.NewID(), o.book, payment)
					if code := ledger.CodeOf(err); err != nil && code != "payment_decided" {
						t.Errorf("approving at once: %v", err)
					}
				})
			}
		}
		wg.Wait()
		sums := map[ledger.ID]int64{}
		for _, payment := range payments {
			x, err := o.p.Payment(t.Context(), o.book, payment)
			if err != nil {
				t.Fatal(err)
			}
			if x.State == people.PaymentApproved && len(x.Approvals) == 1 {
				sums[x.Payee] += x.Amount
				sums[x.Approvals[0].Person] += x.Amount
			}
		}
		for id, sum := range sums {
			if sum > 1_000_000 {
				t.Errorf("%s: %d with one approval each", id, sum)
			}
		}
		if len(sums) == 0 {
			t.Error("nothing was approved by one alone")
		}
	})
}
