package api

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// paying is a house with an organisation whose book has 100,000,000 in its bank.
type paying struct {
	*house
	store                            *store.Store
	book                             ledger.ID
	path                             string
	finance, cashier, approver, boss people.Caller
	siti                             ledger.ID
}

func eachPaying(t *testing.T, fn func(t *testing.T, h *paying)) {
	t.Helper()
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		h := &paying{house: newHouse(t, address), store: storetest.Open(t, address)}
		keys, err := store.OpenKeys(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "keys.db"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = keys.Close() })
		vault, err := people.NewVault(t.Context(), keys, slices.Repeat([]byte{7}, people.MasterSize))
		if err != nil {
			t.Fatal(err)
		}
		h.testServer = start(t, Config{Version: "test", Store: h.store, People: people.New(h.store, vault)}, nil)
		h.settle()
		fn(t, h)
	})
}

func (h *paying) settle() {
	ctx := h.t.Context()
	organization := store.NewBookID()
	h.book = store.NewBookID()
	h.path = "/v1/books/" + h.book.String()
	none := ledger.ID{}
	exec := func(s *store.Store, query string, args ...any) {
		h.t.Helper()
		if _, err := s.DB().NewRaw(query, args...).Exec(ctx); err != nil {
			h.t.Fatal(query, err)
		}
	}
	if _, err := h.store.OpenBook(ctx, ledger.Operator, ledger.Book{ID: h.book, Kind: ledger.ProgrammeBook, Name: "Yayasan", Currency: ledger.IDR}); err != nil {
		h.t.Fatal(err)
	}
	cmd := ledger.Command{ID: store.NewID(), Home: h.book, Name: "test.settle", Version: 1}
	_, err := h.store.Once(ctx, cmd, nil, func(ctx context.Context, s *store.Store) (string, error) {
		exec(s, "INSERT INTO book_owners (book, kind, owner, organization, since) VALUES (?, 'organization', ?, ?, 0)", h.book, organization, organization)
		person := func(roles ...people.Role) people.Caller {
			c := people.Caller{Person: store.NewID(), Home: organization}
			exec(s, "INSERT INTO persons (home, id, sealed, version, area, merged_into, erased_at, created_at) VALUES (?, ?, ?, 1, ?, ?, 0, 0)",
				organization, c.Person, []byte("sealed"), none, none)
			for _, r := range roles {
				exec(s, `INSERT INTO roles (home, id, person, role, scope_kind, scope, since, until, granted_by, revoked_at, revoked_by)
					VALUES (?, ?, ?, ?, 'organization', ?, 1, 0, ?, 0, ?)`, organization, store.NewID(), c.Person, r, organization, none, none)
				c.Grants = append(c.Grants, people.Grant{Person: c.Person, Role: r, Scope: people.Scope{Kind: people.AtOrganization, ID: organization}})
			}
			return c
		}
		h.finance, h.cashier, h.approver, h.boss = person(people.Finance), person(people.Finance), person(people.Approver), person(people.Admin)
		h.siti = person().Person
		return "", s.Record(ctx, h.book, "book.owned", cmd.ID, nil)
	})
	if err != nil {
		h.t.Fatal(err)
	}
	_, err = h.store.PostEntry(ctx, ledger.Operator, ledger.Entry{ID: store.NewID(), Book: h.book, Day: ledger.MustDate("2026-03-01"), Kind: "manual", Lines: []ledger.Line{
		ledger.Debit(ledger.AccountID(h.book, "1102"), decimal.NewFromInt(100_000_000)),
		ledger.Credit(ledger.AccountID(h.book, "4201"), decimal.NewFromInt(100_000_000)),
	}})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *paying) as(caller people.Caller) context.Context {
	return context.WithValue(h.t.Context(), callerKey{}, caller)
}

// asked is a payment that finance has asked for.
func (h *paying) asked(amount int64) paymentOut {
	h.t.Helper()
	in := &askPaymentIn{InBook: InBook{h.book}}
	in.Body.Day, in.Body.Kind, in.Body.Payee, in.Body.Memo = ledger.MustDate("2026-03-02"), "payment", h.siti, "Konsumsi"
	in.Body.Lines = []lineIn{{Account: "5102", Debit: &Amount{decimal.NewFromInt(amount)}, Party: h.siti}, {Account: "1102", Credit: &Amount{decimal.NewFromInt(amount)}}}
	out, err := h.askPayment(h.as(h.finance), in)
	if err != nil {
		h.t.Fatal(err)
	}
	return out.Body
}

func (h *paying) on(p paymentOut) *onPaymentIn {
	return &onPaymentIn{OnePayment: OnePayment{InBook{h.book}, p.ID}, Idempotent: Idempotent{store.NewID().String()}}
}

