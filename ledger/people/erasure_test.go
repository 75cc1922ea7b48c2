package people_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// saves posts an amount that a member pays into her savings, or takes out of them
// when it is negative.
func (r *registry) saves(person ledger.ID, amount int64) {
	r.Helper()
	cash, savings := ledger.AccountID(r.group, "1101"), ledger.AccountID(r.group, "2101")
	sum := decimal.NewFromInt(amount)
	lines := []ledger.Line{ledger.Debit(cash, sum), ledger.Credit(savings, sum).With(person)}
	if amount < 0 {
		lines = []ledger.Line{ledger.Debit(savings, sum.Neg()).With(person), ledger.Credit(cash, sum.Neg())}
	}
	e := ledger.Entry{ID: store.NewID(), Book: r.group, Day: ledger.MustDate("2026-03-01"), Kind: "manual", Lines: lines}
	if _, err := r.s.PostEntry(r.Context(), r.officer.Person, e); err != nil {
		r.Fatal(err)
	}
}

// With something to settle nobody is erased, and she stays readable.
func TestErasureThatIsRefused(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		her := r.register(r.kapuas, siti())
		merged := r.register(r.kapuas, people.Facts{Name: "S. Aminah", BirthYear: 1987, Phone: siti().Phone})
		r.role(merged, people.Member, "group", r.group, r.group)
		r.saves(merged, 25000)
		if _, err := r.p.Merge(ctx, r.officer, store.NewID(), people.Merger{From: merged, Into: her, Reason: people.RegisteredTwice}); err != nil {
			t.Fatal(err)
		}
		_, err := r.p.Erase(ctx, r.officer, store.NewID(), her, r.asked())
		fails(t, "with savings under her old id", err, "erasure_open_balance")
		r.saves(merged, -25000)

		for _, role := range []people.Role{people.Treasurer, people.KeyHolder} {
			r.role(her, role, "group", r.group, r.group)
			command, asked := store.NewID(), r.asked()
			for range 2 {
				_, err = r.p.Erase(ctx, r.officer, command, her, asked)
				fails(t, string(role), err, "erasure_holds_office")
			}
			r.exec("UPDATE roles SET revoked_at = 1 WHERE person = ? AND role = ?", her, role)
		}
		_, err = r.p.Erase(ctx, r.officer, store.NewID(), merged, r.asked())
		fails(t, "a record that lives on in another", err, "already_merged")
		_, err = r.p.Erase(ctx, r.officer, store.NewID(), store.NewID(), r.asked())
		fails(t, "nobody", err, "unknown_person")
		if full, err := r.p.ReadPerson(ctx, r.officer, her); err != nil || full.Facts == nil || full.Facts.NIK != siti().NIK {
			t.Errorf("after refusals she is %+v %v", full, err)
		}
		if _, err := r.p.Erase(ctx, r.officer, store.NewID(), her, r.asked()); err != nil {
			t.Error("with everything settled:", err)
		}
	})
}

