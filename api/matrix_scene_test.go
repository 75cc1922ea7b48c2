package api

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// matrixNow is the instant at which the whole matrix happens.
var matrixNow = time.Date(2026, 5, 4, 3, 0, 0, 0, time.UTC)

// country is a small one: two organisations that are strangers to each other, a
// funder of one programme of the first, their programmes, groups, workshops and
// books, and somebody signed in for every role at each of them, in every state.
type country struct {
	*house
	a, b, f        ledger.ID // organisations: A and B are strangers, F funds P1 of A
	p1, p2, p3     ledger.ID // programmes: the first two led by A, the third by B
	g1, g2, g3, g4 ledger.ID // groups: G1 shares members with P1, G2 totals, G3 of B nothing, G4 of A nothing
	w1, w2         ledger.ID // workshops of A and B
	lent           ledger.ID // the book of a woman of G1 who lets officers look into it
	targets        []target
	callers        []*caller
	child          map[string]ledger.ID    // ids of things below a target, by the parameter's name and the target's id
	secrets        []string                // that stand in sealed facts and nowhere else
	roles          map[ledger.ID]ledger.ID // of a person: the one she has
	persons        int
	watch          *sql.Conn // sees whether anybody has written
}

// target is something that a path can name.
type target struct {
	param string    // of the path: book, organization, programme, person; "" where the path names nothing
	kind  string    // as a lawyer would call it
	name  string    // for messages
	id    ledger.ID // of what is named
	owner people.Scope
	side  string // A or B: whose it is, "" for nobody's
}

// The states of a caller.
const (
	active         = "active"
	roleRevoked    = "role revoked"
	roleExpired    = "role expired"
	sessionRevoked = "session revoked"
	sessionExpired = "session expired"
	deviceRevoked  = "device revoked"
)

// caller is who sends a request.
type caller struct {
	role   string // also: operator, stranger, none
	scope  people.Scope
	side   string // A, B or F
	state  string
	person ledger.ID
	token  string
}

func (c *caller) String() string {
	return fmt.Sprintf("%s at %s %s (%s)", c.role, c.scope.Kind, c.scope.ID, c.state)
}

// signedOut reports whether the caller shows what stands for nobody.
func (c *caller) signedOut() bool {
	return c.role == "stranger" || c.state == sessionRevoked || c.state == sessionExpired || c.state == deviceRevoked
}

func newCountry(t *testing.T, address string) *country {
	t.Helper()
	driver, source := "sqlite", "file:"+strings.TrimPrefix(address, "sqlite:")
	if strings.HasPrefix(address, "postgres:") {
		driver, source = "pgx", address
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	books := storetest.Open(t, address, store.WithClock(func() time.Time { return matrixNow }))
	server := start(t, Config{Version: "test", Store: books, People: somePeople(t, books)}, nil)
	w := &country{house: &house{testServer: server, contract: readDocument(t, server.Server), db: db, postgres: driver == "pgx"}, child: map[string]ledger.ID{}, roles: map[ledger.ID]ledger.ID{}}
	if w.watch, err = db.Conn(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.watch.Close() })
	w.build()
	return w
}

func (w *country) build() {
	for _, id := range []*ledger.ID{&w.a, &w.b, &w.f, &w.g1, &w.g2, &w.g3, &w.g4} {
		*id = store.NewBookID()
	}
	for _, id := range []*ledger.ID{&w.p1, &w.p2, &w.p3, &w.w1, &w.w2} {
		*id = store.NewID()
	}
	w.organizations()
	w.books()
	w.signIn()
	w.subjects()
	w.things()
}

