package api

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// house is a server on a port of its own with a database of its own. Every
// answer that goes through [house.do] is held against the contract.
type house struct {
	*testServer
	contract contractDocument
	db       *sql.DB // past the server, as whoever owns the database
	postgres bool
}

// eachHouse runs fn on SQLite and on PostgreSQL.
func eachHouse(t *testing.T, fn func(t *testing.T, h *house), opts ...store.Option) {
	t.Helper()
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		t.Parallel()
		fn(t, newHouse(t, address, opts...))
	})
}

func newHouse(t *testing.T, address string, opts ...store.Option) *house {
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
	books := storetest.Open(t, address, opts...)
	s := start(t, Config{Version: "test", Store: books, People: somePeople(t, books)}, nil)
	return &house{testServer: s, contract: readDocument(t, s.Server), db: db, postgres: driver == "pgx"}
}

// somePeople puts people on a database of books, with a key store of their own.
func somePeople(t testing.TB, books *store.Store) *people.People {
	t.Helper()
	keys, err := store.OpenKeys(t.Context(), "sqlite:"+filepath.Join(t.TempDir(), "keys.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := keys.Close(); err != nil {
			t.Error(err)
		}
	})
	vault, err := people.NewVault(t.Context(), keys, bytes.Repeat([]byte{7}, people.MasterSize))
	if err != nil {
		t.Fatal(err)
	}
	return people.New(books, vault)
}

// do sends a request, and complains when the answer is not as the contract says.
func (h *house) do(method, path, body string, headers ...string) answer {
	h.t.Helper()
	a := h.call(method, path, body, headers...)
	for _, wrong := range h.contract.differences(method, path, a) {
		h.t.Errorf("%s %s answered %d, which is not in the contract: %s\n%s", method, path, a.status, wrong, a.body)
	}
	return a
}

// get and post are do for what must succeed.
func (h *house) get(path string) answer {
	h.t.Helper()
	a := h.do("GET", path, "")
	if a.status != 200 {
		h.t.Fatalf("GET %s answered %d %s", path, a.status, a.body)
	}
	return a
}

func (h *house) post(path, body string, headers ...string) answer {
	h.t.Helper()
	a := h.do("POST", path, body, headers...)
	if a.status != 201 {
		h.t.Fatalf("POST %s %s\nanswered %d %s", path, body, a.status, a.body)
	}
	return a
}

// refused is do for what must be refused with the status and the fields
// ("field:code field:code", or the bare code when no field is concerned).
func (h *house) refused(status int, problem, method, path, body string, headers ...string) answer {
	h.t.Helper()
	a := h.do(method, path, body, headers...)
	if a.status != status || problemOfAnswer(a) != problem {
		h.t.Errorf("%s %s %.300s\nanswered %d %s, want %d %s", method, path, body, a.status, a.body, status, problem)
	}
	return a
}

func problemOfAnswer(a answer) string {
	if len(a.problem.Errors) == 0 {
		return a.problem.Code
	}
	return fieldsOf(a.problem)
}

// opened is a book that a test works in, and the path of everything below it.
type opened struct {
	id   ledger.ID
	path string
}

func (h *house) open(kind, currency string) opened {
	h.t.Helper()
	id := store.NewBookID()
	h.post("/v1/books", fmt.Sprintf(`{"id":"%s","kind":"%s","name":"Buku uji","currency":"%s"}`, id, kind, currency))
	return opened{id, "/v1/books/" + id.String()}
}

// account is the id of an account that the book's chart has.
func (b opened) account(code string) string { return ledger.AccountID(b.id, code).String() }

// at digs a value out of a JSON answer: "items.0.id". What is not there is nil.
func (a answer) at(path string) any { return dig(a.decoded(), path) }

func (a answer) decoded() any {
	d := json.NewDecoder(strings.NewReader(a.body))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	return v
}

func dig(v any, path string) any {
	for step := range strings.SplitSeq(path, ".") {
		switch here := v.(type) {
		case map[string]any:
			v = here[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(here) {
				return nil
			}
			v = here[i]
		default:
			return nil
		}
	}
	return v
}

// text is at as text: a number by its digits, true and null by their names.
func (a answer) text(path string) string { return asText(a.at(path)) }

func asText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case nil:
		return "null"
	default:
		return fmt.Sprint(v)
	}
}

