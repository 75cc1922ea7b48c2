package people_test

import (
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// A name is one line of something to see.
func TestNamesThatDoNotShow(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		for name, code := range map[string]string{
			"\u200b": "required", "\u2060\ufeff": "required", "\u3164": "required", " \u00a0 ": "required", "\u0007": "required",
			"Siti\u200bAminah": "invalid_text", "Siti\nAminah": "invalid_text", "Siti\u0000": "invalid_text", "Siti\u001b[2J": "invalid_text", "Siti\u202eanimA": "invalid_text",
			"Siti  Aminah ": "", "Nyi Roro Kidul": "", "林美花": "", "Ñusta d'Arc": "",
		} {
			_, err := r.p.Register(t.Context(), r.officer, people.NewPerson{ID: store.NewID(), Home: r.kapuas, Facts: people.Facts{Name: name}})
			fails(t, name, err, code)
		}
	})
}

// What changes nothing is no new version; what takes a fact away takes it away.
func TestCorrectionsOfNothing(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		her := r.register(r.kapuas, siti())
		correct := func(c people.PersonCorrection) people.Person {
			t.Helper()
			if _, err := r.p.Correct(ctx, r.officer, store.NewID(), her, c); err != nil {
				t.Fatal(err)
			}
			full, err := r.p.ReadPerson(ctx, r.officer, her)
			if err != nil {
				t.Fatal(err)
			}
			return full
		}
		name, none := siti().Name, 0
		for what, c := range map[string]people.PersonCorrection{"nothing": {}, "the same name": {FactsCorrection: people.FactsCorrection{Name: &name}}} {
			if full := correct(c); full.Version != 1 || full.Facts.NIK != siti().NIK {
				t.Errorf("%s: %+v", what, full)
			}
		}
		if full := correct(people.PersonCorrection{FactsCorrection: people.FactsCorrection{BirthYear: &none}}); full.Version != 2 || full.Facts.BirthYear != 0 {
			t.Errorf("without a birth year: %+v", full)
		}
		r.holds(r.s)
	})
}

// The register has mistakes of its own: whoever has seen the card may say so.
func TestANIKThatContradicts(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		n := people.NewPerson{ID: store.NewID(), Home: r.kapuas, Facts: people.Facts{Name: "Rukiah", Sex: people.Male, BirthYear: 1990, NIK: siti().NIK}}
		_, err := r.p.Register(t.Context(), r.officer, n)
		fails(t, "unseen", err, "nik_mismatch")
		n.NIKChecked = true
		_, err = r.p.Register(t.Context(), r.officer, n)
		fails(t, "seen", err, "")
		name, sex := "Rukiyah", people.Female
		change := func(c people.FactsCorrection, checked bool) string {
			_, err := r.p.Correct(t.Context(), r.officer, store.NewID(), n.ID, people.PersonCorrection{FactsCorrection: c, NIKChecked: checked})
			return ledger.CodeOf(err)
		}
		for what, x := range map[string][2]string{
			"something else":     {change(people.FactsCorrection{Name: &name}, false), ""},
			"her sex":            {change(people.FactsCorrection{Sex: &sex}, false), "nik_mismatch"},
			"her sex, card seen": {change(people.FactsCorrection{Sex: &sex}, true), ""},
			"no NIK any more":    {change(people.FactsCorrection{NIK: new(string)}, true), ""},
		} {
			if x[0] != x[1] {
				t.Errorf("%s: %q, want %q", what, x[0], x[1])
			}
		}
		n.ID, n.Facts.NIK = store.NewID(), "123"
		_, err = r.p.Register(t.Context(), r.officer, n)
		fails(t, "no NIK at all", err, "invalid_nik")
	})
}
