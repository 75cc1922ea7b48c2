package people_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// office is an organisation with a programme, the programme's book, and its people.
type office struct {
	t       testing.TB
	address string
	s       *store.Store
	p       *people.People
	clock   atomic.Int64 // microseconds

	organization, programme, book ledger.ID
	finance, cashier              ledger.ID // both have finance
	officer, approver, second     ledger.ID // the second is an approver too
	admin, deputy                 ledger.ID // both administrators
	siti, yanti                   ledger.ID // they are paid
}

// eachOffice runs fn with a programme that has 100,000,000 in its bank, on SQLite
// and on PostgreSQL.
func eachOffice(t *testing.T, fn func(t *testing.T, o *office)) {
	t.Helper()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		o := &office{t: t, address: address}
		o.clock.Store(time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC).UnixMicro()) // nine in the morning in Pontianak
		o.s = storetest.Open(t, address, store.WithClock(o.now))
		o.p = newPeople(t, o.s)
		o.move()
		fn(t, o)
	})
}

func (o *office) now() time.Time { return time.UnixMicro(o.clock.Load()).UTC() }

func (o *office) later(d time.Duration) { o.clock.Add(d.Microseconds()) }

// move makes everything anew: another organisation, programme, book and people.
func (o *office) move() {
	o.organization, o.programme = store.NewBookID(), store.NewID()
	o.exec("INSERT INTO organizations (home, kind, name, created_at) VALUES (?, 'ngo', 'Yayasan', 0)", o.organization)
	o.exec(`INSERT INTO programme_organizations (home, programme, organization, role, since, until) VALUES (?, ?, ?, 'lead', 1, 0)`,
		o.organization, o.programme, o.organization)
	o.book = o.newBook("programme", o.programme)
	for _, x := range []struct {
		person *ledger.ID
		role   people.Role
	}{{&o.finance, people.Finance}, {&o.cashier, people.Finance}, {&o.officer, people.Officer}, {&o.approver, people.Approver},
		{&o.second, people.Approver}, {&o.admin, people.Admin}, {&o.deputy, people.Admin}, {&o.siti, ""}, {&o.yanti, ""}} {
		*x.person = o.person()
		if x.role != "" {
			o.role(*x.person, x.role, people.AtOrganization, o.organization)
		}
	}
}

// newBook opens a programme's book that somebody owns, with money in the bank.
func (o *office) newBook(kind string, owner ledger.ID) ledger.ID {
	o.t.Helper()
	ctx := context.Background()
	id := store.NewBookID()
	if _, err := o.s.OpenBook(ctx, ledger.Operator, ledger.Book{ID: id, Kind: ledger.ProgrammeBook, Name: "Program", Currency: ledger.IDR}); err != nil {
		o.t.Fatal(err)
	}
	if kind != "" {
		o.own(id, kind, owner)
	}
	if _, err := o.s.PostEntry(ctx, ledger.Operator, o.entry(id, "2026-03-01", "1102", "4201", 100_000_000)); err != nil {
		o.t.Fatal(err)
	}
	return id
}