// says compares parts of an answer: path, wanted text, path, wanted text.
func says(t testing.TB, a answer, pairs ...string) {
	t.Helper()
	v := a.decoded()
	for i := 0; i < len(pairs); i += 2 {
		if got := asText(dig(v, pairs[i])); got != pairs[i+1] {
			t.Errorf("%s is %q, want %q in %s", pairs[i], got, pairs[i+1], a.body)
		}
	}
}

// walk turns all pages of a list and returns one field of every item.
func (h *house) walk(path string, query url.Values, field string, between ...func()) []string {
	h.t.Helper()
	var all []string
	query = maps2(query)
	for range 1000 {
		a := h.get(path + "?" + query.Encode())
		v := a.decoded()
		items := list(dig(v, "items"))
		for _, item := range items {
			all = append(all, asText(dig(item, field)))
		}
		if dig(v, "next_cursor") == nil {
			return all
		}
		if limit := query.Get("limit"); limit != "" && limit != strconv.Itoa(len(items)) {
			h.t.Fatalf("a page of %d with another one behind it, asked for %s", len(items), limit)
		}
		query.Set("cursor", asText(dig(v, "next_cursor")))
		for _, fn := range between {
			fn()
		}
	}
	h.t.Fatalf("the pages of %s have no end", path)
	return nil
}

func maps2(query url.Values) url.Values {
	copied := url.Values{}
	for name, values := range query {
		copied[name] = slices.Clone(values)
	}
	return copied
}

// digest is the whole contents of the database in one sum, read past the server.
func (h *house) digest() string {
	h.t.Helper()
	list := "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
	if h.postgres {
		list = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
	}
	tables := h.rows(list)
	if len(tables) < 10 {
		h.t.Fatalf("found only the tables %v", tables)
	}
	sum := sha256.New()
	for _, table := range tables {
		rows := h.rows("SELECT * FROM " + table)
		slices.Sort(rows)
		_, _ = fmt.Fprintln(sum, table, len(rows), rows)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// rows returns the rows of a query as texts.
func (h *house) rows(query string) []string {
	h.t.Helper()
	rows, err := h.db.QueryContext(h.t.Context(), query)
	if err != nil {
		h.t.Fatal(query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		h.t.Fatal(err)
	}
	var all []string
	for rows.Next() {
		values, places := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			places[i] = &values[i]
		}
		if err := rows.Scan(places...); err != nil {
			h.t.Fatal(err)
		}
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = fmt.Sprint(v)
			if raw, ok := v.([]byte); ok {
				texts[i] = fmt.Sprintf("%x", raw)
			}
		}
		all = append(all, strings.Join(texts, "|"))
	}
	if err := rows.Err(); err != nil {
		h.t.Fatal(err)
	}
	return all
}

// exec changes the database past the server, as whoever owns it could.
func (h *house) exec(statements ...string) {
	h.t.Helper()
	for _, s := range statements {
		if _, err := h.db.ExecContext(h.t.Context(), s); err != nil {
			h.t.Fatal(s, err)
		}
	}
}

// newID is an id as a client makes it.
func newID() string { return store.NewID().String() }

// plainEntry is an entry of two lines.
func plainEntry(id, day, debit, credit, amount string) string {
	return fmt.Sprintf(`{"id":"%s","day":"%s","lines":[{"account":"%s","debit":"%s"},{"account":"%s","credit":"%s"}]}`, id, day, debit, amount, credit, amount)
}

// sameLines returns the lines of an answered entry as they were answered.
func sameLines(t testing.TB, a answer) string {
	t.Helper()
	var entry struct {
		Lines json.RawMessage `json:"lines"`
	}
	if err := json.Unmarshal([]byte(a.body), &entry); err != nil {
		t.Fatal(err)
	}
	return string(entry.Lines)
}

// A digest notices every change: it would be worth nothing otherwise.
func TestDigestNoticesChanges(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		before := h.digest()
		if h.digest() != before {
			t.Fatal("two digests of the same database differ")
		}
		h.post(b.path+"/entries", plainEntry(newID(), "2026-03-01", "1101", "3102", "1"))
		if h.digest() == before {
			t.Error("the digest has not noticed an entry")
		}
		before = h.digest()
		h.do(http.MethodGet, b.path, "")
		if h.digest() != before {
			t.Error("reading has changed the database")
		}
	})
}