func TestAPaymentOverTheAPI(t *testing.T) {
	eachPaying(t, func(t *testing.T, h *paying) {
		limits := &setApprovalLimitsIn{InBook: InBook{h.book}}
		limits.Body.Limits = []approvalLimitIn{{people.Approver, Amount{decimal.NewFromInt(1_000_000)}}, {people.Admin, Amount{decimal.NewFromInt(5_000_000)}}}
		proposed, err := h.proposeApprovalLimits(h.as(h.boss), limits)
		if err != nil || len(proposed.Body.Limits) != 2 || proposed.Body.ConfirmedBy != nil {
			t.Fatalf("proposed: %+v, %v", proposed, err)
		}
		waiting, err := h.readApprovalLimits(h.as(h.finance), &InBook{h.book})
		if err != nil || len(waiting.Body.Limits) != 0 || waiting.Body.Proposed == nil || waiting.Body.Proposed.ID != proposed.Body.ID {
			t.Errorf("what waits: %+v, %v", waiting, err)
		}
		confirm := &confirmLimitsIn{InBook: InBook{h.book}, Change: proposed.Body.ID, Idempotent: Idempotent{store.NewID().String()}}
		if _, err := h.confirmApprovalLimits(h.as(h.boss), confirm); ledger.CodeOf(err) != "already_confirmed" {
			t.Errorf("by who proposed them: %v", err)
		}
		confirm.Key = store.NewID().String()
		if out, err := h.confirmApprovalLimits(h.as(h.approver), confirm); err != nil || *out.Body.ConfirmedBy != h.approver.Person {
			t.Fatalf("confirmed: %+v, %v", out, err)
		}
		read, err := h.readApprovalLimits(h.as(h.finance), &InBook{h.book})
		if want := []approvalLimitOut{{people.Admin, "5000000"}, {people.Approver, "1000000"}}; err != nil || !slices.Equal(read.Body.Limits, want) {
			t.Errorf("the limits are %v, %v", read, err)
		}
		limits.Body.Limits[0].PerDay = Amount{decimal.RequireFromString("0.5")}
		if _, err := h.proposeApprovalLimits(h.as(h.boss), limits); ledger.CodeOf(err) != "too_many_places" {
			t.Errorf("half a rupiah: %v", err)
		}
		first, second := h.asked(900_000), h.asked(900_000)
		if first.State != people.PaymentAsked || first.Amount != "900000" || len(first.Lines) != 2 || first.Lines[1].Credit != "900000" || first.Lines[1].Account != "1102" ||
			first.Lines[1].Fund != "general" || first.Maker != h.finance.Person || first.Payer != nil || first.DecidedAt != nil || len(first.Approvals) != 0 {
			t.Errorf("asked: %+v", first)
		}
		out, err := h.approvePayment(h.as(h.approver), h.on(first))
		if err != nil || out.Body.State != people.PaymentApproved || len(out.Body.Approvals) != 1 || out.Body.DecidedAt == nil {
			t.Fatalf("the first: %+v, %v", out, err)
		}
		out, err = h.approvePayment(h.as(h.approver), h.on(second))
		if err != nil || out.Body.State != people.PaymentAsked || out.Body.Needs != 2 {
			t.Fatalf("the second: %+v, %v", out, err)
		}
		on := h.on(first)
		for n := range 2 {
			paid, err := h.payPayment(h.as(h.cashier), on)
			if err != nil || paid.Body.State != people.PaymentPaid || *paid.Body.Payer != h.cashier.Person || (paid.Replayed == "true") != (n == 1) {
				t.Fatalf("paid: %+v, %v", paid, err)
			}
		}
		refusal := &refusePaymentIn{OnePayment: OnePayment{InBook{h.book}, second.ID}}
		refusal.Body.Reason = "Nota belum ada"
		if out, err := h.refusePayment(h.as(h.boss), refusal); err != nil || out.Body.State != people.PaymentRefused || len(out.Body.Approvals) != 2 {
			t.Errorf("refused: %+v, %v", out, err)
		}
		third := h.asked(1)
		if out, err := h.withdrawPayment(h.as(h.finance), h.on(third)); err != nil || out.Body.State != people.PaymentWithdrawn {
			t.Errorf("withdrawn: %+v, %v", out, err)
		}
		var states []string
		in := &listPaymentsIn{InBook: InBook{h.book}, Paging: Paging{Limit: 2}}
		for {
			out, err := h.listPayments(h.as(h.finance), in)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range out.Body.Items {
				states = append(states, string(p.State))
			}
			if out.Body.NextCursor == nil {
				break
			}
			in.Cursor = *out.Body.NextCursor
		}
		if got := strings.Join(states, " "); got != "withdrawn refused paid" {
			t.Errorf("the list is %s", got)
		}
		one, err := h.readPayment(h.as(h.boss), &OnePayment{InBook{h.book}, first.ID})
		if err != nil || one.Body.State != people.PaymentPaid || one.Body.PaidAt == nil {
			t.Errorf("read: %+v, %v", one, err)
		}
		if _, err := h.readPayment(h.as(h.boss), &OnePayment{InBook{h.book}, store.NewID()}); ledger.CodeOf(err) != "unknown_payment" {
			t.Errorf("read what is not there: %v", err)
		}
	})
}