// After an erasure nothing tells who she was: not the database, and not a snapshot
// from before it, even with the master key. Books and chains hold as before. A copy
// of the key store from before shows that it is the key that counts.
func TestErasure(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		her := r.register(r.kapuas, siti())
		stays := r.register(r.kapuas, people.Facts{Name: "Rukiah", Phone: "0811 9999 888"})
		business, err := r.p.RegisterBusiness(ctx, r.officer, people.NewBusiness{ID: store.NewID(), Home: r.kapuas, Person: her, Name: "Kue Lapis Bu Siti"})
		if err != nil {
			t.Fatal(err)
		}
		var houses []ledger.ID
		for _, members := range [][]people.NewMember{{{Person: her, Relation: "head"}}, {{Person: her, Relation: "child"}, {Person: stays, Relation: "head"}}} {
			h, err := r.p.RegisterHousehold(ctx, r.officer, people.NewHousehold{ID: store.NewID(), Home: r.kapuas, Address: "Gang Beringin 7", Members: members})
			if err != nil {
				t.Fatal(err)
			}
			houses = append(houses, h.It.ID)
		}
		r.role(her, people.Member, "group", r.group, r.group)
		r.signIn(her)
		r.saves(her, 25000)
		r.saves(her, -25000)

		var before bytes.Buffer
		if err := r.s.Snapshot(ctx, &before); err != nil {
			t.Fatal(err)
		}
		copied := r.copyKeys()

		command, asked := store.NewID(), r.asked()
		made, err := r.p.Erase(ctx, r.officer, command, her, asked)
		if err != nil || !made.It.Erased || made.It.Name != "" || made.It.Phone != "" {
			t.Fatalf("erased %+v %v", made, err)
		}
		if again, err := r.p.Erase(ctx, r.officer, command, her, asked); err != nil || !again.Replayed || !again.It.Erased {
			t.Errorf("a repeat: %+v %v", again, err)
		}
		_, err = r.p.Erase(ctx, r.officer, store.NewID(), her, r.asked())
		fails(t, "erasing twice", err, "person_erased")
		_, err = r.p.Correct(ctx, r.officer, store.NewID(), her, people.PersonCorrection{})
		fails(t, "correcting who is erased", err, "person_erased")
		_, err = r.p.GiveConsent(ctx, r.officer, people.Consent{ID: store.NewID(), Person: her, Purpose: people.Photo, TextVersion: "1", Language: "id", How: "written"})
		fails(t, "a consent of who is erased", err, "person_erased")
		if again, err := r.p.Register(ctx, r.officer, people.NewPerson{ID: her, Home: r.kapuas, Facts: siti(), DoubleChecked: true}); err != nil || !again.Replayed || !again.It.Erased {
			t.Errorf("repeating her registration: %+v %v", again, err)
		}
		for what, n := range map[string]int{
			"indexes":     r.count("SELECT count(*) FROM persons WHERE id = ? AND (phone_index IS NOT NULL OR nik_index IS NOT NULL OR length(sealed) > 0 OR erased_at = 0)", her),
			"businesses":  r.count("SELECT count(*) FROM businesses WHERE person = ? AND length(sealed) > 0", her),
			"logins":      r.count("SELECT count(*) FROM logins WHERE person = ?", her),
			"credentials": r.count("SELECT count(*) FROM credentials WHERE person = ? AND (revoked_at = 0 OR length(secret) > 0)", her),
			"sessions":    r.count("SELECT count(*) FROM sessions WHERE person = ? AND (revoked_at = 0 OR agent <> '')", her),
			"roles":       r.count("SELECT count(*) FROM roles WHERE person = ? AND revoked_at = 0", her),
			"homes":       r.count("SELECT count(*) FROM household_members WHERE person = ? AND until = 0", her),
		} {
			if n != 0 {
				t.Errorf("%d %s are left", n, what)
			}
		}
		if b, err := r.p.Business(ctx, r.kapuas, business.It.ID); err != nil || b.Name != "" {
			t.Errorf("her business is %+v %v", b, err)
		}
		for i, want := range []bool{true, false} { // alone there, and not
			if h, err := r.p.ReadHousehold(ctx, r.officer, r.kapuas, houses[i]); err != nil || h.Erased != want || (h.Address == "") != want {
				t.Errorf("household %d is %+v %v", i, h, err)
			}
		}
		if r.keyStoreKey(houses[0]) != nil || r.keyStoreKey(houses[1]) == nil {
			t.Error("the key of the wrong household is gone")
		}
		if d, err := r.p.MyData(ctx, r.officer, her); err != nil || d.Person.Facts != nil {
			t.Errorf("her data is %+v %v", d, err)
		}
		if found, err := r.p.Search(ctx, r.kapuas, "Siti Aminah", 10); err != nil || len(found) != 0 {
			t.Errorf("a search finds %+v %v", found, err)
		}
		if other, err := r.p.Card(ctx, stays); err != nil || other.Name != "Rukiah" {
			t.Errorf("another is %+v %v", other, err)
		}
		if got := r.actions(r.group); !strings.Contains(got, "role.revoked") {
			t.Errorf("the group's chain says %s", got)
		}
		r.holds(r.s)

		for name, keys := range map[string]string{"now": r.keys, "copied before": copied} {
			address := storetest.SQLite(t)
			if _, err := store.Restore(ctx, address, bytes.NewReader(before.Bytes()), true); err != nil {
				t.Fatal(err)
			}
			old := storetest.Open(t, address)
			p := r.peopleOn(old, keys)
			full, err := p.ReadPerson(ctx, r.officer, her)
			if readable := full.Facts != nil && full.Facts.Name == siti().Name; err != nil || readable != (keys == copied) {
				t.Errorf("the old snapshot with the keys %s: %+v %v", name, full, err)
			}
			b, err := p.Business(ctx, r.kapuas, business.It.ID)
			if err != nil || (b.Name != "") != (keys == copied) {
				t.Errorf("her business in it with the keys %s: %+v %v", name, b, err)
			}
			if other, err := p.Card(ctx, stays); err != nil || other.Name != "Rukiah" {
				t.Errorf("another in it with the keys %s: %+v %v", name, other, err)
			}
			r.holds(old)
		}
	})
}

// copyKeys copies the key store, as a backup of it would.
func (r *registry) copyKeys() string {
	r.Helper()
	to := filepath.Join(r.TempDir(), "copy.db")
	for _, end := range []string{"", "-wal"} {
		raw, err := os.ReadFile(r.keys + end)
		if os.IsNotExist(err) && end != "" {
			continue
		}
		if err != nil {
			r.Fatal(err)
		}
		if err := os.WriteFile(to+end, raw, 0o600); err != nil {
			r.Fatal(err)
		}
	}
	return to
}

// The key that was destroyed is in no byte of the key store.
func TestTheKeyIsGone(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		her := r.register(r.kapuas, siti())
		key := r.keyStoreKey(her)
		if len(key) == 0 || !bytes.Contains(r.keyStoreBytes(), key) {
			t.Fatal("there is no key to look for")
		}
		if _, err := r.p.Erase(t.Context(), r.officer, store.NewID(), her, r.asked()); err != nil {
			t.Fatal(err)
		}
		if r.keyStoreKey(her) != nil || bytes.Contains(r.keyStoreBytes(), key) {
			t.Error("her key is still there")
		}
	})
}

func (r *registry) keyStoreBytes() []byte {
	r.Helper()
	var all []byte
	for _, end := range []string{"", "-wal"} {
		raw, err := os.ReadFile(r.keys + end)
		if err != nil && !os.IsNotExist(err) {
			r.Fatal(err)
		}
		all = append(all, raw...)
	}
	return all
}

func (r *registry) keyStoreKey(person ledger.ID) []byte {
	r.Helper()
	keys, err := store.OpenKeys(r.Context(), "sqlite:"+r.keys)
	if err != nil {
		r.Fatal(err)
	}
	defer func() {
		if err := keys.Close(); err != nil {
			r.Error(err)
		}
	}()
	found, err := keys.Get(r.Context(), person)
	if err != nil {
		r.Fatal(err)
	}
	return found[person]
}
