package api

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// who is the caller with a role at a place, signed in and in force.
func (w *country) who(role people.Role, at ledger.ID) *caller {
	w.t.Helper()
	for _, c := range w.callers {
		if c.role == string(role) && c.scope.ID == at && c.state == active {
			return c
		}
	}
	w.t.Fatal("there is no ", role)
	return nil
}

// as sends a request of a caller.
func (w *country) as(c *caller, method, path, body string) answer {
	w.t.Helper()
	return w.call(method, path, body, "Authorization", "Bearer "+c.token)
}

// refusedByCommands sends whole requests that the table of powers lets through and the
// command must refuse, for what is asked. Nobody's standing changes by any of them.
func (w *country) refusedByCommands(t *testing.T) {
	t.Helper()
	a, g1, p1 := "/v1/organizations/"+w.a.String(), "/v1/books/"+w.g1.String(), "/v1/programmes/"+w.p1.String()
	var operator *caller
	for _, c := range w.callers {
		if c.role == "operator" {
			operator = c
		}
	}
	roleOf := func(role people.Role, at ledger.ID) string {
		return "/roles/" + w.roles[w.who(role, at).person].String()
	}
	person := func(role people.Role, at ledger.ID) string { return w.who(role, at).person.String() }
	payment := fmt.Sprintf(`{"day":"2026-05-04","kind":"x.y","payee":"%s","lines":[{"account":"4101","debit":"1"},{"account":"1101","credit":"1"}]}`, person(people.Member, w.g1))
	before := w.standing()
	for _, x := range []struct {
		name         string
		by           *caller
		method, path string
		body         string
		status       int
	}{
		{"an observer ends another's role at her organisation", w.who(people.Observer, w.a), "DELETE", a + roleOf(people.Trainer, w.a), "", 403},
		{"a trainer ends the administrator's role", w.who(people.Trainer, w.a), "DELETE", a + roleOf(people.Admin, w.a), "", 403},
		{"an officer ends the administrator's role", w.who(people.Officer, w.a), "DELETE", a + roleOf(people.Admin, w.a), "", 403},
		{"the last administrator ends her own role", w.who(people.Admin, w.a), "DELETE", a + roleOf(people.Admin, w.a), "", 409},
		{"an observer ends another's role at her programme", w.who(people.Observer, w.p1), "DELETE", p1 + roleOf(people.Finance, w.p1), "", 403},
		{"a funder ends a role at the programme it funds", w.who(people.Admin, w.f), "DELETE", p1 + roleOf(people.Finance, w.p1), "", 403},
		{"a member ends the chair's role", w.who(people.Member, w.g1), "DELETE", g1 + roleOf(people.Chair, w.g1), "", 403},
		{"a role of another group is ended under this one", w.who(people.Chair, w.g1), "DELETE", g1 + roleOf(people.Member, w.g2), "", 404},
		{"a role of a programme is ended under its organisation", w.who(people.Admin, w.a), "DELETE", a + roleOf(people.Finance, w.p1), "", 404},
		{"a learner ends the trainer's role", w.who(people.Learner, w.w1), "DELETE", w.bookOf(people.AtWorkshop, "A") + roleOf(people.WorkshopTrainer, w.w1), "", 403},
		{"an administrator gives herself a role", w.who(people.Admin, w.a), "POST", a + "/roles", `{"person":"` + person(people.Admin, w.a) + `","role":"finance"}`, 403},
		{"an administrator gives a foreign person a role", w.who(people.Admin, w.a), "POST", a + "/roles", `{"person":"` + person(people.Trainer, w.b) + `","role":"trainer"}`, 422},
		{"the operator gives a role where there is an administrator", operator, "POST", a + "/roles", `{"person":"` + person(people.Trainer, w.a) + `","role":"admin"}`, 403},
		{"the operator invites where there is an administrator", operator, "POST", a + "/invitations", `{"role":"admin"}`, 403},
		{"the operator hands over a book that has an owner", operator, "POST", g1 + "/owner", `{"kind":"organization","owner":"` + w.b.String() + `"}`, 404},
		{"the chair ends another's session", w.who(people.Chair, w.g1), "DELETE", "/v1/sessions/" + w.child["session "].String(), "", 404},
		{"somebody opens a book that is nobody's", w.who(people.Admin, w.a), "POST", "/v1/books", `{"kind":"general","name":"Buku"}`, 403},
		{"somebody opens a book for a foreign organisation", w.who(people.Admin, w.a), "POST", "/v1/books",
			`{"kind":"programme","name":"Buku","owner":{"kind":"organization","id":"` + w.b.String() + `"}}`, 422},
		{"a trainer registers a group", w.who(people.Trainer, w.a), "POST", "/v1/books",
			`{"kind":"group","name":"Buku","owner":{"kind":"group","organization":"` + w.a.String() + `"}}`, 403},
		{"an officer asks for a payment out of a group's book", w.who(people.Officer, w.p1), "POST", g1 + "/payments", payment, 409},
		{"an administrator sets limits of payments on a group's book", w.who(people.Admin, w.p1), "POST", g1 + "/approval-limits", `{"limits":[]}`, 409},
	} {
		got := w.as(x.by, x.method, x.path, x.body)
		if got.status != x.status {
			t.Errorf("%s: %s %s %s\nanswered %d %s, want %d", x.name, x.method, x.path, x.body, got.status, got.body, x.status)
		}
		if now := w.standing(); now != before {
			t.Errorf("%s: something has changed", x.name)
			before = now
		}
	}
}

