package people_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// Whoever is told that somebody is registered elsewhere has asked in the open, and not
// without end.
func TestProbingIsWrittenDown(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		o.records(o.siti, "0812 3456 7801", "")
		officer := o.landakAdmin
		ask := func() error {
			_, err := o.p.Register(ctx, officer, people.NewPerson{ID: newID(), Home: o.landak, Facts: people.Facts{Name: "Siti", Phone: "0812 3456 7801"}})
			return err
		}
		var found *people.Doubles
		if err := ask(); !errors.As(err, &found) || len(found.Here) != 0 || len(found.Elsewhere) != 1 || found.Elsewhere[0] != "Yayasan Kapuas" {
			t.Fatalf("she is told %+v %v", found, err)
		}
		looks, err := o.p.Looks(ctx, o.siti, o.siti.Person, people.Look{}, 10)
		if err != nil || len(looks) != 1 || looks[0].Action != "person.probe" || looks[0].Of != "Dinas Landak" || looks[0].Name != "Warga" {
			t.Errorf("she sees %+v %v", looks, err)
		}
		// Her own home learns that it was, but not who works elsewhere.
		looks, err = o.p.Looks(ctx, o.admin, o.siti.Person, people.Look{}, 10)
		if err != nil || len(looks) != 1 || looks[0].Name != "" || looks[0].Of != "Dinas Landak" {
			t.Errorf("her home sees %+v %v", looks, err)
		}
		if got := (&registry{TB: t, s: o.s}).actions(o.landak); !strings.HasSuffix(got, "person.probed ") {
			t.Errorf("the chain of who asked says %s", got)
		}
		for range 48 {
			fails(t, "a probe", ask(), "possible_double")
		}
		fails(t, "the last of the day", ask(), "possible_double")
		fails(t, "one too many", ask(), "limited")
		o.later(24 * time.Hour)
		fails(t, "the next day", ask(), "possible_double")
		o.sound()
	})
}

// Whom a list has shown finds it among the looks at her data.
func TestBeingShownIsALook(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		guest := o.person(o.kapuas) // shown with the group, registered elsewhere
		o.must("shown", o.p.Shown(ctx, o.treasurer, "person.list", []ledger.ID{o.siti.Person, guest.Person, o.treasurer.Person}))
		for _, who := range []people.Caller{o.siti, guest} {
			looks, err := o.p.Looks(ctx, who, who.Person, people.Look{}, 10)
			if err != nil || len(looks) != 1 || looks[0].Action != "person.list" || looks[0].Role != "treasurer" || looks[0].Name != "Warga" || looks[0].Herself {
				t.Errorf("she sees %+v %v", looks, err)
			}
		}
		if looks, err := o.p.Looks(ctx, o.treasurer, o.treasurer.Person, people.Look{}, 10); err != nil || len(looks) != 0 {
			t.Errorf("she who looked at the list has looked at herself: %+v %v", looks, err)
		}
		o.sound()
	})
}