// own gives a book an owner.
func (o *office) own(book ledger.ID, kind string, owner ledger.ID) {
	o.t.Helper()
	cmd := ledger.Command{ID: store.NewID(), Home: book, Name: "test.own", Version: 1}
	_, err := o.s.Once(context.Background(), cmd, nil, func(ctx context.Context, s *store.Store) (string, error) {
		_, err := s.DB().NewRaw("INSERT INTO book_owners (book, kind, owner, organization, since) VALUES (?, ?, ?, ?, 0)",
			book, kind, owner, o.organization).Exec(ctx)
		if err != nil {
			return "", err
		}
		return "", s.Record(ctx, book, "book.owned", cmd.ID, nil)
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) exec(query string, args ...any) {
	o.t.Helper()
	err := o.s.Tx(context.Background(), func(ctx context.Context, s *store.Store) error {
		_, err := s.DB().NewRaw(query, args...).Exec(ctx)
		return err
	})
	if err != nil {
		o.t.Fatal(query, err)
	}
}

func (o *office) person() ledger.ID {
	id := store.NewID()
	o.exec(`INSERT INTO persons (home, id, sealed, version, area, merged_into, erased_at, created_at) VALUES (?, ?, ?, 1, ?, ?, 0, 0)`,
		o.organization, id, []byte("sealed"), ledger.ID{}, ledger.ID{})
	return id
}

func (o *office) role(person ledger.ID, role people.Role, kind people.ScopeKind, scope ledger.ID) {
	o.exec(`INSERT INTO roles (home, id, person, role, scope_kind, scope, since, until, granted_by, revoked_at, revoked_by)
		VALUES (?, ?, ?, ?, ?, ?, 1, 0, ?, 0, ?)`, o.organization, store.NewID(), person, role, kind, scope, ledger.Operator, ledger.ID{})
}

// household puts people into one household.
func (o *office) household(members ...ledger.ID) {
	household := store.NewID()
	for _, m := range members {
		o.exec("INSERT INTO household_members (home, household, person, relation, since, until) VALUES (?, ?, ?, 'member', 1, 0)", o.organization, household, m)
	}
}

func (o *office) entry(book ledger.ID, day, debit, credit string, amount int64) ledger.Entry {
	return ledger.Entry{ID: store.NewID(), Book: book, Day: ledger.MustDate(day), Kind: "manual", Lines: []ledger.Line{
		ledger.Debit(ledger.AccountID(book, debit), decimal.NewFromInt(amount)),
		ledger.Credit(ledger.AccountID(book, credit), decimal.NewFromInt(amount)),
	}}
}

// request is a payment of training costs out of the bank.
func (o *office) request(payee ledger.ID, amount int64) people.PaymentRequest {
	e := o.entry(o.book, "2026-03-02", "5102", "1102", amount)
	e.Lines[0] = e.Lines[0].With(payee)
	return people.PaymentRequest{ID: store.NewID(), Book: o.book, Day: e.Day, Kind: "payment", Memo: "Konsumsi pelatihan", Payee: payee, Lines: e.Lines}
}

func by(person ledger.ID) people.Caller { return people.Caller{Person: person} }

// ask asks for a payment as finance.
func (o *office) ask(payee ledger.ID, amount int64) ledger.ID {
	o.t.Helper()
	made, err := o.p.AskPayment(context.Background(), by(o.finance), o.request(payee, amount))
	if err != nil {
		o.t.Fatal(err)
	}
	return made.It.ID
}

func (o *office) approve(person, payment ledger.ID) error {
	_, err := o.p.ApprovePayment(context.Background(), by(person), store.NewID(), o.book, payment)
	return err
}

func (o *office) pay(person, payment ledger.ID) error {
	_, err := o.p.PayPayment(context.Background(), by(person), store.NewID(), o.book, payment)
	return err
}

// limit lets limits hold: one administrator proposes them, the other confirms.
func (o *office) limit(limits ...people.ApprovalLimit) {
	o.t.Helper()
	if err := o.confirm(o.deputy, o.propose(o.admin, limits...)); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) propose(person ledger.ID, limits ...people.ApprovalLimit) ledger.ID {
	o.t.Helper()
	made, err := o.p.ProposeApprovalLimits(context.Background(), by(person), store.NewID(), o.book, limits)
	if err != nil {
		o.t.Fatal(err)
	}
	return made.It.ID
}

func (o *office) confirm(person, change ledger.ID) error {
	_, err := o.p.ConfirmApprovalLimits(context.Background(), by(person), store.NewID(), o.book, change)
	return err
}

// stands is what is said of a payment: "approved, 1 of 2".
func (o *office) stands(payment ledger.ID) string {
	o.t.Helper()
	x, err := o.p.Payment(context.Background(), o.book, payment)
	if err != nil {
		o.t.Fatal(err)
	}
	yes := 0
	for _, a := range x.Approvals {
		if a.Yes {
			yes++
		}
	}
	return fmt.Sprintf("%s, %d of %d", x.State, yes, x.Needs)
}

func (o *office) want(what string, payment ledger.ID, want string) {
	o.t.Helper()
	if got := o.stands(payment); got != want {
		o.t.Errorf("%s: %s, want %s", what, got, want)
	}
}

// bank is what is in the programme's bank.
func (o *office) bank() int64 {
	o.t.Helper()
	b, err := o.s.CurrentBalance(context.Background(), o.book, store.Dimensions{Account: ledger.AccountID(o.book, "1102")})
	if err != nil {
		o.t.Fatal(err)
	}
	return b.Net()
}
