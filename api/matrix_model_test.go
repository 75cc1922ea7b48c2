package api

import (
	"slices"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// relation is what the place of a caller's role is to a target, in words.
func (w *country) relation(c *caller, t target) string {
	at := c.scope
	switch {
	case c.role == "operator" || c.role == "stranger":
		return ""
	case c.person == t.id || t.owner.Kind == people.OfPerson && t.owner.ID == c.person:
		return "herself"
	case at.Kind == "":
		return ""
	case t.param == "" || t.side == "":
		return "any " + placeName(at.Kind)
	case at == t.owner:
		return "its own " + placeName(at.Kind)
	case c.side == "F" && at.Kind == people.AtOrganization:
		if t.owner == (people.Scope{Kind: people.AtProgramme, ID: w.p1}) || t.id == w.g1 || t.id == w.g2 || t.id == w.lent {
			return "funding organisation"
		}
		return "foreign organisation"
	case c.side != t.side:
		return "foreign " + placeName(at.Kind)
	case at.Kind == people.AtOrganization && t.owner.Kind == people.AtProgramme:
		return "leading organisation"
	case at.Kind == people.AtOrganization:
		return "registering organisation"
	case at.Kind == people.AtProgramme && (t.id == w.g1 || t.id == w.g2 || t.id == w.lent) && at.ID == w.p1:
		return "programme it shares with"
	case at.Kind == people.AtGroup && (at.ID == w.g1 || at.ID == w.g2) && t.owner.ID == w.p1:
		return "group that shares with it"
	}
	return placeName(at.Kind) + " of the same organisation"
}

func placeName(kind people.ScopeKind) string {
	if kind == people.AtOrganization {
		return "organisation"
	}
	return string(kind)
}

// seen is what a cell of the matrix came to.
type seen struct {
	route   Route
	variant string // what the query asks: "", "herself", "another", "an item", "an item of herself"
	target  target
	caller  *caller
	rel     string
	through bool
	answer  answer
}

func (x seen) action(names ...string) bool {
	return slices.ContainsFunc(names, func(n string) bool {
		return x.route.Action == n || strings.HasSuffix(n, ".") && strings.HasPrefix(x.route.Action, n)
	})
}

// aboutHerself reports whether the query asks for no lines but the caller's own.
func (x seen) aboutHerself() bool { return strings.HasSuffix(x.variant, "herself") }

// narrowed reports whether the query picks out lines of one person or one thing that
// need not be the caller's.
func (x seen) narrowed() bool { return x.variant != "" && !x.aboutHerself() }

func (x seen) names() bool { return x.target.param != "" }

// linesOfOthers are the actions that show or touch what single members have.
var linesOfOthers = []string{"entries.list", "entries.read", "books.export", "members.", "devices.", "quarantine.", "enrolments."}

// figures are the actions on a group's book that show no member.
var figures = []string{"books.read", "books.verify", "accounts.list", "accounts.read", "funds.list", "limits.list", "periods.list", "balances.read"}

// law is what must hold for every cell that was let through, whatever the table of
// powers says: broken reports whether it does not.
type law struct {
	name   string
	broken func(w *country, x seen) bool
}

var laws = []law{
	{"who has no session in force is let through to nothing", func(_ *country, x seen) bool { return x.caller.signedOut() }},
	{"a role that was revoked or has run out is no role", func(_ *country, x seen) bool {
		return x.names() && (x.caller.state == roleRevoked || x.caller.state == roleExpired)
	}},
	{"who has no role reaches nothing but her own", func(_ *country, x seen) bool {
		return x.names() && x.caller.role == "none" && x.rel != "herself"
	}},
	{"nobody of a foreign organisation reaches anything", func(_ *country, x seen) bool {
		return x.names() && x.caller.side != "" && x.caller.side != "F" && x.rel != "herself" && x.caller.side != x.target.side
	}},
	{"a funder reaches what it funds and what is shared with that alone, and only looks", func(w *country, x seen) bool {
		if x.caller.side != "F" || !x.names() {
			return false
		}
		return x.rel != "funding organisation" || x.route.Method != "GET" && !x.action("programme_roles.end") // the command asks whose
	}},
	{"an observer changes nothing but her own role", func(_ *country, x seen) bool {
		return x.caller.role == string(people.Observer) && x.names() && x.route.Method != "GET" && !x.action("organization_roles.end", "programme_roles.end")
	}},
	{"the operator reaches no book that has an owner", func(_ *country, x seen) bool {
		return x.caller.role == "operator" && x.target.param == "book" && x.target.side != "" && !x.action("books.hand_over") // the command asks whose it is
	}},
	{"the operator reaches no programme and no personal data", func(_ *country, x seen) bool {
		personal := x.action("people.", "members.", "households.", "businesses.", "consents.", "cards.", "sessions.", "passkeys.", "organization_records.", "book_records.")
		return x.caller.role == "operator" && (x.target.param == "programme" || x.target.param == "person" || personal && x.target.side != "")
	}},
	{"a book that is nobody's is the operator's alone", func(_ *country, x seen) bool {
		return x.target.param == "book" && x.target.side == "" && x.caller.role != "operator"
	}},
	{"groups are strangers to each other", func(_ *country, x seen) bool {
		return x.caller.scope.Kind == people.AtGroup && x.names() && x.rel != "herself" && x.caller.scope != x.target.owner
	}},
	{"who learns in a workshop reaches that workshop's books alone", func(_ *country, x seen) bool {
		return x.caller.scope.Kind == people.AtWorkshop && x.names() && x.caller.scope != x.target.owner
	}},
	{"programmes are strangers to each other, to organisations and to persons", func(_ *country, x seen) bool {
		return x.caller.scope.Kind == people.AtProgramme && x.names() && x.caller.scope != x.target.owner && x.rel != "programme it shares with"
	}},
	{"a programme changes nothing of a group, which has no payments", func(_ *country, x seen) bool {
		through := x.rel == "programme it shares with" || x.rel == "funding organisation"
		paying := x.action("payments.", "approval_limits.set", "approval_limits.confirm") // payments_not_used, says the command
		return through && x.target.owner.Kind == people.AtGroup && x.route.Method != "GET" && !paying
	}},
	{"a programme sees figures alone where a group shares its totals, and what is about herself", func(w *country, x seen) bool {
		through := x.rel == "programme it shares with" || x.rel == "funding organisation"
		return through && x.target.id == w.g2 && (!x.action(figures...) || x.narrowed()) && !x.aboutHerself()
	}},
	{"the organisation that registered a group sees no figures that the group does not share, but what is about herself", func(_ *country, x seen) bool {
		money := x.action(figures...) || x.action("entries.", "statements.", "books.export", "funds.", "limits.", "periods.", "accounts.")
		return x.rel == "registering organisation" && x.target.kind == "group that shares nothing" && money && !x.aboutHerself()
	}},
	{"a member sees no list with others' lines", func(_ *country, x seen) bool {
		return x.caller.role == string(people.Member) && x.names() && x.rel != "herself" && (x.action(linesOfOthers...) || x.action("statements.read") && !x.aboutHerself() || x.narrowed())
	}},
	{"who only trains or watches sees no person in full", func(_ *country, x seen) bool {
		return slices.Contains([]string{"trainer", "observer", "finance", "approver"}, x.caller.role) && x.target.param == "person"
	}},
	{"a person's own book is hers alone, unless she lets officers look", func(_ *country, x seen) bool {
		if x.target.param != "book" || x.target.owner.Kind != people.OfPerson || x.rel == "herself" || x.action("books.hand_over") { // the command asks whose it is
			return false
		}
		return x.target.kind == "book of a person" || x.route.Method != "GET" || !slices.Contains([]string{"admin", "officer"}, x.caller.role)
	}},
	{"a group's office sees no person in full", func(_ *country, x seen) bool {
		return x.caller.scope.Kind == people.AtGroup && x.rel != "herself" && x.action("people.read", "people.data", "people.reads")
	}},
}

// shownInFull are the actions whose answers may hold what is personal of the one
// person that they name.
var shownInFull = []string{"people.read", "people.data"}
