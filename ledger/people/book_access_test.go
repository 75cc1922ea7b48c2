package people_test

import (
	"slices"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// looking lets officers look into a person's own book with her consent.
var looking = people.Allowed{Self: true, Organization: []people.Role{people.Admin, people.Officer, people.Finance}, Consent: []people.Role{people.Admin, people.Officer}}

// sight is what the caller may do with a book: look, know that it is there, or nothing.
func (o *town) sight(c people.Caller, book ledger.ID) string {
	o.Helper()
	target, err := o.p.Target(o.Context(), people.NamedBook, book)
	o.must("the target", err)
	switch {
	case looking.Lets(c, target):
		return "looks"
	case c.Knows(target):
		return "knows"
	}
	return ""
}

func (o *town) lists(c people.Caller, book ledger.ID) bool {
	o.Helper()
	near, err := o.p.BooksNear(o.Context(), c, ledger.ID{}, 100)
	o.must("the books", err)
	return slices.Contains(near, book)
}

func (o *town) agrees(person ledger.ID, purpose people.Purpose) ledger.ID {
	o.Helper()
	id := newID()
	_, err := o.p.GiveConsent(o.Context(), operator, people.Consent{ID: id, Person: person, Purpose: purpose, TextVersion: "1", Language: "id", How: "written"})
	o.must("a consent", err)
	return id
}

// Into a woman's own book nobody looks without her standing consent, and with it the
// officers of those who know her.
func TestAnOfficerNeedsHerConsent(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		g := o.programme(o.kapuas, o.admin)
		at := people.Scope{Kind: people.AtProgramme, ID: g}
		field, bystander := o.person(o.kapuas), o.person(o.kapuas)
		o.give(o.admin, field, people.Officer, people.AtProgramme, g)
		o.give(o.admin, bystander, people.Observer, people.AtProgramme, g)
		book := ledger.Book{ID: store.NewBookID(), Kind: ledger.HouseholdBook, Name: "Dompet", Currency: ledger.IDR}
		_, err := o.p.OpenBook(ctx, o.siti, book, people.Owner{Scope: people.Scope{Kind: people.OfPerson, ID: o.siti.Person}})
		o.must("her purse", err)
		landak := people.Scope{Kind: people.AtOrganization, ID: o.landak}
		callers := map[string]people.Caller{
			"herself": o.siti, "officer": o.as(o.officer, o.atKapuas()), "admin": o.as(o.admin, o.atKapuas()), "finance": o.as(o.finance, o.atKapuas()),
			"stranger": o.as(o.landakAdmin, landak), "chair": o.as(o.chair, o.melati()), "dewi": o.as(o.dewi, o.melati()),
			"field": o.as(field, at), "bystander": o.as(bystander, at), "operator": operator,
		}
		want := func(when string, sights map[string]string) {
			t.Helper()
			for who, c := range callers {
				if got := o.sight(c, book.ID); got != sights[who] {
					t.Errorf("%s: %s %q, want %q", when, who, got, sights[who])
				}
				if got := o.lists(c, book.ID); who != "operator" && got != (sights[who] == "looks") && !(got && sights[who] == "knows") {
					t.Errorf("%s: %s finds it in the list: %v", when, who, got)
				}
			}
		}
		alone := map[string]string{"herself": "looks"}
		want("without consent", alone)
		o.agrees(o.siti.Person, people.ProgrammeData)
		want("with consent to something else", alone)
		consent := o.agrees(o.siti.Person, people.BookAccess)
		office := map[string]string{"herself": "looks", "officer": "looks", "admin": "looks", "finance": "knows"}
		want("with her consent", office)

		// Her group shares its totals with the programme: that is not enough to see hers.
		share := func(s people.Share) {
			t.Helper()
			id := newID()
			_, err := o.p.ProposeSharing(ctx, o.secretary, id, o.group, g, s)
			o.must("a proposal", err)
			_, err = o.p.ConfirmProposal(ctx, o.chair, newID(), o.group, id)
			o.must("the chair agrees", err)
		}
		share(people.ShareTotals)
		want("with totals", office)
		share(people.ShareMembers)
		want("with the members' lines", map[string]string{"herself": "looks", "officer": "looks", "admin": "looks", "finance": "knows", "field": "looks", "bystander": "knows"})

		_, err = o.p.WithdrawConsent(ctx, o.siti, newID(), o.siti.Person, consent)
		o.must("she withdraws", err)
		want("withdrawn", alone)
		o.sound()
	})
}

// The book goes on being hers when she is merged with another record of herself.
func TestHerBookStaysHersWhenSheIsMerged(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		old, now := o.person(o.kapuas), o.person(o.kapuas)
		book := ledger.Book{ID: store.NewBookID(), Kind: ledger.BusinessBook, Name: "Warung", Currency: ledger.IDR}
		_, err := o.p.OpenBook(ctx, old, book, people.Owner{Scope: people.Scope{Kind: people.OfPerson, ID: old.Person}})
		o.must("her book", err)
		o.agrees(old.Person, people.BookAccess)
		o.records(old, "0812 3456 7801", "")
		o.records(now, "0812 3456 7801", "")
		_, err = o.p.Merge(ctx, o.officer, newID(), people.Merger{From: old.Person, Into: now.Person, Reason: people.RegisteredTwice})
		o.must("they are one", err)
		officer := o.as(o.officer, o.atKapuas())
		for who, c := range map[string]people.Caller{"herself": now, "the officer": officer} {
			if o.sight(c, book.ID) != "looks" || !o.lists(c, book.ID) {
				t.Errorf("%s %q, in the list: %v", who, o.sight(c, book.ID), o.lists(c, book.ID))
			}
		}
		err = o.erase(now)
		o.must("she is erased", err)
		if got := o.sight(officer, book.ID); got != "" {
			t.Errorf("after her erasure the officer %q", got)
		}
	})
}

// Whoever looks into a woman's own book leaves a trace that she sees; she herself none.
func TestALookIntoABookIsNoted(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		book := ledger.Book{ID: store.NewBookID(), Kind: ledger.BusinessBook, Name: "Warung", Currency: ledger.IDR}
		_, err := o.p.OpenBook(ctx, o.siti, book, people.Owner{Scope: people.Scope{Kind: people.OfPerson, ID: o.siti.Person}})
		o.must("her book", err)
		o.agrees(o.siti.Person, people.BookAccess)
		for id, by := range map[ledger.ID]people.Caller{book.ID: o.siti, o.group: o.officer} {
			target, err := o.p.Target(ctx, people.NamedBook, id)
			o.must("the target", err)
			o.must("no look", o.p.NoteLook(ctx, by, target))
		}
		target, err := o.p.Target(ctx, people.NamedBook, book.ID)
		o.must("the target", err)
		o.must("a look", o.p.NoteLook(ctx, o.officer, target))
		looks, err := o.p.Looks(ctx, people.Caller{Person: o.siti.Person}, o.siti.Person, people.Look{}, 10)
		if err != nil || len(looks) != 1 || looks[0].Action != "book.read" || looks[0].Role != "officer" || looks[0].Herself {
			t.Errorf("the looks are %+v %v", looks, err)
		}
		o.sound()
	})
}
