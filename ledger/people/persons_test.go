package people_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func TestPhones(t *testing.T) {
	for written, want := range map[string]string{
		"0812-3456-7834": "+6281234567834", "+62 812 3456 7834": "+6281234567834", "6281234567834": "+6281234567834", "81234567834": "+6281234567834",
		"+62 (0)812 3456 7834": "+6281234567834", "(0561) 734-567": "+62561734567", "0856.1234.5678": "+6285612345678",
		"": "", "12": "", "0812": "", "+60 12 345 6789": "", "081234567834567": "", "0812x3456789": "", "++6281234567834": "", "08l2 3456 7834": "",
		"0000000000": "", "62": "", "+": "", "0123456789": "", "081234567834; DROP": "",
	} {
		got, err := people.NormalPhone(written)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%q is %q (%v), want %q", written, got, err, want)
		}
		if err != nil && (ledger.CodeOf(err) != "invalid_phone" || strings.Contains(err.Error(), "0812")) {
			t.Errorf("%q is refused with %v", written, err)
		}
	}
}

// A number in its kept form stays as it is, however it is broken up.
func TestANormalPhoneStaysNormal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`8[1-9][0-9]{7,10}`).Draw(t, "digits")
		written := rapid.SampledFrom([]string{"0", "62", "+62", "+62 ", "+62-0", ""}).Draw(t, "prefix")
		for _, d := range digits {
			written += string(d) + rapid.SampledFrom([]string{"", "", " ", "-", "."}).Draw(t, "between")
		}
		for range 2 {
			got, err := people.NormalPhone(written)
			if err != nil || got != "+62"+digits {
				t.Fatalf("%q is %q (%v)", written, got, err)
			}
			written = got
		}
	})
}

// What is wrong with the facts is named field by field, and nothing is kept.
func TestFactsThatAreRefused(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		before := r.count("SELECT count(*) FROM persons")
		for name, x := range map[string]struct {
			change func(f *people.Facts)
			want   string
		}{
			"no name":                   {func(f *people.Facts) { f.Name = " \u00a0 " }, "required (name)"},
			"two lines of name":         {func(f *people.Facts) { f.Name = "Siti\u202eAminah" }, "invalid_text (name)"},
			"a long name":               {func(f *people.Facts) { f.Name = strings.Repeat("a", 201) }, "text_too_long (name)"},
			"another sex":               {func(f *people.Facts) { f.NIK, f.Sex = "", "f" }, "not_in_list (sex)"},
			"born tomorrow":             {func(f *people.Facts) { f.NIK, f.BirthYear = "", 9999 }, "out_of_range (birth_year)"},
			"born long ago":             {func(f *people.Facts) { f.NIK, f.BirthYear = "", 1899 }, "out_of_range (birth_year)"},
			"no phone":                  {func(f *people.Facts) { f.Phone = "tidak ada" }, "invalid_phone (phone)"},
			"no e-mail":                 {func(f *people.Facts) { f.Email = "siti@" }, "invalid_email (email)"},
			"two addresses":             {func(f *people.Facts) { f.Email = "a@b.id, c@d.id" }, "invalid_email (email)"},
			"a short NIK":               {func(f *people.Facts) { f.NIK = "617101520887000" }, "invalid_nik (nik)"},
			"letters in the NIK":        {func(f *people.Facts) { f.NIK = "61710152O8870003" }, "invalid_nik (nik)"},
			"a NIK without a province":  {func(f *people.Facts) { f.NIK = "0071015208870003" }, "invalid_nik (nik)"},
			"a NIK without a number":    {func(f *people.Facts) { f.NIK = "6171015208870000" }, "invalid_nik (nik)"},
			"a NIK of 31 February":      {func(f *people.Facts) { f.NIK = "6171017102870003" }, "invalid_nik (nik)"},
			"a NIK of the 13th month":   {func(f *people.Facts) { f.NIK = "6171015213870003" }, "invalid_nik (nik)"},
			"a NIK of day 40":           {func(f *people.Facts) { f.NIK = "6171014008870003" }, "invalid_nik (nik)"},
			"a man's NIK":               {func(f *people.Facts) { f.NIK = "6171011208870003" }, "nik_mismatch (nik)"},
			"a NIK of another year":     {func(f *people.Facts) { f.NIK = "6171015208860003" }, "nik_mismatch (nik)"},
			"an answer between":         {func(f *people.Facts) { f.WashingtonGroup = &people.WashingtonGroup{Walking: 5} }, "not_in_list (washington_group.walking)"},
			"an unknown category":       {func(f *people.Facts) { f.Categories = []string{"widow"} }, "unknown_category (categories)"},
			"a category twice":          {func(f *people.Facts) { f.Categories = []string{"widow", "widow"} }, "duplicate_item (categories)"},
			"another language":          {func(f *people.Facts) { f.Language = "jv" }, "not_in_list (language)"},
			"a control character":       {func(f *people.Facts) { f.Address = "a\x00b" }, "invalid_text (address)"},
			"everything wrong together": {func(f *people.Facts) { f.Name, f.Phone, f.NIK = "", "1", "1" }, "several_problems; required (name); invalid_nik (nik); invalid_phone (phone)"},
		} {
			f := siti()
			x.change(&f)
			_, err := r.p.Register(t.Context(), r.officer, people.NewPerson{ID: store.NewID(), Home: r.kapuas, Facts: f})
			if err == nil || err.Error() != x.want {
				t.Errorf("%s: %v, want %s", name, err, x.want)
			}
		}
		_, err := r.p.Register(t.Context(), r.officer, people.NewPerson{ID: store.NewID(), Home: r.kapuas, Facts: siti(), Area: store.NewID()})
		fails(t, "an unknown area", err, "unknown_area")
		_, err = r.p.Register(t.Context(), r.officer, people.NewPerson{ID: store.NewID(), Home: store.NewID(), Facts: siti()})
		if err == nil {
			t.Error("somebody was registered by nobody")
		}
		if after := r.count("SELECT count(*) FROM persons"); after != before {
			t.Errorf("%d persons were kept", after-before)
		}
	})
}

