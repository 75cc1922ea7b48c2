package people_test

import (
	"context"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// asked is a request for an erasure before a witness.
func (r *registry) asked() people.ErasureRequest {
	r.Helper()
	return people.ErasureRequest{How: "written", Witness: r.register(r.group, people.Facts{Name: "Saksi"})}
}

// asked is a request of somebody's before a witness whom her home knows.
func (o *town) asked(who people.Caller) people.ErasureRequest {
	if who.Home == o.landak {
		return people.ErasureRequest{How: "spoken", Witness: o.landakAdmin.Person}
	}
	return people.ErasureRequest{How: "spoken", Witness: o.chair.Person}
}

// erase ends what roles somebody has, and erases her.
func (o *town) erase(who people.Caller) error {
	o.Helper()
	o.must("her roles end", o.s.Tx(o.Context(), func(ctx context.Context, s *store.Store) error {
		_, err := s.DB().NewRaw("UPDATE roles SET revoked_at = ? WHERE person = ? AND revoked_at = 0", ledger.Micros(o.now()), who.Person).Exec(ctx)
		return err
	}))
	_, err := o.p.Erase(o.Context(), operator, newID(), who.Person, o.asked(who))
	return err
}

// Nobody is erased who has not asked for it: in her session, or before a witness.
func TestAnErasureIsAskedFor(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		her := o.person(o.kapuas)
		stale, fresh := her, her
		stale.ProvedAt, fresh.ProvedAt = o.now().Add(-time.Hour), o.now()
		for what, x := range map[string]struct {
			by   people.Caller
			r    people.ErasureRequest
			code string
		}{
			"one administrator alone":    {o.admin, people.ErasureRequest{}, "erasure_needs_request"},
			"the operator alone":         {operator, people.ErasureRequest{}, "erasure_needs_request"},
			"without a witness":          {o.admin, people.ErasureRequest{How: "spoken"}, "needs_witness"},
			"in no known way":            {o.admin, people.ErasureRequest{How: "felt", Witness: o.chair.Person}, "not_in_list"},
			"she is the witness":         {o.admin, people.ErasureRequest{How: "spoken", Witness: her.Person}, "own_witness"},
			"who writes it down is":      {o.admin, people.ErasureRequest{How: "spoken", Witness: o.admin.Person}, "recorder_is_witness"},
			"a witness of another home":  {o.admin, people.ErasureRequest{How: "spoken", Witness: o.landakAdmin.Person}, "unknown_person"},
			"a witness who is nobody":    {o.admin, people.ErasureRequest{How: "spoken", Witness: newID()}, "unknown_person"},
			"herself, with an old proof": {stale, people.ErasureRequest{}, "proof_needed"},
		} {
			_, err := o.p.Erase(t.Context(), x.by, newID(), her.Person, x.r)
			fails(t, what, err, x.code)
		}
		if full, err := o.p.ReadPerson(t.Context(), o.officer, her.Person); err != nil || full.Facts == nil {
			t.Errorf("after refusals she is %+v %v", full, err)
		}
		if made, err := o.p.Erase(t.Context(), fresh, newID(), her.Person, people.ErasureRequest{}); err != nil || !made.It.Erased {
			t.Errorf("herself: %+v %v", made, err)
		}
		other := o.person(o.kapuas)
		if made, err := o.p.Erase(t.Context(), o.admin, newID(), other.Person, people.ErasureRequest{How: "thumbprint", Witness: o.chair.Person}); err != nil || !made.It.Erased {
			t.Errorf("before a witness: %+v %v", made, err)
		}
		o.sound()
	})
}

// Who holds an office, or to whom a payment is on its way, is not erased.
func TestErasureWaitsForOfficesAndPayments(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		erase := func(who ledger.ID) error {
			_, err := r.p.Erase(t.Context(), people.Caller{Person: ledger.Operator}, store.NewID(), who, r.asked())
			return err
		}
		for _, role := range []people.Role{people.Chair, people.Secretary, people.Treasurer, people.Counter, people.KeyHolder} {
			her := r.register(r.kapuas, people.Facts{Name: "Pengurus"})
			r.role(her, role, "group", r.group, r.group)
			fails(t, string(role), erase(her), "erasure_holds_office")
		}
		fails(t, "an officer", erase(r.officer.Person), "erasure_holds_office")
		payment := func(payee, maker ledger.ID, state string) {
			r.exec(`INSERT INTO payments (book, id, entry, amount, payee, maker, asked_at, state, needs, decided_at, payer, paid_at)
				VALUES (?, ?, '{}', 1, ?, ?, 1, ?, 1, 0, ?, 0)`, r.group, store.NewID(), payee, maker, state, ledger.ID{})
		}
		for state, code := range map[string]string{"asked": "erasure_open_payment", "approved": "erasure_open_payment", "refused": "", "paid": "", "withdrawn": ""} {
			payee, maker := r.register(r.kapuas, people.Facts{Name: "Penerima"}), r.register(r.kapuas, people.Facts{Name: "Pengaju"})
			payment(payee, maker, state)
			fails(t, "the payee of one that is "+state, erase(payee), code)
			fails(t, "the maker of one that is "+state, erase(maker), code)
		}
	})
}
