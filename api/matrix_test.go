package api

import (
	"cmp"
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/valyala/fasthttp"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// powersFile says who is let through to what. -update writes it from what the server
// does; a change in it is a change of who may do what.
var powersFile = filepath.Join("testdata", "powers.txt")

const powersHead = `Who is let through to what, as the server does it (go test ./api -run Matrix -update).

Below every action stands, for every kind of thing that it is done to, who may come
to it: the place where somebody has her role, seen from the thing, and the roles that
count there. Who is not named is turned away. Whoever is let through may still be
refused by the command itself, for what she asks: "its own organisation: officer"
on the end of a role is not yet leave to end every role.
`

// cell is one request of the matrix.
type cell struct {
	route   Route
	variant string
	target  target
	caller  *caller
	rel     string
}

func (c cell) String() string {
	return fmt.Sprintf("%s %s on %s %s by %s [%s]", c.route.Method, c.route.Path, cmp.Or(c.target.name, "nothing"), c.variant, c.caller, c.rel)
}

// row is where the cell stands in the table of powers, who is what stands there.
func (c cell) row() string {
	action := c.route.Action
	if c.variant != "" {
		action += " about " + c.variant
	}
	return action + "\n  " + cmp.Or(c.target.kind, "-")
}

func (c cell) who() string {
	if c.rel == "" || c.rel == "herself" {
		return cmp.Or(c.rel, map[string]string{"none": "whoever has signed in"}[c.caller.role], c.caller.role)
	}
	return c.rel + ": " + c.caller.role
}

var pathParameter = regexp.MustCompile(`\{(\w+)\}`)

// cells is the whole product of routes, targets and callers.
func (w *country) cells() []cell {
	var all []cell
	for _, r := range w.Routes() {
		if r.Public {
			continue
		}
		targets := []target{{}}
		if first := pathParameter.FindStringSubmatch(r.Path); first != nil && slices.ContainsFunc(w.targets, func(t target) bool { return t.param == first[1] }) {
			targets = slices.DeleteFunc(slices.Clone(w.targets), func(t target) bool { return t.param != first[1] })
		}
		variants := append([]string{""}, w.narrowings(r)...)
		for _, t := range targets {
			for _, v := range variants {
				for _, c := range w.callers {
					all = append(all, cell{r, v, t, c, w.relation(c, t)})
				}
			}
		}
	}
	return all
}

// narrowings are the ways to ask a route for the lines of one person or one thing: as
// many as its query has parameters for it.
func (w *country) narrowings(r Route) []string {
	var all []string
	if w.asks(r, "party") {
		all = append(all, "herself", "another")
	}
	if w.asks(r, "item") {
		all = append(all, "an item")
	}
	if len(all) == 3 {
		all = append(all, "an item of herself")
	}
	return all
}

// asks reports whether the query of a route has the parameter.
func (w *country) asks(r Route, name string) bool {
	op := object(object(object(w.contract["paths"])[r.Path])[strings.ToLower(r.Method)])
	return slices.ContainsFunc(list(op["parameters"]), func(p any) bool {
		return textOf(object(p)["in"]) == "query" && textOf(object(p)["name"]) == name
	})
}

// path is the cell's path with real ids, or with an unknown one for the target.
func (w *country) path(c cell, unknown bool) string {
	of, first := c.target.id.String(), true
	path := pathParameter.ReplaceAllStringFunc(c.route.Path, func(param string) string {
		param = strings.Trim(param, "{}")
		named := first && param == c.target.param
		first = false
		switch {
		case named && unknown:
			return strangeID
		case named:
			return of
		}
		if id, ok := w.child[param+" "+of]; ok {
			return id.String()
		}
		if id, ok := w.child[param+" "]; ok && c.target.param == "" {
			return id.String()
		}
		return strangeID
	})
	switch c.variant {
	case "herself":
		path += "?party=" + c.caller.person.String()
	case "another":
		path += "?party=" + w.callers[0].person.String()
	case "an item":
		path += "?item=" + w.callers[0].person.String()
	case "an item of herself":
		path += "?item=" + w.callers[0].person.String() + "&party=" + c.caller.person.String()
	}
	return path
}

// strangeID is the id of nothing.
const strangeID = "0190a0a0-0000-7000-8000-00000000dead"

// send sends a cell's request: whatever passes the gate is refused before it changes
// anything, for its body is empty and its command has no id. The answer is the
// server's own, without a connection between.
func (w *country) send(c cell, unknown bool) answer {
	w.t.Helper()
	var ctx fasthttp.RequestCtx
	var request fasthttp.Request
	request.Header.SetMethod(c.route.Method)
	request.SetRequestURI(w.path(c, unknown))
	request.Header.SetHost("localhost")
	request.Header.Set("X-Request-ID", "matrix-request")
	if c.caller.token != "" {
		request.Header.Set("Authorization", "Bearer "+c.caller.token)
	}
	if c.route.Method != http.MethodGet {
		request.Header.Set(keyHeader, ledger.ID{}.String())
		if c.route.Method != http.MethodDelete {
			request.Header.SetContentType("application/json")
			request.SetBodyString("{}")
		}
	}
	ctx.Init(&request, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)}, nil)
	w.App().Server().Handler(&ctx)
	return answer{status: ctx.Response.StatusCode(), body: string(ctx.Response.Body())}
}