func TestRegisteringAndCorrecting(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		id := store.NewID()
		n := people.NewPerson{ID: id, Home: r.kapuas, Facts: siti()}
		made, err := r.p.Register(ctx, r.officer, n)
		if err != nil {
			t.Fatal(err)
		}
		want := people.Card{ID: id, Name: "Siti Aminah binti Daeng", Phone: "+62812•••••34", NIK: "••••••••••••••03", Language: "id", Voice: true}
		if made.Replayed || made.It != want {
			t.Errorf("registered %+v, want %+v", made, want)
		}
		if again, err := r.p.Register(ctx, r.officer, n); err != nil || !again.Replayed || again.It != want {
			t.Errorf("a repeat: %+v %v", again, err)
		}
		n.Facts.Name = "Somebody else"
		_, err = r.p.Register(ctx, r.officer, n)
		fails(t, "the same id for another", err, "id_reused")
		n.Home = r.landak
		n.DoubleChecked = true
		_, err = r.p.Register(ctx, r.officer, n)
		fails(t, "the same id at another home", err, "id_reused")

		phone, nik, voice := "0857 0000 1111", "", false
		change := people.PersonCorrection{FactsCorrection: people.FactsCorrection{Phone: &phone, NIK: &nik, Voice: &voice}}
		command := store.NewID()
		corrected, err := r.p.Correct(ctx, r.officer, command, id, change)
		if err != nil || corrected.It.Phone != "+62857•••••11" || corrected.It.NIK != "" || corrected.It.Voice || corrected.It.Name != want.Name {
			t.Errorf("corrected %+v %v", corrected, err)
		}
		if again, err := r.p.Correct(ctx, r.officer, command, id, change); err != nil || !again.Replayed {
			t.Errorf("a repeat: %+v %v", again, err)
		}
		full, err := r.p.ReadPerson(ctx, r.officer, id)
		f := siti()
		f.Phone, f.NIK, f.Voice = "+6285700001111", "", false
		if err != nil || full.Version != 2 || full.Home != r.kapuas || !reflect.DeepEqual(*full.Facts, f) {
			t.Errorf("read %+v %+v %v", full, full.Facts, err)
		}
		_, err = r.p.Correct(ctx, r.officer, store.NewID(), store.NewID(), change)
		fails(t, "correcting nobody", err, "unknown_person")
		if got := r.actions(r.kapuas); !strings.HasSuffix(got, "person.registered person.corrected person.read ") {
			t.Errorf("the chain says %s", got)
		}
		r.holds(r.s)
	})
}

