package people_test

import (
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// A merger cannot be undone: two records must look like one woman's.
func TestOnlyAlikeRecordsAreMerged(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		const phone, other, nik, otherNIK = "0812 3456 7801", "0812 3456 7802", "6171014705870002", "6171014705870003"
		for what, x := range map[string]struct {
			a, b people.Facts
			code string
		}{
			"nothing in common":                  {people.Facts{Name: "Rukiah", Phone: phone}, people.Facts{Name: "Dayang", Phone: other}, "not_alike"},
			"a name alone":                       {people.Facts{Name: "Rukiah"}, people.Facts{Name: "Rukiah"}, "not_alike"},
			"a birth year alone":                 {people.Facts{Name: "Rukiah", BirthYear: 1987}, people.Facts{Name: "Dayang", BirthYear: 1987}, "not_alike"},
			"a name and another birth year":      {people.Facts{Name: "Rukiah", BirthYear: 1987}, people.Facts{Name: "Rukiah", BirthYear: 1988}, "not_alike"},
			"one name of several":                {people.Facts{Name: "Siti", BirthYear: 1987}, people.Facts{Name: "Siti Nurhaliza Rahmawati", BirthYear: 1987}, "not_alike"},
			"the phone, but another NIK":         {people.Facts{Name: "Rukiah", Phone: phone, NIK: nik}, people.Facts{Name: "Rukiah", Phone: phone, NIK: otherNIK}, "other_nik"},
			"the phone":                          {people.Facts{Name: "Rukiah", Phone: phone}, people.Facts{Name: "Dayang", Phone: phone}, ""},
			"the NIK":                            {people.Facts{Name: "Rukiah", NIK: nik}, people.Facts{Name: "Dayang", NIK: nik}, ""},
			"a name alike and the birth year":    {people.Facts{Name: "Sjarifah Noer", BirthYear: 1987}, people.Facts{Name: "Syarifah Nur", BirthYear: 1987}, ""},
			"the same, where one NIK is lacking": {people.Facts{Name: "Rukiah", BirthYear: 1987, NIK: nik}, people.Facts{Name: "Rukiyah", BirthYear: 1987}, ""},
		} {
			a, b := r.register(r.kapuas, x.a), r.register(r.kapuas, x.b)
			_, err := r.p.Merge(t.Context(), r.officer, store.NewID(), people.Merger{From: a, Into: b, Reason: people.OtherSpelling})
			fails(t, what, err, x.code)
		}
		a, b := r.register(r.kapuas, people.Facts{Name: "Rukiah", Phone: phone}), r.register(r.kapuas, people.Facts{Name: "Rukiah", Phone: phone})
		_, err := r.p.Merge(t.Context(), r.officer, store.NewID(), people.Merger{From: a, Into: b})
		fails(t, "without a reason", err, "not_in_list")
		r.holds(r.s)
	})
}

// Where the NIKs turn out to be of two women, the one does not get the other's.
func TestMyDataHoldsNoOthers(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		kept := r.register(r.kapuas, people.Facts{Name: "Rukiah", Phone: "0812 3456 7801"})
		gone := r.register(r.kapuas, people.Facts{Name: "Rukiah", Phone: "0812 3456 7801", NIK: "6171014705870002", Address: "Gang Dahlia"})
		if _, err := r.p.Merge(ctx, r.officer, store.NewID(), people.Merger{From: gone, Into: kept, Reason: people.RegisteredTwice}); err != nil {
			t.Fatal(err)
		}
		merged := func() people.Facts {
			d, err := r.p.MyData(ctx, people.Caller{Person: kept}, kept)
			if err != nil || len(d.Merged) != 1 {
				t.Fatalf("%+v %v", d, err)
			}
			return *d.Merged[0].Facts
		}
		if got := merged(); got.NIK == "" || got.Phone == "" {
			t.Errorf("her own older record is %+v", got)
		}
		nik := "6171014705870003"
		if _, err := r.p.Correct(ctx, r.officer, store.NewID(), kept, people.PersonCorrection{FactsCorrection: people.FactsCorrection{NIK: &nik}}); err != nil {
			t.Fatal(err)
		}
		if got := merged(); got.NIK != "" || got.Phone != "" || got.Address != "" || got.Name != "Rukiah" {
			t.Errorf("another's record is %+v", got)
		}
	})
}

// An answer that is not named stays as it was.
func TestOneAnswerIsCorrected(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		her := r.register(r.kapuas, people.Facts{Name: "Rukiah", WashingtonGroup: &people.WashingtonGroup{Seeing: people.CannotAtAll, Walking: people.SomeDifficulty}})
		change := people.PersonCorrection{FactsCorrection: people.FactsCorrection{WashingtonGroup: &people.WashingtonGroup{Hearing: people.NoDifficulty, Walking: people.Declined}}}
		if _, err := r.p.Correct(t.Context(), r.officer, store.NewID(), her, change); err != nil {
			t.Fatal(err)
		}
		full, err := r.p.ReadPerson(t.Context(), r.officer, her)
		want := people.WashingtonGroup{Seeing: people.CannotAtAll, Hearing: people.NoDifficulty, Walking: people.Declined}
		if err != nil || *full.Facts.WashingtonGroup != want {
			t.Errorf("the answers are %+v %v, want %+v", full.Facts.WashingtonGroup, err, want)
		}
	})
}