// turnedAway reports whether the answer is a denial: nobody, forbidden, or as if what
// the path names were not there. That a thing below it is not there is none.
func turnedAway(c cell, a answer) bool {
	return a.status == http.StatusUnauthorized || a.status == http.StatusForbidden ||
		a.status == http.StatusNotFound && c.target.param != "" && strings.Contains(a.body, `"code":"unknown_`+c.target.param+`"`)
}

// pairwise keeps, of who is in force, one cell for every route, kind of target, role and
// relation: all that the table of powers says. Of all states it keeps the first cells
// among which every two values of route, role, relation and state meet that meet at all.
func pairwise(all []cell) []cell {
	type pair struct{ a, b string }
	met, said := map[pair]bool{}, map[pair]bool{}
	var kept []cell
	for i := range all {
		// A stride that has no divisor in common with the length scatters the callers.
		c := all[(i*7919)%len(all)]
		route, role, rel, state := c.route.Method+c.route.Path+c.variant, "role "+c.caller.role, c.rel+" to "+c.target.kind, "state "+c.caller.state
		says := pair{route + c.row(), c.who()}
		fresh := c.caller.state == active && !said[says]
		said[says] = said[says] || fresh
		for _, p := range []pair{{route, role}, {route, rel}, {route, state}, {role, rel}, {role, state}, {rel, state}} {
			fresh = fresh || !met[p]
			met[p] = true
		}
		if fresh {
			kept = append(kept, c)
		}
	}
	return kept
}

func TestMatrix(t *testing.T) {
	t.Parallel()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		w := newCountry(t, address)
		all := w.cells()
		if len(all)%7919 == 0 {
			t.Fatal("the stride does not reach every cell")
		}
		cells, powers := all, readPowers(t)
		switch {
		case *update && !w.postgres:
			cells = slices.DeleteFunc(slices.Clone(all), func(c cell) bool { return c.caller.state != active })
			writePowers(t, w, cells)
			powers, cells = readPowers(t), pairwise(all)
		case os.Getenv("LUMBUNG_SOAK") == "":
			cells = pairwise(all)
			if testing.Short() { // beside the race detector a tenth of them; the plain run sends them all
				few := cells[:0]
				for i := 0; i < len(cells); i += 10 {
					few = append(few, cells[i])
				}
				cells = few
			}
		}
		t.Logf("%d cells of %d: %d routes, %d targets, %d callers", len(cells), len(all), len(w.Routes()), len(w.targets), len(w.callers))
		var denied, allowed []cell
		for _, c := range cells {
			if powers.let(c) {
				allowed = append(allowed, c)
			} else {
				denied = append(denied, c)
			}
		}
		w.denied(t, denied)
		w.allowed(t, allowed)
		w.refusedByCommands(t)
		w.endsAtOnce(t)
	})
}

// denied sends what must be turned away, in blocks after which nothing has changed.
func (w *country) denied(t *testing.T, cells []cell) {
	t.Helper()
	before, version := w.digest(), w.version()
	size := 1
	if w.postgres {
		size = 500 // there a change elsewhere on the server costs a look at everything
	}
	for block := range slices.Chunk(cells, size) {
		for _, c := range block {
			a := w.send(c, false)
			switch {
			case !turnedAway(c, a):
				t.Errorf("let through: %s\nanswered %d %.200q", c, a.status, a.body)
				w.abide(t, seen{c.route, c.variant, c.target, c.caller, c.rel, true, a})
			case a.status != http.StatusUnauthorized && c.target.param != "" && mustNotKnow(c):
				if b := w.send(c, true); a.status != b.status || a.body != b.body {
					t.Errorf("tells that it is there: %s\nanswered %d %s\nand of an unknown one %d %s", c, a.status, a.body, b.status, b.body)
				}
			case c.caller.signedOut() && a.status != http.StatusUnauthorized:
				t.Errorf("known without a session: %s\nanswered %d %s", c, a.status, a.body)
			}
			for _, secret := range w.secretsIn(a.body) {
				t.Errorf("a denial tells %q: %s", secret, c)
			}
		}
		if now := w.version(); now != version {
			// On PostgreSQL another test's database may be what has changed.
			if version = now; w.digest() == before {
				continue
			}
			t.Errorf("a denied call has changed something: %s", w.culprit(block))
			before, version = w.digest(), w.version()
		}
	}
}

// mustNotKnow reports whether the target is none of the caller's business.
func mustNotKnow(c cell) bool {
	return c.rel == "" && c.caller.role == "none" || c.target.kind == "book of a person" && c.rel != "herself" && c.caller.role != "operator" || strings.HasPrefix(c.rel, "foreign ") || c.caller.state == roleRevoked || c.caller.state == roleExpired ||
		strings.HasSuffix(c.rel, " of the same organisation") || c.target.side == "" && c.caller.role != "operator"
}