// standing is all that says who may do what, and what is owed: not that a command was
// refused, which is kept.
func (w *country) standing() string {
	w.t.Helper()
	var all []string
	for _, table := range []string{"roles", "sessions", "invitations", "book_owners", "books", "programme_groups", "programme_organizations", "payments", "approval_limits"} {
		rows := w.rows("SELECT * FROM " + table)
		slices.Sort(rows)
		all = append(all, table+"\n"+strings.Join(rows, "\n"))
	}
	return strings.Join(all, "\n")
}

// bookOf is the path of the book that an owner of a kind has.
func (w *country) bookOf(kind people.ScopeKind, side string) string {
	w.t.Helper()
	for _, t := range w.targets {
		if t.param == "book" && t.owner.Kind == kind && t.side == side {
			return "/v1/books/" + t.id.String()
		}
	}
	w.t.Fatal("no book of a ", kind)
	return ""
}

// bookNamed is the path of a book among the targets.
func (w *country) bookNamed(name string) string {
	w.t.Helper()
	for _, t := range w.targets {
		if t.name == name {
			return "/v1/books/" + t.id.String()
		}
	}
	w.t.Fatal("no ", name)
	return ""
}

// owner is whose a person's book is, signed in.
func (w *country) owner(name string) *caller {
	w.t.Helper()
	for _, t := range w.targets {
		for _, c := range w.callers {
			if t.name == name && c.person == t.owner.ID && c.state == active {
				return c
			}
		}
	}
	w.t.Fatal("nobody owns ", name)
	return nil
}

// endsAtOnce ends roles and sessions that have just been used: the next request with
// them is of somebody who has none.
func (w *country) endsAtOnce(t *testing.T) {
	t.Helper()
	a, g1 := "/v1/organizations/"+w.a.String(), "/v1/books/"+w.g1.String()
	admin, chair := w.who(people.Admin, w.a), w.who(people.Chair, w.g1)
	onPhone := w.newCaller(string(people.Member), people.Scope{Kind: people.AtGroup, ID: w.g1}, "A", active, w.g1, w.who(people.Member, w.g1).person)
	device := w.device()
	if err := w.store.Tx(t.Context(), bindTo(device, onPhone.token)); err != nil {
		t.Fatal(err)
	}
	tuti := w.owner("the book of Tuti")
	lent, consents := w.bookNamed("the book of Tuti"), "/v1/people/"+tuti.person.String()+"/consents/"
	officer, finance := w.who(people.Officer, w.a), w.who(people.Finance, w.a)
	for _, x := range []struct {
		name             string
		who              *caller
		method, path     string // of what she can do before
		by               *caller
		endMethod, endAt string
		status           int // of what she gets after
	}{
		{"she withdraws her consent", officer, "GET", lent, tuti, "POST", consents + w.child["consent "+tuti.person.String()].String() + "/withdrawal", 404},
		{"a device is revoked", onPhone, "GET", g1, chair, "DELETE", g1 + "/devices/" + device.String(), 401},
		{"a role is ended by the administrator", officer, "GET", a + "/people", admin, "DELETE", a + "/roles/" + w.roles[officer.person].String(), 404},
		{"a role is laid down", finance, "GET", a + "/areas", finance, "DELETE", a + "/roles/" + w.roles[finance.person].String(), 404},
		{"a group stops sharing", w.who(people.Observer, w.p1), "GET", g1, chair, "DELETE", g1 + "/sharing/" + w.p1.String(), 404},
	} {
		if got := w.as(x.who, x.method, x.path, ""); got.status != 200 {
			t.Errorf("before %s: %d %s", x.name, got.status, got.body)
		}
		if got := w.as(x.by, x.endMethod, x.endAt, map[string]string{"POST": "{}"}[x.endMethod]); got.status/100 != 2 {
			t.Errorf("%s: %d %s", x.name, got.status, got.body)
		}
		if got := w.as(x.who, x.method, x.path, ""); got.status != x.status {
			t.Errorf("after %s: %d %s, want %d", x.name, got.status, got.body, x.status)
		}
	}
	// Every session of hers but the one that was ended last is another's business.
	trainer := w.who(people.Trainer, w.a)
	for range list(w.as(trainer, "GET", "/v1/sessions", "").at("items")) {
		session := w.as(trainer, "GET", "/v1/sessions", "").text("items.0.id")
		if got := w.as(trainer, "DELETE", "/v1/sessions/"+session, ""); got.status != 200 {
			t.Errorf("signing out: %d %s", got.status, got.body)
		}
	}
	if got := w.as(trainer, "GET", "/v1/me", ""); got.status != 401 {
		t.Errorf("signed out everywhere, and still known: %d %s", got.status, got.body)
	}
}

// bindTo makes a session one on a device.
func bindTo(device ledger.ID, token string) func(ctx context.Context, s *store.Store) error {
	return func(ctx context.Context, s *store.Store) error {
		_, err := s.DB().NewRaw("UPDATE sessions SET device = ? WHERE token = ?", device, people.HashOf(token)).Exec(ctx)
		return err
	}
}
