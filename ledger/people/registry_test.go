package people_test

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// registry is two organisations and a group that the first of them registered.
type registry struct {
	testing.TB
	address string
	keys    string // the path of the key store
	s       *store.Store
	p       *people.People

	kapuas, landak, group ledger.ID
	officer               people.Caller
}

func eachRegistry(t *testing.T, fn func(t *testing.T, r *registry)) {
	t.Helper()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		r := &registry{TB: t, address: address, s: storetest.Open(t, address), keys: filepath.Join(t.TempDir(), "keys.db")}
		r.p = r.peopleOn(r.s, r.keys)
		r.kapuas, r.landak = r.organization("Yayasan Kapuas"), r.organization("Dinas Landak")
		r.group = store.NewBookID()
		book := ledger.Book{ID: r.group, Kind: ledger.GroupBook, Name: "Kelompok Melati", Currency: ledger.Currency{Code: "IDR"}}
		if _, err := r.s.OpenBook(t.Context(), ledger.Operator, book); err != nil {
			t.Fatal(err)
		}
		r.exec("INSERT INTO book_owners (book, kind, owner, organization, since) VALUES (?, 'group', ?, ?, 0)", r.group, r.group, r.kapuas)
		r.officer = people.Caller{Person: r.register(r.kapuas, people.Facts{Name: "Petugas Lapangan"}), Home: r.kapuas, Device: store.NewID()}
		r.role(r.officer.Person, "officer", "organization", r.kapuas, r.kapuas)
		fn(t, r)
	})
}

// peopleOn opens the key store at the path with the one master key of these tests.
func (r *registry) peopleOn(s *store.Store, keys string) *people.People {
	r.Helper()
	opened, err := store.OpenKeys(context.Background(), "sqlite:"+keys)
	if err != nil {
		r.Fatal(err)
	}
	r.Cleanup(func() {
		if err := opened.Close(); err != nil {
			r.Error(err)
		}
	})
	vault, err := people.NewVault(context.Background(), opened, bytes.Repeat([]byte{7}, people.MasterSize))
	if err != nil {
		r.Fatal(err)
	}
	return people.New(s, vault)
}

func (r *registry) organization(name string) ledger.ID {
	r.Helper()
	id := store.NewBookID()
	cmd := ledger.Command{ID: store.NewID(), Home: id, Name: "organization.add", Version: 1, Actor: ledger.Operator}
	_, err := r.s.Once(context.Background(), cmd, nil, func(ctx context.Context, s *store.Store) (string, error) {
		if err := s.AddHome(ctx, id, name); err != nil {
			return "", err
		}
		_, err := s.DB().NewRaw("INSERT INTO organizations (home, kind, name, created_at) VALUES (?, 'ngo', ?, 0)", id, name).Exec(ctx)
		return "", err
	})
	if err != nil {
		r.Fatal(err)
	}
	return id
}

func (r *registry) exec(query string, args ...any) {
	r.Helper()
	err := r.s.Tx(context.Background(), func(ctx context.Context, s *store.Store) error {
		_, err := s.DB().NewRaw(query, args...).Exec(ctx)
		return err
	})
	if err != nil {
		r.Fatal(query, err)
	}
}

func (r *registry) count(query string, args ...any) int {
	r.Helper()
	var n int
	if err := r.s.DB().NewRaw(query, args...).Scan(context.Background(), &n); err != nil {
		r.Fatal(query, err)
	}
	return n
}

func (r *registry) role(person ledger.ID, role people.Role, kind string, scope, home ledger.ID) {
	r.Helper()
	r.exec(`INSERT INTO roles (home, id, person, role, scope_kind, scope, since, until, granted_by, revoked_at, revoked_by)
		VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?, 0, ?)`, home, store.NewID(), person, role, kind, scope, ledger.Operator, ledger.ID{})
}

// register registers somebody new who is no double.
func (r *registry) register(home ledger.ID, f people.Facts) ledger.ID {
	r.Helper()
	id := store.NewID()
	if _, err := r.p.Register(context.Background(), r.officer, people.NewPerson{ID: id, Home: home, Facts: f, DoubleChecked: true}); err != nil {
		r.Fatal(err)
	}
	return id
}

// fails checks the code of an error.
func fails(t testing.TB, what string, err error, code string) {
	t.Helper()
	if got := ledger.CodeOf(err); got != code {
		t.Errorf("%s: %v, want %q", what, err, code)
	}
}

// holds checks every book and chain of the store.
func (r *registry) holds(s *store.Store) {
	r.Helper()
	report, err := s.Check(context.Background())
	if err != nil {
		r.Fatal(err)
	}
	if len(report.Findings) > 0 {
		r.Errorf("the books do not hold: %v", report.Findings)
	}
}

// actions are what the chain of changes of a home says, oldest first.
func (r *registry) actions(home ledger.ID) string {
	r.Helper()
	all, err := r.s.Records(context.Background(), home, 0, 1000)
	if err != nil {
		r.Fatal(err)
	}
	var b strings.Builder
	for i := len(all) - 1; i >= 0; i-- {
		b.WriteString(all[i].Action + " ")
	}
	return b.String()
}

// siti is a woman with everything that can be known.
func siti() people.Facts {
	return people.Facts{Name: "Siti Aminah binti Daeng", Sex: people.Female, BirthYear: 1987, Phone: "0812-3456-7834", Email: "siti.rahasia@contoh.id",
		NIK: "6171015208870003", Address: "Gang Beringin 7, Sungai Jawi", WashingtonGroup: &people.WashingtonGroup{Seeing: people.MuchDifficulty, Hearing: people.Declined},
		Language: "id", Voice: true}
}