// Corrections of different facts at the same moment all count.
func TestCorrectionsAtOnce(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		id := r.register(r.kapuas, siti())
		name, address, language := "Siti Baru", "Jalan Baru", "en"
		changes := []people.FactsCorrection{{Name: &name}, {Address: &address}, {Language: &language}}
		var wg sync.WaitGroup
		for _, c := range changes {
			wg.Go(func() {
				if _, err := r.p.Correct(context.Background(), r.officer, store.NewID(), id, people.PersonCorrection{FactsCorrection: c}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		full, err := r.p.ReadPerson(t.Context(), r.officer, id)
		if err != nil || full.Version != 4 || full.Facts.Name != name || full.Facts.Address != address || full.Facts.Language != language {
			t.Errorf("read %+v %+v %v", full, full.Facts, err)
		}
	})
}

// The list of an organisation has its own; that of a group those with a role in it.
func TestLists(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		var own []ledger.ID
		for i := range 5 {
			own = append(own, r.register(r.landak, people.Facts{Name: fmt.Sprint("Ibu ", i)}))
		}
		member := own[2]
		r.role(member, people.Member, "group", r.group, r.group)
		gone := r.register(r.landak, people.Facts{Name: "Ibu yang keluar"})
		own = append(own, gone)
		r.role(gone, people.Member, "group", r.group, r.group)
		r.exec("UPDATE roles SET revoked_at = 1 WHERE person = ?", gone)
		homed := r.register(r.group, people.Facts{Name: "Anggota Kelompok"})
		slices.SortFunc(own, func(a, b ledger.ID) int { return slices.Compare(a[:], b[:]) })
		var seen []ledger.ID
		var after ledger.ID
		for {
			page, err := r.p.Persons(t.Context(), r.landak, after, 2)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range page {
				seen = append(seen, c.ID)
			}
			if len(page) < 2 {
				break
			}
			after = page[1].ID
		}
		if !slices.Equal(seen, own) {
			t.Errorf("the pages have %v, want %v", seen, own)
		}
		group, err := r.p.Persons(t.Context(), r.group, ledger.ID{}, 50)
		ids := map[ledger.ID]string{}
		for _, c := range group {
			ids[c.ID] = c.Name
		}
		if err != nil || len(ids) != 2 || ids[member] != "Ibu 2" || ids[homed] != "Anggota Kelompok" {
			t.Errorf("the group has %v %v", ids, err)
		}
	})
}

func TestDoubles(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		first := r.register(r.kapuas, siti())
		samePhone := people.Facts{Name: "S. Aminah", Phone: "+62 812 3456 7834"}
		n := people.NewPerson{ID: store.NewID(), Home: r.kapuas, Facts: samePhone}
		_, err := r.p.Register(ctx, r.officer, n)
		var d *people.Doubles
		if !errors.As(err, &d) || ledger.CodeOf(err) != "possible_double" || len(d.Here) != 1 || d.Here[0].ID != first || d.Here[0].Phone != "+62812•••••34" || len(d.Elsewhere) != 0 {
			t.Fatalf("the same phone: %v %+v", err, d)
		}
		n.DoubleChecked = true
		if _, err := r.p.Register(ctx, r.officer, n); err != nil {
			t.Fatal("checked:", err)
		}
		// Another organisation hears whom to ask, and nothing else.
		_, err = r.p.Register(ctx, r.officer, people.NewPerson{ID: store.NewID(), Home: r.landak, Facts: people.Facts{Name: "Siti", NIK: siti().NIK}})
		if !errors.As(err, &d) || len(d.Here) != 0 || !slices.Equal(d.Elsewhere, []string{"Yayasan Kapuas"}) {
			t.Errorf("the same NIK elsewhere: %v %+v", err, d)
		}
		// A group is known by its registrar.
		r.register(r.group, people.Facts{Name: "Mariam", Phone: "0811 2222 333"})
		_, err = r.p.Register(ctx, r.officer, people.NewPerson{ID: store.NewID(), Home: r.landak, Facts: people.Facts{Name: "Mariam", Phone: "0811 2222 333"}})
		if !errors.As(err, &d) || len(d.Here) != 0 || !slices.Equal(d.Elsewhere, []string{"Yayasan Kapuas"}) {
			t.Errorf("in a group elsewhere: %v %+v", err, d)
		}
		// A phone number is not a NIK of the same digits, and a correction asks too.
		other := r.register(r.kapuas, people.Facts{Name: "Rukiah"})
		phone := siti().Phone
		_, err = r.p.Correct(ctx, r.officer, store.NewID(), other, people.PersonCorrection{FactsCorrection: people.FactsCorrection{Phone: &phone}})
		if !errors.As(err, &d) || len(d.Here) != 2 {
			t.Errorf("a correction to her phone: %v %+v", err, d)
		}
		name := "Rukiah binti Ali"
		if _, err := r.p.Correct(ctx, r.officer, store.NewID(), first, people.PersonCorrection{FactsCorrection: people.FactsCorrection{Name: &name}}); err != nil {
			t.Error("a correction that leaves the phone asks about doubles:", err)
		}
	})
}

