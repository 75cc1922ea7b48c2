package people_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver under the dump

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Nothing that tells who somebody is stands anywhere in the database: not in the
// rows, not in the commands, not in the chains.
func TestNothingPersonalInTheDatabase(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		f := siti()
		f.Categories = []string{"widow_rahasia"}
		if _, err := r.p.AddCategory(ctx, r.officer, people.Category{ID: store.NewID(), Home: r.kapuas, Code: "widow_rahasia", NameID: "Janda", NameEN: "Widow"}); err != nil {
			t.Fatal(err)
		}
		her := r.register(r.kapuas, f)
		name, address := "Siti Zubaidah Tersembunyi", "Jalan Rahasia 99"
		if _, err := r.p.Correct(ctx, r.officer, store.NewID(), her, people.PersonCorrection{FactsCorrection: people.FactsCorrection{Name: &name, Address: &address}}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.p.Register(ctx, r.officer, people.NewPerson{ID: store.NewID(), Home: r.kapuas, Facts: f}); err == nil {
			t.Fatal("a double was let in")
		}
		if _, err := r.p.RegisterBusiness(ctx, r.officer, people.NewBusiness{ID: store.NewID(), Home: r.kapuas, Person: her, Name: "Kue Lapis Tersembunyi", Trade: "kue rahasia"}); err != nil {
			t.Fatal(err)
		}
		house := people.NewHousehold{ID: store.NewID(), Home: r.kapuas, Address: "Gang Terpencil 3", Members: []people.NewMember{{Person: her, Relation: "head"}}}
		if _, err := r.p.RegisterHousehold(ctx, r.officer, house); err != nil {
			t.Fatal(err)
		}
		if _, err := r.p.MyData(ctx, r.officer, her); err != nil {
			t.Fatal(err)
		}
		if _, err := r.p.Search(ctx, r.kapuas, "Siti Zubaidah Tersembunyi", 10); err != nil {
			t.Fatal(err)
		}
		// What must be found shows that the search through the bytes works.
		dump := r.dump(t)
		for _, open := range []string{"person.registered", "Yayasan Kapuas", "household.registered"} {
			if !bytes.Contains(dump, []byte(open)) {
				t.Fatalf("the dump does not even hold %q", open)
			}
		}
		for _, secret := range []string{"Aminah", "Daeng", "Zubaidah", "Tersembunyi", "siti.rahasia", "81234567834", "3456-7834", f.NIK, "Beringin", "Rahasia 99",
			"Kue Lapis", "kue rahasia", "Terpencil", "birth_year", "washington", "\"seeing\""} {
			if bytes.Contains(dump, []byte(secret)) {
				t.Errorf("the database holds %q", secret)
			}
		}
		if n := bytes.Count(dump, []byte("widow_rahasia")); n == 0 {
			t.Error("the list of categories is not in the dump")
		}
		if n := r.count("SELECT count(*) FROM persons WHERE length(sealed) > 0"); n < 2 {
			t.Errorf("%d persons are sealed", n)
		}
	})
}

// dump is every byte of a SQLite database, and of PostgreSQL every value of every
// table, its bytes as they are.
func (r *registry) dump(t *testing.T) []byte {
	t.Helper()
	ctx := context.Background()
	if path, ok := strings.CutPrefix(r.address, "sqlite:"); ok {
		var all []byte
		for _, end := range []string{"", "-wal"} {
			raw, err := os.ReadFile(path + end)
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			all = append(all, raw...)
		}
		return all
	}
	db, err := sql.Open("pgx", r.address)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // only read
	var out bytes.Buffer
	for _, table := range names(t, ctx, db, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") {
		rows, err := db.QueryContext(ctx, `SELECT * FROM "`+table+`"`)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, places := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				places[i] = &values[i]
			}
			if err := rows.Scan(places...); err != nil {
				t.Fatal(err)
			}
			for _, v := range values {
				if raw, ok := v.([]byte); ok {
					out.Write(raw)
				} else {
					fmt.Fprint(&out, v)
				}
				out.WriteByte('\n')
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		_ = rows.Close() // read to its end
	}
	return out.Bytes()
}

func names(t *testing.T, ctx context.Context, db *sql.DB, query string) []string {
	t.Helper()
	rows, err := db.QueryContext(ctx, query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }() // read to its end
	var all []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		all = append(all, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// No error holds what was sent.
func TestErrorsTellNothing(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		f := siti()
		f.Phone, f.NIK, f.Email, f.Name = "0812 RAHASIA", "61710RAHASIA", "RAHASIA@", strings.Repeat("RAHASIA ", 40)
		_, err := r.p.Register(t.Context(), r.officer, people.NewPerson{ID: store.NewID(), Home: r.kapuas, Facts: f})
		if err == nil || strings.Contains(fmt.Sprintf("%+v", err), "RAHASIA") {
			t.Errorf("refused with %v", err)
		}
		r.register(r.kapuas, siti())
		_, err = r.p.Register(t.Context(), r.officer, people.NewPerson{ID: store.NewID(), Home: r.kapuas, Facts: siti()})
		if ledger.CodeOf(err) != "possible_double" || strings.Contains(err.Error(), "Siti") {
			t.Errorf("a double is refused with %v", err)
		}
	})
}