// The handlers of direct posting know nothing of payments; the books do.
func TestDirectPostingTakesNoMoneyOut(t *testing.T) {
	eachPaying(t, func(t *testing.T, h *paying) {
		out := func(id ledger.ID) string {
			return fmt.Sprintf(`"id":"%s","day":"2026-03-02","lines":[{"account":"5102","debit":10},{"account":"1102","credit":10}]`, id)
		}
		ctx := h.as(h.finance)
		lines := []lineIn{{Account: "5102", Debit: &Amount{decimal.NewFromInt(10)}}, {Account: "1102", Credit: &Amount{decimal.NewFromInt(10)}}}
		entry := &postEntryIn{InBook: InBook{h.book}}
		entry.Body.Day, entry.Body.Kind, entry.Body.Lines = ledger.MustDate("2026-03-02"), "manual", lines
		if _, err := h.postEntry(ctx, entry); ledger.CodeOf(err) != "needs_approval" {
			t.Errorf("an entry: %v", err)
		}
		for _, atomic := range []bool{false, true} {
			batch := &postBatchIn{InBook: InBook{h.book}}
			batch.Body.Atomic = atomic
			batch.Body.Entries = []batchEntryIn{{ID: store.NewID(), Day: entry.Body.Day, Kind: "manual", Lines: lines}}
			answer, err := h.postBatch(ctx, batch)
			if atomic && ledger.CodeOf(err) != "needs_approval" || !atomic && (err != nil || answer.Body.Posted != 0 || answer.Body.Items[0].Problem.Code != "needs_approval") {
				t.Errorf("a batch, atomic %v: %+v, %v", atomic, answer, err)
			}
		}
		// The operator, whom the policy keeps out of it too, is told nothing else.
		if a := h.do("POST", h.path+"/entries", "{"+out(store.NewID())+"}"); a.status < 400 {
			t.Errorf("the operator took money out: %d %s", a.status, a.body)
		}
		b, err := h.store.CurrentBalance(t.Context(), h.book, store.Dimensions{Account: ledger.AccountID(h.book, "1102")})
		if err != nil || b.Net() != 100_000_000 {
			t.Errorf("%d in the bank, %v", b.Net(), err)
		}
	})
}

func TestWhoComesInForPayments(t *testing.T) {
	eachPaying(t, func(t *testing.T, h *paying) {
		payment := h.asked(1000)
		for method, paths := range map[string][]string{
			"GET": {"/payments", "/payments/" + payment.ID.String(), "/approval-limits"},
			"POST": {"/payments", "/payments/" + payment.ID.String() + "/approvals", "/payments/" + payment.ID.String() + "/refusal",
				"/payments/" + payment.ID.String() + "/payment", "/payments/" + payment.ID.String() + "/withdrawal", "/approval-limits",
				"/approval-limits/" + payment.ID.String() + "/confirmation"},
		} {
			for _, path := range paths {
				body := ""
				if method == "POST" {
					body = "{}"
				}
				if a := h.do(method, h.path+path, body); a.status != 404 || a.problem.Code != "unknown_book" {
					t.Errorf("%s %s as the operator answered %d %s", method, path, a.status, a.body)
				}
				if a := h.do(method, h.path+path, body, "Authorization", ""); a.status != 401 {
					t.Errorf("%s %s as nobody answered %d %s", method, path, a.status, a.body)
				}
			}
		}
		organization := people.Scope{Kind: people.AtOrganization, ID: h.boss.Home}
		programme := people.Scope{Kind: people.AtProgramme, ID: store.NewID()}
		for action, roles := range map[string]string{
			"payments.ask": "officer finance", "payments.list": "admin officer approver finance", "payments.read": "admin officer approver finance",
			"payments.approve": "admin officer approver", "payments.refuse": "admin officer approver", "payments.pay": "finance",
			"payments.withdraw": "officer finance", "approval_limits.read": "admin officer approver finance", "approval_limits.set": "admin",
			"approval_limits.confirm": "admin approver",
		} {
			for _, owner := range []people.Scope{organization, programme} {
				var let []string
				for _, role := range people.RolesAt(owner.Kind) {
					caller := people.Caller{Person: store.NewID(), Grants: []people.Grant{{Role: role, Scope: owner}}}
					target := people.Target{Owner: owner}
					if owner == programme {
						target.Programmes = []people.ProgrammeLink{{Programme: owner.ID}}
					}
					if policy[action].Lets(caller, target) {
						let = append(let, string(role))
					}
				}
				if got := strings.Join(let, " "); got != roles {
					t.Errorf("%s at a %s is for %s, want %s", action, owner.Kind, got, roles)
				}
			}
		}
	})
}