func TestMerging(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		a, b, c := r.register(r.kapuas, siti()), r.register(r.kapuas, people.Facts{Name: "S. Aminah", BirthYear: 1987, Phone: siti().Phone}), r.register(r.kapuas, people.Facts{Name: "Siti Aminah", BirthYear: 1987, Phone: siti().Phone})
		far := r.register(r.landak, people.Facts{Name: "Siti Landak"})
		house, err := r.p.RegisterHousehold(ctx, r.officer, people.NewHousehold{ID: store.NewID(), Home: r.kapuas, Members: []people.NewMember{{Person: b, Relation: "head"}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.p.GiveConsent(ctx, r.officer, people.Consent{ID: store.NewID(), Person: b, Purpose: people.Photo, TextVersion: "1", Language: "id", How: "written"}); err != nil {
			t.Fatal(err)
		}
		r.role(b, people.Member, "group", r.group, r.group)
		for name, x := range map[string]struct {
			from, into ledger.ID
			code       string
		}{
			"with herself": {a, a, "same_person"}, "across homes": {b, far, "unknown_person"}, "back across homes": {far, a, "unknown_person"},
			"nobody": {store.NewID(), a, "unknown_person"}, "into nobody": {a, store.NewID(), "unknown_person"},
		} {
			_, err := r.p.Merge(ctx, r.officer, store.NewID(), people.Merger{From: x.from, Into: x.into, Reason: people.RegisteredTwice})
			fails(t, name, err, x.code)
		}
		command := store.NewID()
		made, err := r.p.Merge(ctx, r.officer, command, people.Merger{From: b, Into: a, Reason: people.RegisteredTwice})
		if err != nil || made.It.ID != a {
			t.Fatalf("merged %+v %v", made, err)
		}
		if again, err := r.p.Merge(ctx, r.officer, command, people.Merger{From: b, Into: a, Reason: people.RegisteredTwice}); err != nil || !again.Replayed {
			t.Errorf("a repeat: %+v %v", again, err)
		}
		_, err = r.p.Merge(ctx, r.officer, store.NewID(), people.Merger{From: b, Into: a, Reason: people.RegisteredTwice})
		fails(t, "merging twice", err, "already_merged")
		_, err = r.p.Merge(ctx, r.officer, store.NewID(), people.Merger{From: c, Into: b, Reason: people.RegisteredTwice})
		fails(t, "merging into who was merged", err, "already_merged")
		if _, err := r.p.Correct(ctx, r.officer, store.NewID(), b, people.PersonCorrection{}); ledger.CodeOf(err) != "already_merged" {
			t.Errorf("correcting who was merged: %v", err)
		}
		// Both stay readable; the one answers for the other.
		old, err := r.p.ReadPerson(ctx, r.officer, b)
		if err != nil || old.MergedInto != a || old.Facts.Name != "S. Aminah" {
			t.Errorf("the old record is %+v %v", old, err)
		}
		if yes, err := r.p.Consented(ctx, a, people.Photo); !yes || err != nil {
			t.Errorf("her consent did not follow: %v %v", yes, err)
		}
		if n := r.count("SELECT count(*) FROM roles WHERE person = ? AND role = 'member' AND scope = ? AND revoked_at = 0", a, r.group); n != 1 {
			t.Errorf("she has %d memberships", n)
		}
		if n := r.count("SELECT count(*) FROM roles WHERE person = ? AND revoked_at = 0", b); n != 0 {
			t.Errorf("the old one has %d roles", n)
		}
		now, err := r.p.ReadHousehold(ctx, r.officer, r.kapuas, house.It.ID)
		if err != nil || len(now.Members) != 2 || now.Members[0].Until == nil || now.Members[1].Person != a || now.Members[1].Relation != "head" || now.Members[1].Until != nil {
			t.Errorf("her household is %+v %v", now, err)
		}
		if got := r.actions(r.group); !strings.HasSuffix(got, "role.revoked role.given ") {
			t.Errorf("the group's chain says %s", got)
		}
		// Merged on, both earlier ones live in the last.
		if _, err := r.p.Merge(ctx, r.officer, store.NewID(), people.Merger{From: a, Into: c, Reason: people.RegisteredTwice}); err != nil {
			t.Fatal(err)
		}
		if same, err := r.p.Same(ctx, c); err != nil || len(same) != 3 {
			t.Errorf("she goes by %v %v", same, err)
		}
		list, err := r.p.Persons(ctx, r.kapuas, ledger.ID{}, 50)
		if err != nil || slices.ContainsFunc(list, func(x people.Card) bool { return x.ID == a || x.ID == b }) {
			t.Errorf("the list has who was merged: %v %v", list, err)
		}
		r.holds(r.s)
	})
}

// A merger would be a way to take over an office: it is refused.
func TestAnOfficeIsNotMerged(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		treasurer, other := r.register(r.kapuas, siti()), r.register(r.kapuas, people.Facts{Name: "Siti Amina", BirthYear: 1987})
		r.role(treasurer, people.Treasurer, "group", r.group, r.group)
		_, err := r.p.Merge(t.Context(), r.officer, store.NewID(), people.Merger{From: treasurer, Into: other, Reason: people.RegisteredTwice})
		fails(t, "a treasurer", err, "holds_office")
		if n := r.count("SELECT count(*) FROM roles WHERE person = ? AND revoked_at = 0", treasurer); n != 1 {
			t.Error("her role is gone")
		}
		if _, err := r.p.Merge(t.Context(), r.officer, store.NewID(), people.Merger{From: other, Into: treasurer, Reason: people.RegisteredTwice}); err != nil {
			t.Error("into a treasurer:", err)
		}
	})
}

