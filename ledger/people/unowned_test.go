package people_test

import (
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// unowned opens a book that belongs to nobody.
func (o *town) unowned(kind ledger.BookKind) ledger.ID {
	o.Helper()
	id := store.NewBookID()
	_, err := o.s.OpenBook(o.Context(), ledger.Operator, ledger.Book{ID: id, Kind: kind, Name: "Buku Tanpa Pemilik", Currency: ledger.IDR})
	o.must("a book", err)
	return id
}

func TestABookOfNobodyIsHandedOverOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		programme := o.programme(o.kapuas, o.admin)
		group := o.unowned(ledger.GroupBook)
		for what, x := range map[string]struct {
			book ledger.ID
			want people.Owner // what is asked for may leave out what follows
			ask  people.Owner
		}{
			"a group's": {group, people.Owner{Scope: people.Scope{Kind: people.AtGroup, ID: group}, Organization: o.kapuas},
				people.Owner{Scope: people.Scope{Kind: people.AtGroup}, Organization: o.kapuas}},
			"a programme's": {o.unowned(ledger.ProgrammeBook), people.Owner{Scope: people.Scope{Kind: people.AtProgramme, ID: programme}, Organization: o.kapuas},
				people.Owner{Scope: people.Scope{Kind: people.AtProgramme, ID: programme}}},
			"an organisation's": {o.unowned(ledger.GeneralBook), people.Owner{Scope: people.Scope{Kind: people.AtOrganization, ID: o.landak}, Organization: o.landak},
				people.Owner{Scope: people.Scope{Kind: people.AtOrganization, ID: o.landak}}},
			"a woman's": {o.unowned(ledger.BusinessBook), people.Owner{Scope: people.Scope{Kind: people.OfPerson, ID: o.siti.Person}, Organization: o.kapuas},
				people.Owner{Scope: people.Scope{Kind: people.OfPerson, ID: o.siti.Person}}},
		} {
			if _, there, err := o.p.OwnerOf(t.Context(), x.book); there || err != nil {
				t.Fatalf("%s book has an owner already, %v", what, err)
			}
			id := store.NewID()
			for _, replayed := range []bool{false, true} {
				made, err := o.p.HandOver(t.Context(), operator, id, x.book, x.ask)
				if err != nil || made.Replayed != replayed || made.It != x.want {
					t.Fatalf("%s book: %+v, %v", what, made, err)
				}
			}
			if got, there, err := o.p.OwnerOf(t.Context(), x.book); !there || err != nil || got != x.want {
				t.Errorf("%s book is of %+v, %v", what, got, err)
			}
			_, err := o.p.HandOver(t.Context(), operator, store.NewID(), x.book, people.Owner{Scope: people.Scope{Kind: people.AtOrganization, ID: o.landak}})
			fails(t, what+" book a second time", err, "unknown_book")
		}
		if near, err := o.p.BooksNear(t.Context(), operator, ledger.ID{}, 10); err != nil || len(near) != 0 {
			t.Errorf("the operator still sees %v, %v", near, err)
		}
		o.sound()
	})
}

func TestWhoMayNotHandABookOver(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		book, owned := o.unowned(ledger.BusinessBook), o.group
		mine := people.Owner{Scope: people.Scope{Kind: people.AtOrganization, ID: o.kapuas}}
		at := func(kind people.ScopeKind, id ledger.ID) people.Owner {
			return people.Owner{Scope: people.Scope{Kind: kind, ID: id}, Organization: o.kapuas}
		}
		for what, x := range map[string]struct {
			by   people.Caller
			book ledger.ID
			to   people.Owner
			code string
		}{
			"by an administrator":        {o.admin, book, mine, "forbidden"},
			"a book that is somebody's":  {operator, owned, mine, "unknown_book"},
			"a book that is not there":   {operator, store.NewBookID(), mine, "unknown_book"},
			"an organisation as a book":  {operator, o.landak, mine, "unknown_book"},
			"to nobody":                  {operator, book, people.Owner{}, "required"},
			"to a workshop":              {operator, book, at(people.AtWorkshop, store.NewID()), "not_in_list"},
			"a business book to a group": {operator, book, at(people.AtGroup, book), "wrong_owner"},
			"to an unknown programme":    {operator, book, people.Owner{Scope: people.Scope{Kind: people.AtProgramme, ID: store.NewID()}}, "unknown_programme"},
			"to an unknown woman":        {operator, book, people.Owner{Scope: people.Scope{Kind: people.OfPerson, ID: store.NewID()}}, "unknown_person"},
			"to an unknown organisation": {operator, book, people.Owner{Scope: people.Scope{Kind: people.AtOrganization, ID: store.NewBookID()}}, "unknown_organization"},
			"to another's woman":         {operator, book, people.Owner{Scope: people.Scope{Kind: people.OfPerson, ID: o.siti.Person}, Organization: o.landak}, "unknown_person"},
			"to a book as organisation":  {operator, book, people.Owner{Scope: people.Scope{Kind: people.AtOrganization, ID: owned}}, "unknown_organization"},
		} {
			_, err := o.p.HandOver(t.Context(), x.by, store.NewID(), x.book, x.to)
			fails(t, what, err, x.code)
		}
		if _, there, err := o.p.OwnerOf(t.Context(), book); there || err != nil {
			t.Errorf("the book was handed over, %v", err)
		}
		o.sound()
	})
}