func (w *country) organizations() {
	for _, o := range []struct {
		id         ledger.ID
		kind, name string
	}{{w.a, "ngo", "Yayasan Kapuas"}, {w.b, "government", "Dinas Landak"}, {w.f, "funder", "Dana Bersama"}} {
		w.at(o.id, func(ctx context.Context, s *store.Store) error {
			if err := s.AddHome(ctx, o.id, o.name); err != nil {
				return err
			}
			return insertRow(ctx, s, "organizations", "home", o.id, "kind", o.kind, "name", o.name, "created_at", 1)
		})
	}
	for _, g := range []struct{ id, lead ledger.ID }{{w.p1, w.a}, {w.p2, w.a}, {w.p3, w.b}} {
		w.add("programmes", "home", g.lead, "id", g.id, "name", "Program", "starts", 20000, "ends", 30000, "created_at", 1)
		w.takePart(g.lead, g.id, g.lead, "lead")
	}
	w.takePart(w.a, w.p1, w.f, "funder")
}

func (w *country) takePart(home, programme, organization ledger.ID, part string) {
	w.add("programme_organizations", "home", home, "programme", programme, "organization", organization, "role", part, "since", 1, "until", 0)
}

func (w *country) books() {
	dewi, sari := w.register(w.a), w.register(w.b)
	for _, b := range []struct {
		kind  string
		name  string
		id    ledger.ID
		book  ledger.BookKind
		owner people.Scope
		org   ledger.ID
		side  string
	}{
		{"group that shares its members' lines", "G1", w.g1, ledger.GroupBook, people.Scope{Kind: people.AtGroup, ID: w.g1}, w.a, "A"},
		{"group that shares its totals", "G2", w.g2, ledger.GroupBook, people.Scope{Kind: people.AtGroup, ID: w.g2}, w.a, "A"},
		{"group that shares nothing", "G3", w.g3, ledger.GroupBook, people.Scope{Kind: people.AtGroup, ID: w.g3}, w.b, "B"},
		{"group that shares nothing", "G4", w.g4, ledger.GroupBook, people.Scope{Kind: people.AtGroup, ID: w.g4}, w.a, "A"},
		{"book of a programme", "of P1", store.NewBookID(), ledger.ProgrammeBook, people.Scope{Kind: people.AtProgramme, ID: w.p1}, w.a, "A"},
		{"book of a programme", "of P3", store.NewBookID(), ledger.ProgrammeBook, people.Scope{Kind: people.AtProgramme, ID: w.p3}, w.b, "B"},
		{"book of an organisation", "of A", store.NewBookID(), ledger.ProgrammeBook, people.Scope{Kind: people.AtOrganization, ID: w.a}, w.a, "A"},
		{"book of an organisation", "of B", store.NewBookID(), ledger.ProgrammeBook, people.Scope{Kind: people.AtOrganization, ID: w.b}, w.b, "B"},
		{"book of a person", "of Dewi", store.NewBookID(), ledger.BusinessBook, people.Scope{Kind: people.OfPerson, ID: dewi}, w.a, "A"},
		{"book of a person", "of Sari", store.NewBookID(), ledger.BusinessBook, people.Scope{Kind: people.OfPerson, ID: sari}, w.b, "B"},
		{"book of a workshop", "of W1", store.NewBookID(), ledger.PracticeBook, people.Scope{Kind: people.AtWorkshop, ID: w.w1}, w.a, "A"},
		{"book of a workshop", "of W2", store.NewBookID(), ledger.PracticeBook, people.Scope{Kind: people.AtWorkshop, ID: w.w2}, w.b, "B"},
		{"book that is nobody's", "nobody's", store.NewBookID(), ledger.GroupBook, people.Scope{}, ledger.ID{}, ""},
	} {
		w.open(target{"book", b.kind, "the book " + b.name, b.id, b.owner, b.side}, b.book, b.org)
	}
	w.share(w.g1, w.p1, "members")
	w.share(w.g2, w.p1, "totals")
	for _, o := range []target{{name: "A", id: w.a, side: "A"}, {name: "B", id: w.b, side: "B"}} {
		o.param, o.kind, o.owner = "organization", "organisation", people.Scope{Kind: people.AtOrganization, ID: o.id}
		w.targets = append(w.targets, o)
	}
	for _, o := range []target{{name: "P1", id: w.p1, side: "A"}, {name: "P2", id: w.p2, side: "A"}, {name: "P3", id: w.p3, side: "B"}} {
		o.param, o.kind, o.owner = "programme", "programme", people.Scope{Kind: people.AtProgramme, ID: o.id}
		w.targets = append(w.targets, o)
	}
	w.callers = append(w.callers, w.newCaller("none", people.Scope{}, "A", active, w.a, dewi), w.newCaller("none", people.Scope{}, "B", active, w.b, sari))
	w.lent = store.NewBookID()
	for _, x := range []struct {
		kind, name string
		id         ledger.ID
		book       ledger.BookKind
		home, org  ledger.ID
		side       string
	}{
		{"book of a person who lets officers look", "the book of Tuti", store.NewBookID(), ledger.HouseholdBook, w.a, w.a, "A"},
		{"book of a person who lets officers look", "the book of Wati", store.NewBookID(), ledger.PracticeBook, w.b, w.b, "B"},
		{"book of a group's person who lets officers look", "the book of Yuni", w.lent, ledger.BusinessBook, w.g1, w.a, "A"},
	} {
		person := w.register(x.home)
		w.consent(person, people.BookAccess)
		w.open(target{"book", x.kind, x.name, x.id, people.Scope{Kind: people.OfPerson, ID: person}, x.side}, x.book, x.org)
		w.callers = append(w.callers, w.newCaller("none", people.Scope{}, x.side, active, x.home, person))
	}
	w.consent(dewi, people.ProgrammeData) // another purpose opens no book
}