// A search goes through all names of a home, more than are open at a time, and finds
// the nearest first; nobody of another home.
func TestSearch(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		names := []string{"Sjarifah Noer", "Syarifah Nur", "Sarifah Nur"}
		for i := range 3 * 170 {
			names = append(names, fmt.Sprintf("Ibu %c%c%c", 'a'+i%26, 'a'+i/26, 'a'+i%7))
		}
		var wg sync.WaitGroup
		for _, part := range [][]string{names[:170], names[170:340], names[340:]} {
			wg.Go(func() {
				for _, name := range part {
					r.register(r.kapuas, people.Facts{Name: name, Phone: ""})
				}
			})
		}
		wg.Wait()
		r.register(r.kapuas, people.Facts{Name: "Syarifa Nur", Phone: "0812 3456 7834"}) // the last
		r.register(r.landak, people.Facts{Name: "Syarifah Nur"})
		found, err := r.p.Search(ctx, r.kapuas, "sjarifah nur", 10)
		if err != nil || len(found) != 4 || found[0].Likeness != 100 || found[1].Likeness != 100 {
			t.Fatalf("found %+v %v", found, err)
		}
		last := 100
		for _, f := range found {
			if f.Likeness > last || f.NIK != "" || f.Phone != "" && f.Phone != "+62812•••••34" {
				t.Errorf("found %+v", found)
			}
			last = f.Likeness
		}
		if few, err := r.p.Search(ctx, r.kapuas, "ibu", 5); err != nil || len(few) != 5 {
			t.Errorf("found %d %v", len(few), err)
		}
		if many, err := r.p.Search(ctx, r.kapuas, "ibu", 1000); err != nil || len(many) != people.MostFound {
			t.Errorf("found %d %v", len(many), err)
		}
		for name, code := range map[string]string{"": "required", " - ' ": "required", strings.Repeat("x", 201): "text_too_long"} {
			_, err := r.p.Search(ctx, r.kapuas, name, 10)
			fails(t, name, err, code)
		}
	})
}