// culprit finds the call that changes something, by sending them once more.
func (w *country) culprit(block []cell) string {
	if len(block) == 1 {
		return block[0].String()
	}
	for _, c := range block {
		before := w.digest()
		w.send(c, false)
		if w.digest() != before {
			return c.String()
		}
	}
	return "one that does so only once, of " + block[0].String() + " to " + block[len(block)-1].String()
}

// allowed sends what must be let through.
func (w *country) allowed(t *testing.T, cells []cell) {
	t.Helper()
	for _, c := range cells {
		a := w.send(c, false)
		x := seen{c.route, c.variant, c.target, c.caller, c.rel, !turnedAway(c, a), a}
		if !x.through {
			t.Errorf("turned away: %s\nanswered %d %s", c, a.status, a.body)
			continue
		}
		w.abide(t, x)
	}
}

// abide holds a cell that was let through against the laws.
func (w *country) abide(t *testing.T, x seen) {
	t.Helper()
	c := cell{x.route, x.variant, x.target, x.caller, x.rel}
	for _, l := range laws {
		if l.broken(w, x) {
			t.Errorf("%s: broken by %s", l.name, c)
		}
	}
	if x.answer.status >= 500 {
		t.Errorf("%s answered %d %s", c, x.answer.status, x.answer.body)
	}
	if x.action(shownInFull...) {
		return
	}
	for _, secret := range w.secretsIn(x.answer.body) {
		t.Errorf("shows %q: %s", secret, c)
	}
}

var marked = regexp.MustCompile(`8137755\d{4}|61710152088\d{5}|Gang Rahasia nomor \d{5}|rahasia\d{5}@contoh\.id`)

// secretsIn are the marked secrets that a text holds.
func (w *country) secretsIn(text string) []string { return marked.FindAllString(text, -1) }

// powers is the table: who is let through, by row.
type powers map[string]map[string]bool

// let reports whether the table lets the cell through. A role that is not in force is
// none, and so is a session.
func (p powers) let(c cell) bool {
	who := c.who()
	switch c.caller.state {
	case active:
	case roleRevoked, roleExpired:
		who = "whoever has signed in"
	default:
		return false
	}
	here := p[c.row()]
	return here[who]
}

func writePowers(t *testing.T, w *country, cells []cell) {
	t.Helper()
	table, turned := powers{}, powers{}
	note := func(in powers, c cell) {
		if in[c.row()] == nil {
			in[c.row()] = map[string]bool{}
		}
		in[c.row()][c.who()] = true
	}
	for _, c := range cells {
		if turnedAway(c, w.send(c, false)) {
			note(turned, c)
			continue
		}
		note(table, c)
	}
	for row, whos := range table {
		for who := range whos {
			if turned[row][who] {
				t.Errorf("%s\n    %s is let through here and turned away there", row, who)
			}
		}
	}
	var text strings.Builder
	text.WriteString(powersHead)
	rows := map[string]bool{}
	for _, in := range []powers{table, turned} {
		for row := range in {
			rows[row] = true
		}
	}
	last := ""
	for _, row := range slices.Sorted(maps.Keys(rows)) {
		action, kind, _ := strings.Cut(row, "\n")
		if action != last {
			fmt.Fprintf(&text, "\n%s\n", action)
			last = action
		}
		fmt.Fprintf(&text, "%s\n", kind)
		for _, who := range grouped(table[row]) {
			fmt.Fprintf(&text, "    %s\n", who)
		}
	}
	if err := os.WriteFile(powersFile, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// grouped puts the roles of a place on one line.
func grouped(whos map[string]bool) []string {
	places := map[string][]string{}
	for _, who := range slices.Sorted(maps.Keys(whos)) {
		place, role, _ := strings.Cut(who, ": ")
		places[place] = append(places[place], role)
	}
	if len(places) == 0 {
		return []string{"nobody"}
	}
	var lines []string
	for _, place := range slices.Sorted(maps.Keys(places)) {
		line := place
		if roles := strings.Join(places[place], ", "); roles != "" {
			line += ": " + roles
		}
		lines = append(lines, line)
	}
	return lines
}

func readPowers(t *testing.T) powers {
	t.Helper()
	raw, err := os.ReadFile(powersFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	table := powers{}
	action, row := "", ""
	_, body, _ := strings.Cut(string(raw), "\n\n")
	_, body, _ = strings.Cut(body, "\n\n")
	for line := range strings.Lines(body) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "":
		case strings.HasPrefix(line, "    "):
			place, roles, some := strings.Cut(strings.TrimSpace(line), ": ")
			for role := range strings.SplitSeq(roles, ", ") {
				if some {
					role = place + ": " + role
				} else {
					role = place
				}
				table[row][role] = true
			}
		case strings.HasPrefix(line, "  "):
			row = action + "\n" + line
			table[row] = map[string]bool{}
		default:
			action = line
		}
	}
	return table
}