// open opens a book for its owner, or the installation's own.
func (w *country) open(t target, kind ledger.BookKind, organization ledger.ID) {
	w.t.Helper()
	if _, err := w.store.OpenBook(w.t.Context(), ledger.Operator, ledger.Book{ID: t.id, Kind: kind, Name: "Buku " + t.name, Currency: ledger.IDR}); err != nil {
		w.t.Fatal(err)
	}
	if t.owner.Kind != "" {
		w.add("book_owners", "book", t.id, "kind", string(t.owner.Kind), "owner", t.owner.ID, "organization", organization, "since", 1)
	}
	w.targets = append(w.targets, t)
}

func (w *country) share(group, programme ledger.ID, share string) {
	w.add("programme_groups", "home", group, "programme", programme, "share", share, "agreed_by", ledger.ID{}, "since", 1, "until", 0)
}

// signIn makes a caller for every role at every place, in every state.
func (w *country) signIn() {
	device := w.device()
	w.child["device "+w.g1.String()] = device
	for _, at := range []struct {
		kind people.ScopeKind
		id   ledger.ID
		home ledger.ID // where such people are registered, and which gives the role
		side string
	}{
		{people.AtOrganization, w.a, w.a, "A"}, {people.AtOrganization, w.b, w.b, "B"}, {people.AtOrganization, w.f, w.f, "F"},
		{people.AtProgramme, w.p1, w.a, "A"}, {people.AtProgramme, w.p2, w.a, "A"}, {people.AtProgramme, w.p3, w.b, "B"},
		{people.AtGroup, w.g1, w.g1, "A"}, {people.AtGroup, w.g2, w.g2, "A"}, {people.AtGroup, w.g3, w.g3, "B"},
		{people.AtWorkshop, w.w1, w.a, "A"}, {people.AtWorkshop, w.w2, w.b, "B"},
	} {
		scope := people.Scope{Kind: at.kind, ID: at.id}
		for _, role := range people.RolesAt(at.kind) {
			person := w.register(at.home)
			w.child["role "+at.id.String()] = w.give(at.home, person, role, scope, 0, 0)
			for _, state := range []string{active, sessionRevoked, sessionExpired, deviceRevoked} {
				w.callers = append(w.callers, w.newCaller(string(role), scope, at.side, state, at.home, person))
			}
			for _, ended := range []struct {
				state          string
				until, revoked int64
			}{{roleRevoked, 0, 2}, {roleExpired, ledger.Micros(matrixNow), 0}} {
				person := w.register(at.home)
				w.give(at.home, person, role, scope, ended.until, ended.revoked)
				w.callers = append(w.callers, w.newCaller(string(role), scope, at.side, ended.state, at.home, person))
			}
		}
	}
	w.exec("UPDATE sessions SET device = (SELECT id FROM devices) WHERE agent = '" + deviceRevoked + "'")
	if _, err := w.config.People.RevokeDevice(w.t.Context(), operator, store.NewID(), w.g1, device, -1); err != nil {
		w.t.Fatal(err)
	}
	w.callers = append(w.callers, &caller{role: "operator", state: active, token: testToken, person: ledger.Operator}, &caller{role: "stranger", state: active})
}

