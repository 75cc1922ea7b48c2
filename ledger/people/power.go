package people

import (
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Share is how much a group lets a programme see.
type Share string

// From nothing to every member's own lines.
const (
	ShareNothing Share = "nothing"
	ShareTotals  Share = "totals"
	ShareMembers Share = "members"
)

// Covers reports whether this much is at least as much as what is asked for.
func (s Share) Covers(asked Share) bool {
	order := []Share{"", ShareNothing, ShareTotals, ShareMembers}
	return slices.Index(order, s) >= slices.Index(order, asked)
}

// Part is what an organisation is to a programme.
type Part string

// The parts. A lead and an implementer work in it; a funder and an observer watch.
const (
	Lead        Part = "lead"
	Implementer Part = "implementer"
	Funder      Part = "funder"
	Watcher     Part = "observer"
)

// Taking is an organisation that takes part in a programme now.
type Taking struct {
	Organization ledger.ID
	Part         Part
}

// ProgrammeLink is a programme that bears on something, how much of it the
// programme may see, and who runs the programme.
type ProgrammeLink struct {
	Programme ledger.ID
	Share     Share
	Partners  []Taking
}

// Target is what something is done to, with all that decides who may do it.
type Target struct {
	Owner      Scope           // whose it is; without a kind it is the installation's
	Book       ledger.ID       // the book that it is, when it is one
	Person     ledger.ID       // whom it is about, when it is about somebody
	Registrar  ledger.ID       // the organisation that registered it
	Programmes []ProgrammeLink // of a group: those it agreed to share with; of a programme: itself
	Consented  bool            // of a person's own book: she lets officers look into it
}

// Allowed says who may do an action. A list that is empty lets nobody in that way.
type Allowed struct {
	Operator     bool   // of the installation, on what belongs to it, and on organisations as such
	Self         bool   // the person it is about, or whose book it is
	Anybody      bool   // whoever has signed in; the handler shows only what is hers
	Group        []Role // at the group itself
	Workshop     []Role
	Organization []Role // at the organisation itself
	Programme    []Role // at a programme, or at an organisation that works in it
	Keepers      []Role // of a programme's own book: at the programme, or at an organisation that leads it or carries it out
	Share        Share  // what a group must share before its programmes count; default totals
	Registrar    []Role // at the organisation that registered the group
	// Consent is for a person's own book, as long as she consents: at the organisation
	// that registered her, or at a programme with which her group shares its members'
	// lines, or an organisation that works in that.
	Consent []Role
}

// Lets reports whether the caller may do it to the target.
func (a Allowed) Lets(c Caller, t Target) bool {
	if c.Operator {
		return a.Operator && c.Knows(t)
	}
	if c.Person.IsZero() {
		return false
	}
	if a.Anybody || a.Self && (t.Person == c.Person || t.Owner.Kind == OfPerson && t.Owner.ID == c.Person) {
		return true
	}
	switch t.Owner.Kind {
	case AtGroup:
		if c.Is(t.Owner, a.Group...) || !t.Registrar.IsZero() && c.Is(Scope{AtOrganization, t.Registrar}, a.Registrar...) {
			return true
		}
	case AtOrganization:
		return c.Is(t.Owner, a.Organization...)
	case AtWorkshop:
		return c.Is(t.Owner, a.Workshop...)
	case OfPerson:
		if !t.Consented {
			return false
		}
		if c.Is(Scope{AtOrganization, t.Registrar}, a.Consent...) {
			return true
		}
		a.Programme, a.Share = a.Consent, ShareMembers
	case AtProgramme:
		if a.keeps(c, t) {
			return true
		}
	default:
		return false
	}
	return a.throughProgrammes(c, t)
}

// keeps reports whether the caller keeps the money of the programme whose book it is.
func (a Allowed) keeps(c Caller, t Target) bool {
	return slices.ContainsFunc(t.Programmes, func(l ProgrammeLink) bool {
		return c.Is(Scope{AtProgramme, l.Programme}, a.Keepers...) || slices.ContainsFunc(l.Partners, func(x Taking) bool {
			return (x.Part == Lead || x.Part == Implementer) && c.Is(Scope{AtOrganization, x.Organization}, a.Keepers...)
		})
	})
}

func (a Allowed) throughProgrammes(c Caller, t Target) bool {
	asked := a.Share
	if asked == "" {
		asked = ShareTotals
	}
	for _, l := range t.Programmes {
		if t.Owner.Kind != AtProgramme && !l.Share.Covers(asked) {
			continue
		}
		if c.Is(Scope{AtProgramme, l.Programme}, a.Programme...) {
			return true
		}
		for _, p := range l.Partners {
			roles := a.Programme
			if p.Part == Funder || p.Part == Watcher {
				roles = watching(roles)
			}
			if c.Is(Scope{AtOrganization, p.Organization}, roles...) {
				return true
			}
		}
	}
	return false
}

// watching are the roles that count at an organisation which only watches: whoever
// may look as an observer.
func watching(roles []Role) []Role {
	if slices.Contains(roles, Observer) {
		return []Role{Admin, Officer, Observer}
	}
	return nil
}

// Knows reports whether the caller has anything to do with the target, so that it
// is no secret to her that it is there.
func (c Caller) Knows(t Target) bool {
	if c.Operator { // what is the installation's, and that there are organisations, but not their books or people
		return t.Owner.Kind == "" || t.Owner.Kind == AtOrganization && t.Book.IsZero() && t.Person.IsZero()
	}
	if c.Person.IsZero() {
		return false
	}
	if t.Person == c.Person || t.Owner.Kind == OfPerson && t.Owner.ID == c.Person {
		return true
	}
	shared := ShareTotals
	if t.Owner.Kind == OfPerson {
		if !t.Consented {
			return false
		}
		shared = ShareMembers
	}
	return slices.ContainsFunc(c.Grants, func(g Grant) bool {
		if g.Scope == t.Owner || g.Scope == (Scope{AtOrganization, t.Registrar}) && !t.Registrar.IsZero() {
			return true
		}
		return slices.ContainsFunc(t.Programmes, func(l ProgrammeLink) bool {
			if t.Owner.Kind != AtProgramme && !l.Share.Covers(shared) {
				return false
			}
			return g.Scope == Scope{AtProgramme, l.Programme} || slices.ContainsFunc(l.Partners, func(x Taking) bool {
				return g.Scope == Scope{AtOrganization, x.Organization}
			})
		})
	})
}

// BelongsTo reports whether the caller has a role at the very group or workshop whose
// thing the target is.
func (c Caller) BelongsTo(t Target) bool {
	return slices.ContainsFunc(c.Grants, func(g Grant) bool {
		return g.Scope == t.Owner && (t.Owner.Kind == AtGroup || t.Owner.Kind == AtWorkshop)
	})
}
