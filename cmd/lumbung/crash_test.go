package main

import (
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"os"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// chance is random numbers that a failing test can be given again in
// LUMBUNG_SEED.
func chance(t testing.TB) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	if given := os.Getenv("LUMBUNG_SEED"); given != "" {
		var err error
		if seed, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("again with the same chances: LUMBUNG_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// TestKilledUnderLoad kills the server (kill -9) in the middle of its work, again
// and again on the same database. What it acknowledged is there exactly once, as
// it was acknowledged; what it did not is wholly there or not at all.
func TestKilledUnderLoad(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		random := chance(t)
		l := &load{}
		for round := range rounds(2, 4, 100) {
			p := serve(t, address)
			l.v = p.village
			if round%10 == 0 { // and again from time to time: every round looks at all that was sent
				l.start(t, 3)
			}
			l.begin(8 + random.IntN(9))
			l.after(t, 10+random.IntN(120))
			p.kill()
			l.done.Wait()
			workIsOver(t, address, "lumbung")
			holds(t, address)

			p = serve(t, address)
			l.v = p.village
			nothingLost(t, l)
			p.stop(t)
			holds(t, address)
		}
	})
}

// workIsOver waits until PostgreSQL has noticed the death of the program that
// called itself by the name: a commit that it had begun may still be carried out
// for a moment.
func workIsOver(t testing.TB, address, name string) {
	t.Helper()
	if isSQLite(address) {
		return
	}
	db := open(t, address)
	defer func() { _ = db.Close() }() // only read
	until(t, "no connection of the killed program is left", func() bool {
		var n int
		if err := db.QueryRow(`SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND application_name = $1`, name).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n == 0
	})
}

// nothingLost compares the books with what was sent and what was acknowledged,
// sends everything again, and compares once more.
func nothingLost(t testing.TB, l *load) {
	t.Helper()
	sent := l.end(t)
	before := entriesOf(t, l.v, l.books)
	missing := 0
	for _, s := range sent {
		is, there := before[s.post.ID]
		switch {
		case s.yes != nil && !there:
			t.Errorf("entry %s was acknowledged and is lost", s.post.ID)
		case s.yes != nil && !reflect.DeepEqual(is, decoded[any](t, s.yes.body)):
			t.Errorf("entry %s is not as it was acknowledged:\n%v\n%s", s.post.ID, is, s.yes.body)
		case there:
			isAsSent(t, s, is)
		default:
			missing++
		}
	}
	if len(before)+missing != len(sent) {
		t.Errorf("%d entries were sent, %d are missing, but %d are there", len(sent), missing, len(before))
	}
	t.Logf("%d entries sent, %d of them never acknowledged, %d of those not there; the server was busy %d times",
		len(sent), len(sent)-len(l.acknowledged()), missing, l.busy)

	// Sending everything again, in any order, changes nothing but fills in what
	// was missing.
	var again sync.WaitGroup
	var mu sync.Mutex
	queue := make(chan *sending)
	for range 8 {
		again.Add(1)
		go func() {
			defer again.Done()
			for s := range queue {
				a, err := l.v.ask(http.MethodPost, "/v1/books/"+s.book.String()+"/entries", s.post)
				mu.Lock()
				is, there := before[s.post.ID]
				switch {
				case err != nil || a.status != http.StatusCreated:
					t.Errorf("entry %s sent again: %v %v", s.post.ID, a, err)
				case there != (a.header.Get("Idempotency-Replayed") == "true"):
					t.Errorf("entry %s sent again: it was there: %v, and the answer has Idempotency-Replayed %q", s.post.ID, there, a.header.Get("Idempotency-Replayed"))
				case there && !reflect.DeepEqual(is, decoded[any](t, a.body)):
					t.Errorf("entry %s sent again: the answer is %s and the entry %v", s.post.ID, a.body, is)
				}
				if s.yes == nil {
					s.yes = &a
				}
				mu.Unlock()
			}
		}()
	}
	for _, i := range rand.Perm(len(sent)) {
		queue <- sent[i]
	}
	close(queue)
	again.Wait()

	after := entriesOf(t, l.v, l.books)
	if len(after) != len(sent) {
		t.Errorf("%d entries were sent and %d are there", len(sent), len(after))
	}
	for id, is := range before {
		if !reflect.DeepEqual(is, after[id]) {
			t.Errorf("entry %s was changed: %v, then %v", id, is, after[id])
		}
	}
	sums := map[ledger.ID]int64{}
	for _, s := range sent {
		amount, err := strconv.ParseInt(s.post.Lines[0].Debit, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		sums[s.book] += amount
	}
	for _, id := range l.books {
		if got, want := trial(t, l.v, id, "").TotalDebit, strconv.FormatInt(sums[id], 10); got != want {
			t.Errorf("book %s: the trial balance says %s, what was sent adds up to %s", id, got, want)
		}
	}
}

// entriesOf reads all entries of the books, whose sequences must have no gaps
// and no doubles.
func entriesOf(t testing.TB, v village, books []ledger.ID) map[ledger.ID]any {
	t.Helper()
	all := map[ledger.ID]any{}
	for _, id := range books {
		seen := map[int64]bool{}
		for _, raw := range v.items(t, "/v1/books/"+id.String()+"/entries") {
			e := decoded[shownEntry](t, string(raw))
			if _, twice := all[e.ID]; twice || seen[e.Sequence] {
				t.Errorf("entry %s, sequence %d, is there twice", e.ID, e.Sequence)
			}
			seen[e.Sequence] = true
			all[e.ID] = decoded[any](t, string(raw))
		}
		b := v.book(t, id)
		for n := int64(1); n <= b.Sequence; n++ {
			if !seen[n] {
				t.Errorf("book %s has no entry with sequence %d", id, n)
			}
		}
		if int64(len(seen)) != b.Sequence {
			t.Errorf("book %s says it has %d entries and lists %d", id, b.Sequence, len(seen))
		}
	}
	return all
}

// isAsSent compares an entry with what was sent, line by line.
func isAsSent(t testing.TB, s *sending, is any) {
	t.Helper()
	raw, err := json.Marshal(is)
	if err != nil {
		t.Fatal(err)
	}
	got := decoded[post](t, string(raw))
	if !reflect.DeepEqual(got, s.post) {
		t.Errorf("entry %s was sent as %+v and is %+v", s.post.ID, s.post, got)
	}
}

// TestPostgresKilledUnderLoad crashes the database under the working server. It
// says "not now" until the database is back, goes on by itself, and nothing is
// lost or doubled.
func TestPostgresKilledUnderLoad(t *testing.T) {
	random := chance(t)
	cluster := storetest.NewCluster(t, storetest.Server{Durable: true})
	address := cluster.Address("postgres")
	p := serve(t, address)
	l := &load{v: p.village}
	l.start(t, 2)
	l.begin(12)
	l.after(t, 30)
	var known ledger.ID
	for known = range l.acknowledged() {
		break
	}
	for round := range rounds(1, 3, 40) {
		l.after(t, 10+random.IntN(100))
		// A crash, but now and then an orderly stop, which ends connections in
		// another way.
		if err := cluster.Stop(round%3 != 1); err != nil {
			t.Fatal(err)
		}
		saysNotNow(t, p.village, l.books[0], known)
		if err := cluster.Start(); err != nil {
			t.Fatal(err)
		}
		until(t, "the server is ready again after the database is", func() bool {
			a, err := p.ask(http.MethodGet, "/readyz", nil)
			return err == nil && a.status == http.StatusOK
		})
	}
	l.after(t, 30)
	nothingLost(t, l)
	if log := p.log.String(); strings.Contains(log, "a request failed") || strings.Contains(log, "panicked") {
		t.Error("the server took the database's trouble for its own")
	}
	p.stop(t)
	holds(t, address)
}

// saysNotNow asks for everything there is while the database is away.
func saysNotNow(t testing.TB, v village, book, entry ledger.ID) {
	t.Helper()
	if a, err := v.ask(http.MethodGet, "/healthz", nil); err != nil || a.status != http.StatusOK {
		t.Errorf("without a database the program is alive all the same: %v %v", a, err)
	}
	b := "/v1/books/" + book.String()
	one := b + "/entries/" + entry.String()
	var asked sync.WaitGroup
	for _, r := range []struct {
		method, path string
		body         any
	}{
		{"GET", "/readyz", nil}, {"GET", "/v1/books", nil}, {"GET", b, nil}, {"GET", b + "/accounts", nil}, {"GET", b + "/accounts/1101", nil},
		{"GET", b + "/accounts/1101/statement", nil}, {"GET", b + "/funds", nil}, {"GET", b + "/entries", nil}, {"GET", one, nil},
		{"GET", b + "/trial-balance", nil}, {"GET", b + "/trial-balance?day=2026-01-31&fund=loan", nil}, {"GET", b + "/periods", nil},
		{"GET", b + "/verification", nil}, {"GET", b + "/exports/hledger", nil}, {"GET", b + "/exports/csv", nil},
		{"POST", "/v1/books", map[string]any{"id": store.NewBookID(), "kind": "group", "name": "Nanti"}},
		{"POST", b + "/funds", map[string]any{"code": "nanti", "name": "Nanti"}},
		{"POST", b + "/accounts", map[string]any{"code": "1999", "names": map[string]any{"id": "Nanti"}, "class": "asset"}},
		{"POST", b + "/entries", saving(book, 1)},
		{"POST", one + "/reversal", map[string]any{}},
		{"POST", b + "/transfers", map[string]any{"day": "2026-01-31", "amount": "1", "from": map[string]any{"fund": "loan"}, "to": map[string]any{"fund": "social"}}},
		{"POST", b + "/periods", map[string]any{"through": "2020-01-31"}},
	} {
		asked.Add(1)
		go func() {
			defer asked.Done()
			start := time.Now()
			a, err := v.ask(r.method, r.path, r.body)
			if err != nil || a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" ||
				!strings.HasPrefix(a.header.Get("Content-Type"), "application/problem+json") {
				t.Errorf("%s %s without a database: %v %v, Retry-After %q", r.method, r.path, a, err, a.header.Get("Retry-After"))
			}
			if took := time.Since(start); took > 30*time.Second {
				t.Errorf("%s %s without a database took %s to say so", r.method, r.path, took)
			}
		}()
	}
	asked.Wait()
}