// device is a new one of the first group.
func (w *country) device() ledger.ID {
	id := store.NewID()
	w.add("devices", "home", w.g1, "id", id, "name", "HP", "public_key", []byte("the key of "+id.String()), "enrolled_by", ledger.ID{}, "enrolled_at", 1,
		"lease_until", ledger.Micros(matrixNow.Add(time.Hour)), "last_seq", 0, "revoked_at", 0, "revoked_seq", 0, "request", 0, "seen_at", 1,
		"made_seq", 0, "made_since", 0, "clock_off", 0)
	return id
}

func (w *country) give(home, person ledger.ID, role people.Role, at people.Scope, until, revoked int64) ledger.ID {
	id := store.NewID()
	w.roles[person] = id
	w.add("roles", "home", home, "id", id, "person", person, "role", string(role), "scope_kind", string(at.Kind), "scope", at.ID, "since", 1, "until", until,
		"granted_by", ledger.Operator, "revoked_at", revoked, "revoked_by", ledger.ID{})
	return id
}

// newCaller begins a session of a person.
func (w *country) newCaller(role string, at people.Scope, side, state string, home, person ledger.ID) *caller {
	c := &caller{role: role, scope: at, side: side, state: state, person: person, token: "matrix " + store.NewID().String()}
	now := ledger.Micros(matrixNow)
	expires, revoked := now+3_600_000_000, int64(0)
	switch state {
	case sessionRevoked:
		revoked = now - 1
	case sessionExpired:
		expires = now
	}
	id := store.NewID()
	w.add("sessions", "token", people.HashOf(c.token), "id", id, "home", home, "person", person, "device", ledger.ID{}, "how", "pin", "agent", state,
		"created_at", now-1, "seen_at", now, "proved_at", now, "expires_at", expires, "revoked_at", revoked)
	if state == active {
		w.child["session "] = id
	}
	return c
}

// register adds a person with secrets of her own.
func (w *country) register(home ledger.ID) ledger.ID {
	w.t.Helper()
	w.persons++
	id, n := store.NewID(), w.persons
	secrets := []string{fmt.Sprintf("8137755%04d", n), fmt.Sprintf("61710152088%05d", n), fmt.Sprintf("Gang Rahasia nomor %05d", n), fmt.Sprintf("rahasia%05d@contoh.id", n)}
	facts := people.Facts{Name: fmt.Sprintf("Warga %05d", n), Phone: "+62" + secrets[0], NIK: secrets[1], Address: secrets[2], Email: secrets[3]}
	if _, err := w.config.People.Register(w.t.Context(), operator, people.NewPerson{ID: id, Home: home, Facts: facts, DoubleChecked: true}); err != nil {
		w.t.Fatal(err)
	}
	w.secrets = append(w.secrets, secrets...)
	return id
}

