package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// What the tests of power loss, of lost commits and of several processes share:
// commands that can be sent again and again, and the oracle that compares them
// with what a database holds.

// seed returns the seed of a random test. LUMBUNG_SEED gives the one that a
// failing test printed.
func seed(t testing.TB) uint64 {
	t.Helper()
	chance := rand.Uint64()
	if given := os.Getenv("LUMBUNG_SEED"); given != "" {
		var err error
		if chance, err = strconv.ParseUint(given, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("again with the same chances: LUMBUNG_SEED=%d", chance)
	return chance
}

// cuts is how many faults a test makes: fewer with -short, many with
// LUMBUNG_SOAK.
func cuts(short, normal, soak int) int {
	switch {
	case os.Getenv("LUMBUNG_SOAK") != "":
		return soak
	case testing.Short():
		return short
	}
	return normal
}

// deed is one command as plain data. It happens wholly or not at all, and has the
// same answer whenever it is sent.
type deed struct {
	Kind   string
	Stage  int // it needs what came in the stages before
	Book   ledger.ID
	Other  ledger.ID   // the second book of a grant
	ID     ledger.ID   // of its command
	Posts  []ledger.ID // its entries
	Amount int64
	Undone ledger.ID // what a reversal undoes
}

const (
	openABook  = "open a book"
	postOne    = "post an entry"
	postAll    = "post entries that stand or fall together" // each entry is a command
	grant      = "post into two books"
	refuse     = "be refused"
	reverseOne = "reverse an entry"
)

// someDeeds makes the commands of one run: some books, many posts, reversals.
func someDeeds(chance *rand.Rand, books, posts int) []*deed {
	id := func() (id ledger.ID) {
		for i := range id {
			id[i] = byte(chance.Uint32())
		}
		id[6], id[8] = id[6]&0x0f|0x70, id[8]&0x3f|0x80
		return id
	}
	var deeds []*deed
	var homes, singles []ledger.ID
	home := map[ledger.ID]ledger.ID{}
	for range books {
		b := id()
		homes = append(homes, b)
		deeds = append(deeds, &deed{Kind: openABook, Book: b, ID: b})
	}
	for range posts {
		first := chance.IntN(books)
		d := &deed{Stage: 1, Book: homes[first], Other: homes[(first+1)%books], ID: id(), Amount: 1 + chance.Int64N(100_000)}
		switch n := chance.IntN(10); {
		case n < 6:
			d.Kind, d.Posts = postOne, []ledger.ID{d.ID}
			singles = append(singles, d.ID)
			home[d.ID] = d.Book
		case n < 7:
			d.Kind = postAll
			for range 2 + chance.IntN(6) {
				d.Posts = append(d.Posts, id())
			}
			d.ID = d.Posts[0]
		case n < 9:
			d.Kind, d.Posts = grant, []ledger.ID{id(), id()}
		default:
			d.Kind = refuse
		}
		deeds = append(deeds, d)
	}
	for _, n := range chance.Perm(len(singles))[:len(singles)/4] {
		d := &deed{Kind: reverseOne, Stage: 2, Book: home[singles[n]], ID: id(), Undone: singles[n]}
		d.Posts = []ledger.ID{d.ID}
		deeds = append(deeds, d)
	}
	return deeds
}

func (d *deed) String() string { return fmt.Sprintf("command %s, to %s", d.ID, d.Kind) }

// entry is the deed's n-th entry.
func (d *deed) entry(n int) ledger.Entry {
	book := d.Book
	if d.Kind == grant && n == 1 {
		book = d.Other
	}
	e := pair(book, "2026-03-01", "1101", "2101", d.Amount+int64(n), nil)
	e.ID, e.Memo = d.Posts[n], strings.Repeat("simpanan ", int(d.Amount%40))
	return e
}

// send sends the command. The answer says where its entries are and their hashes.
func (d *deed) send(ctx context.Context, s *store.Store) (answer string, replayed bool, err error) {
	switch d.Kind {
	case openABook:
		made, err := s.OpenBook(ctx, actor, ledger.Book{ID: d.Book, Kind: ledger.GroupBook, Name: "Kelompok Melati", Currency: ledger.IDR})
		return "opened", made.Replayed, err
	case postOne:
		made, err := s.PostEntry(ctx, actor, d.entry(0))
		return placeOf(made.It), made.Replayed, err
	case reverseOne:
		made, err := s.Reverse(ctx, actor, d.ID, d.Book, d.Undone, 0, "salah tulis")
		return placeOf(made.It), made.Replayed, err
	case postAll:
		entries := make([]ledger.Entry, len(d.Posts))
		for n := range entries {
			entries[n] = d.entry(n)
		}
		made, errs, err := s.PostEntries(ctx, actor, entries, true)
		if err != nil {
			return "", false, err
		}
		var places []string
		for n, m := range made {
			if errs[n] != nil {
				return "", false, errs[n]
			}
			places = append(places, placeOf(m.It))
			replayed = m.Replayed
		}
		return strings.Join(places, ", "), replayed, nil
	}
	cmd := ledger.Command{ID: d.ID, Home: d.Book, Name: "test.fault", Version: 1, Body: fmt.Append(nil, d.Kind, d.Amount), Actor: actor}
	res, err := s.Once(ctx, cmd, []ledger.ID{d.Book}, func(ctx context.Context, s *store.Store) (string, error) {
		if d.Kind == refuse {
			if _, err := s.Post(ctx, pair(d.Book, "2026-03-01", "1101", "2101", d.Amount, nil)); err != nil {
				return "", err
			}
			return "", ledger.E(ledger.Refused, "over_the_cap", "")
		}
		// The second book was not named: the command is run again with it.
		posted, err := s.Post(ctx, d.entry(0), d.entry(1))
		if err != nil {
			return "", err
		}
		return placeOf(posted[0]) + ", " + placeOf(posted[1]), nil
	})
	if d.Kind == refuse && ledger.CodeOf(err) == "over_the_cap" && ledger.KindOf(err) == ledger.Refused {
		return "refused", res.Replayed, nil
	}
	return res.Resource, res.Replayed, err
}

func placeOf(p ledger.Posted) string { return fmt.Sprintf("%d %x", p.Sequence, p.Hash[:]) }

// held is what a database holds: commands, and entries by where they are.
type held struct {
	commands map[[2]ledger.ID]ledger.Outcome
	entries  map[[2]ledger.ID]string
}

func heldBy(ctx context.Context, s *store.Store) (held, error) {
	h := held{map[[2]ledger.ID]ledger.Outcome{}, map[[2]ledger.ID]string{}}
	_, db := s.Pools()
	rows, err := db.QueryContext(ctx, `SELECT home, id, 0, outcome, NULL FROM commands UNION ALL SELECT book, id, seq, '', hash FROM entries`)
	if err != nil {
		return h, err
	}
	defer rows.Close()
	for rows.Next() {
		var home, id ledger.ID
		var seq int64
		var outcome string
		var hash []byte
		if err := rows.Scan(&home, &id, &seq, &outcome, &hash); err != nil {
			return h, err
		}
		key := [2]ledger.ID{home, id}
		if seq == 0 {
			if _, twice := h.commands[key]; twice {
				return h, fmt.Errorf("command %s is there twice", id)
			}
			h.commands[key] = ledger.Outcome(outcome)
			continue
		}
		if _, twice := h.entries[key]; twice {
			return h, fmt.Errorf("entry %s is there twice", id)
		}
		h.entries[key] = fmt.Sprintf("%d %x", seq, hash)
	}
	return h, rows.Err()
}

// of returns how much of a deed the database holds: its parts, how many of them
// are there, and the answer that its entries make.
func (h held) of(d *deed) (parts, there int, answer string) {
	commands := []ledger.ID{d.ID}
	if d.Kind == postAll {
		commands = d.Posts
	}
	want := ledger.OutcomePosted
	if d.Kind == refuse {
		want = ledger.OutcomeRefused
	}
	for _, id := range commands {
		if h.commands[[2]ledger.ID{d.Book, id}] == want {
			there++
		}
	}
	var places []string
	for n, id := range d.Posts {
		book := d.Book
		if d.Kind == grant && n == 1 {
			book = d.Other
		}
		if place, ok := h.entries[[2]ledger.ID{book, id}]; ok {
			there++
			places = append(places, place)
		}
	}
	answer = strings.Join(places, ", ")
	switch d.Kind {
	case openABook:
		answer = "opened"
	case refuse:
		answer = "refused"
	}
	return len(commands) + len(d.Posts), there, answer
}

// verdict is what the oracle found: acknowledged commands that are lost, and
// anything else that is wrong.
type verdict struct {
	lost  int
	wrong []string
}

func (v *verdict) say(format string, args ...any) {
	v.wrong = append(v.wrong, fmt.Sprintf(format, args...))
}

// judge compares a database with the commands sent to it and the answers that
// came ("" when none did); then it sends them all again and compares once more.
func judge(ctx context.Context, s *store.Store, deeds []*deed, answers []string) (v verdict) {
	before, err := heldBy(ctx, s)
	if err != nil {
		v.say("what is there cannot be read: %v", err)
		return v
	}
	missing := map[*deed]bool{}
	commands, entries := 0, 0
	for i, d := range deeds {
		parts, there, answer := before.of(d)
		switch {
		case there != 0 && there != parts:
			v.say("%s: half of it is there, %d parts of %d", d, there, parts)
		case there == 0 && answers[i] != "":
			v.lost++
			v.say("%s: it was acknowledged (%s) and is lost", d, answers[i])
		case there == 0:
			missing[d] = true
		case answers[i] != "" && answers[i] != answer:
			v.say("%s: it was acknowledged as %s and is %s", d, answers[i], answer)
		}
		entries += min(there, len(d.Posts))
		commands += there - min(there, len(d.Posts))
	}
	if len(before.commands) != commands || len(before.entries) != entries {
		v.say("there are %d commands and %d entries; of those that were sent, %d and %d", len(before.commands), len(before.entries), commands, entries)
	}
	v.check(ctx, s)
	if len(v.wrong) > 0 {
		return v
	}

	again := make([]string, len(deeds))
	sendAll(ctx, s, deeds, 8, func(i int, answer string, replayed bool, err error) {
		_, _, was := before.of(deeds[i])
		switch {
		case err != nil:
			v.say("%s, sent again: %v", deeds[i], err)
		case replayed == missing[deeds[i]]:
			v.say("%s, sent again: missing %v, and yet replayed %v", deeds[i], missing[deeds[i]], replayed)
		case replayed && answer != was:
			v.say("%s, sent again: the answer is %s and was %s", deeds[i], answer, was)
		}
		again[i] = answer
	})
	after, err := heldBy(ctx, s)
	if err != nil {
		v.say("what is there then cannot be read: %v", err)
		return v
	}
	commands, entries = 0, 0
	for i, d := range deeds {
		parts, there, answer := after.of(d)
		if there != parts || answer != again[i] {
			v.say("%s, sent again: %d parts of %d, %s, answered %s", d, there, parts, answer, again[i])
		}
		entries += len(d.Posts)
		commands += parts - len(d.Posts)
	}
	if len(after.commands) != commands || len(after.entries) != entries {
		v.say("all was sent again: there are %d commands of %d and %d entries of %d", len(after.commands), commands, len(after.entries), entries)
	}
	v.check(ctx, s)
	return v
}

func (v *verdict) check(ctx context.Context, s *store.Store) {
	r, err := s.Check(ctx)
	if err != nil {
		v.say("check: %v", err)
	}
	for _, f := range r.Findings {
		v.say("check: %s", f)
	}
}

// sendAll sends the commands, those of one stage by several workers at once. It
// calls done with each answer, one at a time.
func sendAll(ctx context.Context, s *store.Store, deeds []*deed, workers int, done func(i int, answer string, replayed bool, err error)) {
	var mu sync.Mutex
	for stage := range 3 {
		queue := make(chan int, len(deeds))
		for i, d := range deeds {
			if d.Stage == stage {
				queue <- i
			}
		}
		close(queue)
		var all sync.WaitGroup
		for range workers {
			all.Go(func() {
				for i := range queue {
					answer, replayed, err := deeds[i].send(ctx, s)
					mu.Lock()
					done(i, answer, replayed, err)
					mu.Unlock()
				}
			})
		}
		all.Wait()
	}
}

// first shortens a list of problems for printing.
func first(wrong []string) string {
	return strings.Join(wrong[:min(len(wrong), 8)], "\n") + strings.Repeat("\n...", min(1, max(0, len(wrong)-8)))
}

// pick returns one of the choices.
func pick[T any](chance *rand.Rand, choices ...T) T { return choices[chance.IntN(len(choices))] }
