package people_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func TestOnlyTheOperatorMakesOrganizations(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		n := people.Organization{ID: store.NewBookID(), Kind: people.Government, Name: "Dinas Sosial"}
		_, err := o.p.CreateOrganization(ctx, o.admin, n)
		fails(t, "by an administrator", err, "forbidden")
		for _, replayed := range []bool{false, true} {
			made, err := o.p.CreateOrganization(ctx, operator, n)
			if err != nil || made.Replayed != replayed || made.It.Name != "Dinas Sosial" || !made.It.CreatedAt.Equal(o.now()) {
				t.Fatalf("%+v, %v", made, err)
			}
		}
		for what, x := range map[string]struct {
			kind people.OrganizationKind
			name string
			code string
		}{
			"an unknown kind":     {"club", "Klub", "not_in_list"},
			"no name":             {people.NGO, "  ", "required"},
			"a name of two lines": {people.NGO, "a\nb", "invalid_text"},
			"a long name":         {people.NGO, strings.Repeat("a", 201), "text_too_long"},
			"two problems":        {"club", "", "several_problems"},
		} {
			_, err := o.p.CreateOrganization(ctx, operator, people.Organization{ID: store.NewBookID(), Kind: x.kind, Name: x.name})
			fails(t, what, err, x.code)
		}
		all, err := o.p.Organizations(ctx, operator, "", ledger.ID{}, 10)
		if err != nil || len(all) != 3 {
			t.Errorf("the operator sees %v, %v", all, err)
		}
		own, err := o.p.Organizations(ctx, o.as(o.officer, people.Scope{Kind: people.AtOrganization, ID: o.kapuas}), "", ledger.ID{}, 10)
		if err != nil || len(own) != 1 || own[0].ID != o.kapuas {
			t.Errorf("an officer sees %v, %v", own, err)
		}
		if none, err := o.p.Organizations(ctx, o.siti, "", ledger.ID{}, 10); err != nil || len(none) != 0 {
			t.Errorf("a member sees %v, %v", none, err)
		}
		_, err = o.p.RenameOrganization(ctx, o.officer, store.NewID(), o.kapuas, "Lain")
		fails(t, "renamed by an officer", err, "forbidden")
		renamed, err := o.p.RenameOrganization(ctx, o.admin, store.NewID(), o.kapuas, "Yayasan Kapuas Raya")
		if err != nil || renamed.It.Name != "Yayasan Kapuas Raya" {
			t.Errorf("%+v, %v", renamed, err)
		}
		o.sound()
	})
}

func TestTheAreasOfPontianak(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		for range 2 { // by another command the second time: nothing is there twice
			made, err := o.p.AddPontianak(ctx, o.officer, store.NewID(), o.kapuas)
			o.must("Pontianak", err)
			count := map[people.AreaKind]int{}
			names := map[string]bool{}
			for _, a := range made.It {
				count[a.Kind]++
				names[a.Name] = true
			}
			if count[people.City] != 1 || count[people.Kecamatan] != 6 || count[people.Kelurahan] != 29 || len(names) != 36 {
				t.Fatalf("%v with %d names", count, len(names))
			}
		}
		areas := people.PontianakAreas(o.kapuas)
		selatan := areas[1]
		add := func(kind people.AreaKind, parent ledger.ID, name string) error {
			_, err := o.p.AddArea(ctx, o.officer, o.kapuas, people.Area{ID: store.NewID(), Parent: parent, Kind: kind, Name: name})
			return err
		}
		for what, x := range map[string]struct {
			kind   people.AreaKind
			parent ledger.ID
			name   string
			code   string
		}{
			"a kelurahan":               {people.Kelurahan, selatan.ID, "Baru Sekali", ""},
			"another city":              {people.City, ledger.ID{}, "Singkawang", ""},
			"one that is there":         {people.Kelurahan, selatan.ID, "akcaya", "area_exists"},
			"the same name elsewhere":   {people.Kelurahan, areas[7].ID, "Akcaya", ""},
			"a kelurahan in a city":     {people.Kelurahan, areas[0].ID, "Baru", "wrong_parent"},
			"a city in a city":          {people.City, areas[0].ID, "Baru", "wrong_parent"},
			"a kelurahan nowhere":       {people.Kelurahan, ledger.ID{}, "Baru", "required"},
			"in an area of nobody's":    {people.Kelurahan, store.NewID(), "Baru", "unknown_area"},
			"a province":                {"province", ledger.ID{}, "Baru", "not_in_list"},
			"in another organisation's": {people.Kelurahan, people.PontianakAreas(o.landak)[1].ID, "Baru", "unknown_area"},
		} {
			fails(t, what, add(x.kind, x.parent, x.name), x.code)
		}
		if other, err := o.p.Areas(ctx, o.landak); err != nil || len(other) != 0 {
			t.Errorf("the other organisation has %v, %v", other, err)
		}
	})
}