// subjects are the persons that paths name: registered by organisations and groups.
func (w *country) subjects() {
	for _, home := range []struct {
		kind string
		id   ledger.ID
		at   people.ScopeKind
		side string
	}{
		{"person whom an organisation registered", w.a, people.AtOrganization, "A"}, {"person whom an organisation registered", w.b, people.AtOrganization, "B"},
		{"person whom a group registered", w.g1, people.AtGroup, "A"}, {"person whom a group registered", w.g3, people.AtGroup, "B"},
	} {
		person := w.register(home.id)
		w.targets = append(w.targets, target{"person", home.kind, "somebody of " + home.side, person, people.Scope{Kind: home.at, ID: home.id}, home.side})
		w.callers = append(w.callers, w.newCaller("none", people.Scope{}, home.side, active, home.id, person))
		w.consent(person, people.ProgrammeData)
	}
}

// consent lets a person agree to a purpose.
func (w *country) consent(person ledger.ID, purpose people.Purpose) {
	w.t.Helper()
	consent := store.NewID()
	if _, err := w.config.People.GiveConsent(w.t.Context(), operator, people.Consent{ID: consent, Person: person, Purpose: purpose,
		TextVersion: "v1", Language: "id", How: "written"}); err != nil {
		w.t.Fatal(err)
	}
	w.child["consent "+person.String()] = consent
}

// things are what lies below the targets: real ids wherever a path wants one.
func (w *country) things() {
	for _, t := range w.targets {
		switch t.param {
		case "book":
			w.child["account "+t.id.String()] = ledger.AccountID(t.id, "1101")
			w.child["entry "+t.id.String()] = store.NewID()
		case "organization":
			w.child["programme "+t.id.String()] = w.p1
		case "programme":
			w.child["organization "+t.id.String()] = w.f
		}
	}
	for _, c := range w.callers {
		if c.role == string(people.Treasurer) && c.state == active {
			entry := newID()
			w.house.post("/v1/books/"+c.scope.ID.String()+"/entries", plainEntry(entry, "2026-05-04", "1101", "3102", "1000"), "Authorization", "Bearer "+c.token)
			w.child["entry "+c.scope.ID.String()] = ledger.MustID(entry)
		}
	}
}

// at does something as one command at a home.
func (w *country) at(home ledger.ID, fn func(ctx context.Context, s *store.Store) error) {
	w.t.Helper()
	cmd := ledger.Command{ID: store.NewID(), Home: home, Name: "test.arrange", Version: 1, Actor: ledger.Operator}
	if _, err := w.store.Once(w.t.Context(), cmd, nil, func(ctx context.Context, s *store.Store) (string, error) { return "", fn(ctx, s) }); err != nil {
		w.t.Fatal(err)
	}
}

// add writes a row: column, value, column, value.
func (w *country) add(table string, pairs ...any) {
	w.t.Helper()
	err := w.store.Tx(w.t.Context(), func(ctx context.Context, s *store.Store) error { return insertRow(ctx, s, table, pairs...) })
	if err != nil {
		w.t.Fatal(table, err)
	}
}

func insertRow(ctx context.Context, s *store.Store, table string, pairs ...any) error {
	var columns, marks []string
	var values []any
	for i := 0; i < len(pairs); i += 2 {
		columns, marks, values = append(columns, pairs[i].(string)), append(marks, "?"), append(values, pairs[i+1])
	}
	_, err := s.DB().NewRaw("INSERT INTO "+table+" ("+strings.Join(columns, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", values...).Exec(ctx)
	return err
}

// version changes whenever somebody writes to the database; on PostgreSQL also when
// somebody writes to another one of the same server.
func (w *country) version() int64 {
	w.t.Helper()
	query := "PRAGMA data_version"
	if w.postgres {
		query = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
	}
	var v int64
	if err := w.watch.QueryRowContext(w.t.Context(), query).Scan(&v); err != nil {
		w.t.Fatal(err)
	}
	return v
}