func TestAProgrammeIsRunByOrganizationsThatAccepted(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		_, err := o.p.CreateProgramme(ctx, o.officer, people.Programme{ID: store.NewID(), Lead: o.kapuas, Name: "X", Starts: ledger.MustDate("2026-01-01")})
		fails(t, "made by an officer", err, "forbidden")
		_, err = o.p.CreateProgramme(ctx, o.admin, people.Programme{ID: store.NewID(), Lead: o.kapuas, Name: "X", Starts: ledger.MustDate("2026-02-01"), Ends: ledger.MustDate("2026-01-01")})
		fails(t, "ending before it starts", err, "ends_before_start")
		g := o.programme(o.kapuas, o.admin)
		taking := func() string {
			link, err := o.p.LinkOf(ctx, g)
			o.must("the link", err)
			var all []string
			for _, x := range link.Partners {
				who := "kapuas"
				if x.Organization == o.landak {
					who = "landak"
				}
				all = append(all, who+" "+string(x.Part))
			}
			slices.Sort(all)
			return strings.Join(all, ", ")
		}
		step := func(what, want, code string, err error) {
			t.Helper()
			fails(t, what, err, code)
			if got := taking(); got != want {
				t.Errorf("%s: %s, want %s", what, got, want)
			}
		}
		offer := func(by people.Caller, part people.Part) error {
			_, err := o.p.OfferPart(ctx, by, store.NewID(), g, o.landak, part)
			return err
		}
		accept := func(by people.Caller, part people.Part) error {
			_, err := o.p.AcceptPart(ctx, by, store.NewID(), g, o.landak, part)
			return err
		}
		end := func(by people.Caller, organization ledger.ID, part people.Part) error {
			_, err := o.p.EndPart(ctx, by, store.NewID(), g, organization, part)
			return err
		}
		alone, both := "kapuas lead", "kapuas lead, landak funder"
		step("accepting what nobody offered", alone, "unknown_programme", accept(o.landakAdmin, people.Funder))
		step("offered by the other", alone, "forbidden", offer(o.landakAdmin, people.Funder))
		step("offering to lead", alone, "not_in_list", offer(o.admin, people.Lead))
		step("offered", alone, "", offer(o.admin, people.Funder))
		step("offered twice", alone, "part_taken", offer(o.admin, people.Funder))
		step("accepted by the lead", alone, "forbidden", accept(o.admin, people.Funder))
		step("another part accepted", alone, "unknown_programme", accept(o.landakAdmin, people.Implementer))
		step("accepted", both, "", accept(o.landakAdmin, people.Funder))
		step("accepted twice", both, "part_taken", accept(o.landakAdmin, people.Funder))
		step("ended by an officer", both, "forbidden", end(o.officer, o.landak, people.Funder))
		step("the lead leaves", both, "lead_stays", end(o.admin, o.kapuas, people.Lead))
		step("left", alone, "", end(o.landakAdmin, o.landak, people.Funder))
		step("left twice", alone, "unknown_programme", end(o.landakAdmin, o.landak, people.Funder))
		step("accepted after leaving", alone, "unknown_programme", accept(o.landakAdmin, people.Funder))
		step("offered again", alone, "", offer(o.admin, people.Funder))
		step("accepted again", both, "", accept(o.landakAdmin, people.Funder))
		step("ended by the lead", alone, "", end(o.admin, o.landak, people.Funder))
		_, err = o.p.OfferPart(ctx, o.admin, store.NewID(), g, store.NewBookID(), people.Funder)
		fails(t, "offered to nobody", err, "unknown_organization")
		_, err = o.p.OfferPart(ctx, o.admin, store.NewID(), store.NewID(), o.landak, people.Funder)
		fails(t, "in no programme", err, "unknown_programme")

		parts, err := o.p.ProgrammesOf(ctx, o.landak)
		if err != nil || len(parts) != 1 || parts[0].ID != g || parts[0].Until == nil {
			t.Errorf("%+v, %v", parts, err)
		}
		name := "Program Baru"
		_, err = o.p.CorrectProgramme(ctx, o.landakAdmin, store.NewID(), g, people.ProgrammeCorrection{Name: &name})
		fails(t, "corrected by the other", err, "forbidden")
		day := ledger.MustDate("2025-12-31")
		_, err = o.p.CorrectProgramme(ctx, o.admin, store.NewID(), g, people.ProgrammeCorrection{Ends: &day})
		fails(t, "an end before the start", err, "ends_before_start")
		corrected, err := o.p.CorrectProgramme(ctx, o.admin, store.NewID(), g, people.ProgrammeCorrection{Name: &name})
		if err != nil || corrected.It.Name != name {
			t.Errorf("%+v, %v", corrected, err)
		}
		o.sound()
	})
}

func TestABookIsOpenedForItsOwner(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		g := o.programme(o.kapuas, o.admin)
		workshop, trainer := store.NewID(), o.person(o.kapuas)
		o.give(o.admin, trainer, people.Trainer, people.AtOrganization, o.kapuas)
		kinds := map[people.ScopeKind]ledger.BookKind{people.AtGroup: ledger.GroupBook, people.AtProgramme: ledger.ProgrammeBook,
			people.AtOrganization: ledger.ProgrammeBook, people.OfPerson: ledger.HouseholdBook, people.AtWorkshop: ledger.PracticeBook}
		for _, x := range []struct {
			what         string
			by           people.Caller
			kind         people.ScopeKind
			owner        ledger.ID
			organization ledger.ID
			code         string
		}{
			{"a group by an officer", o.officer, people.AtGroup, ledger.ID{}, o.kapuas, ""},
			{"a group by finance", o.finance, people.AtGroup, ledger.ID{}, o.kapuas, "forbidden"},
			{"a group of no organisation", o.officer, people.AtGroup, ledger.ID{}, ledger.ID{}, "required"},
			{"a group of a foreign organisation", o.officer, people.AtGroup, ledger.ID{}, o.landak, "unknown_organization"},
			{"a group of an unknown organisation", o.officer, people.AtGroup, ledger.ID{}, store.NewBookID(), "unknown_organization"},
			{"a group that is another book", o.officer, people.AtGroup, store.NewBookID(), o.kapuas, "wrong_owner"},
			{"a group by the operator", operator, people.AtGroup, ledger.ID{}, o.kapuas, "unknown_organization"},
			{"a programme by finance", o.finance, people.AtProgramme, g, ledger.ID{}, ""},
			{"a programme by an officer", o.officer, people.AtProgramme, g, o.kapuas, "forbidden"},
			{"a foreign programme", o.landakAdmin, people.AtProgramme, g, ledger.ID{}, "unknown_programme"},
			{"an unknown programme", o.landakAdmin, people.AtProgramme, store.NewID(), ledger.ID{}, "unknown_programme"},
			{"a programme of another organisation", o.admin, people.AtProgramme, g, o.landak, "unknown_programme"},
			{"an organisation by its administrator", o.admin, people.AtOrganization, o.kapuas, ledger.ID{}, ""},
			{"a foreign organisation", o.admin, people.AtOrganization, o.landak, ledger.ID{}, "unknown_organization"},
			{"her own", o.siti, people.OfPerson, o.siti.Person, ledger.ID{}, ""},
			{"hers by an officer", o.officer, people.OfPerson, o.siti.Person, o.kapuas, ""},
			{"another member's", o.dewi, people.OfPerson, o.siti.Person, ledger.ID{}, "unknown_person"},
			{"an unknown person's", o.dewi, people.OfPerson, store.NewID(), ledger.ID{}, "unknown_person"},
			{"a workshop's first by a trainer", trainer, people.AtWorkshop, workshop, o.kapuas, ""},
			{"a workshop's second by the officer", o.officer, people.AtWorkshop, workshop, o.kapuas, ""},
			{"a workshop by finance", o.finance, people.AtWorkshop, workshop, o.kapuas, "forbidden"},
			{"a foreign workshop", o.landakAdmin, people.AtWorkshop, workshop, o.landak, "unknown_workshop"},
			{"a table's", o.admin, "table", o.kapuas, o.kapuas, "not_in_list"},
			{"nobody's", o.admin, people.AtProgramme, ledger.ID{}, o.kapuas, "required"},
		} {
			book := ledger.Book{ID: store.NewBookID(), Kind: kinds[x.kind], Name: "Buku", Currency: ledger.IDR}
			owner := people.Owner{Scope: people.Scope{Kind: x.kind, ID: x.owner}, Organization: x.organization}
			_, err := o.p.OpenBook(ctx, x.by, book, owner)
			fails(t, x.what, err, x.code)
			_, err = o.s.Book(ctx, book.ID)
			_, owned, asking := o.p.OwnerOf(ctx, book.ID)
			if (err == nil) != (x.code == "") || owned != (x.code == "") || asking != nil {
				t.Errorf("%s: the book says %v, its owner %v, %v", x.what, err, owned, asking)
			}
		}
		if got := o.holders(people.WorkshopTrainer, people.Scope{Kind: people.AtWorkshop, ID: workshop}); len(got) != 1 || got[0] != trainer.Person {
			t.Errorf("the trainers of the workshop are %v", got)
		}

		// The owner is part of what was asked.
		book := ledger.Book{ID: store.NewBookID(), Kind: ledger.ProgrammeBook, Name: "Buku", Currency: ledger.IDR}
		own := people.Owner{Scope: people.Scope{Kind: people.AtProgramme, ID: g}}
		for _, replayed := range []bool{false, true} {
			made, err := o.p.OpenBook(ctx, o.finance, book, own)
			if err != nil || made.Replayed != replayed {
				t.Errorf("%v, %v", made.Replayed, err)
			}
		}
		_, err := o.p.OpenBook(ctx, o.admin, book, people.Owner{Scope: people.Scope{Kind: people.AtOrganization, ID: o.kapuas}})
		fails(t, "the same book for another", err, "id_reused")
		_, err = o.s.OpenBook(ctx, o.finance.Person, book)
		fails(t, "the same book for nobody", err, "id_reused")
		o.sound()
	})
}

// Whatever somebody may do counts as of the command, not as of her sign-in.
func TestAnEndedRoleCountsAtOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		at := people.Scope{Kind: people.AtOrganization, ID: o.kapuas}
		second := o.person(o.kapuas)
		role := o.give(o.admin, second, people.Admin, people.AtOrganization, o.kapuas)
		signedIn := o.as(second, at)
		_, err := o.p.EndRole(t.Context(), o.admin, store.NewID(), at, role)
		o.must("ending it", err)
		_, err = o.p.CreateProgramme(t.Context(), signedIn, people.Programme{ID: store.NewID(), Lead: o.kapuas, Name: "X", Starts: ledger.MustDate("2026-01-01")})
		fails(t, "with a session from before", err, "forbidden")
		o.later(time.Hour)
		if got := o.tryGive(signedIn, o.person(o.kapuas), people.Officer, people.AtOrganization, o.kapuas); got != "forbidden" {
			t.Errorf("giving a role answered %q", got)
		}
	})
}
