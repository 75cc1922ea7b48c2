package people_test

import (
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func TestHouseholds(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		mother, daughter := r.register(r.kapuas, siti()), r.register(r.kapuas, people.Facts{Name: "Nur"})
		far := r.register(r.landak, people.Facts{Name: "Jauh"})
		n := people.NewHousehold{ID: store.NewID(), Home: r.kapuas, Address: " Gang Beringin 7 ", Members: []people.NewMember{{Person: mother, Relation: "head"}, {Person: daughter, Relation: "child"}}}
		made, err := r.p.RegisterHousehold(ctx, r.officer, n)
		if err != nil || made.It.Address != "" || len(made.It.Members) != 2 {
			t.Fatalf("registered %+v %v", made, err)
		}
		if again, err := r.p.RegisterHousehold(ctx, r.officer, n); err != nil || !again.Replayed {
			t.Errorf("a repeat: %+v %v", again, err)
		}
		for name, x := range map[string]struct {
			change func(n *people.NewHousehold)
			want   string
		}{
			"a member of another home": {func(n *people.NewHousehold) { n.Members = []people.NewMember{{far, "head"}} }, "unknown_person (members[0].person)"},
			"an unknown relation":      {func(n *people.NewHousehold) { n.Members = []people.NewMember{{mother, "boss"}} }, "not_in_list (members[0].relation)"},
			"a member twice":           {func(n *people.NewHousehold) { n.Members = []people.NewMember{{mother, "head"}, {mother, "child"}} }, "duplicate_item (members[1].person)"},
			"an unknown area":          {func(n *people.NewHousehold) { n.Area = store.NewID() }, "unknown_area (area)"},
			"a long address":           {func(n *people.NewHousehold) { n.Address = strings.Repeat("x", 1001) }, "text_too_long (address)"},
		} {
			n := n
			n.ID = store.NewID()
			x.change(&n)
			_, err := r.p.RegisterHousehold(ctx, r.officer, n)
			if err == nil || err.Error() != x.want {
				t.Errorf("%s: %v, want %s", name, err, x.want)
			}
		}
		house := made.It.ID
		address := "Jalan Tanjungpura 12"
		if c, err := r.p.CorrectHousehold(ctx, r.officer, store.NewID(), r.kapuas, house, people.HouseholdCorrection{Address: &address}); err != nil || c.It.Version != 2 {
			t.Errorf("corrected %+v %v", c, err)
		}
		full, err := r.p.ReadHousehold(ctx, r.officer, r.kapuas, house)
		if err != nil || full.Address != address {
			t.Errorf("read %+v %v", full, err)
		}
		if looks, err := r.p.Looks(ctx, people.Caller{Person: daughter}, daughter, people.Look{}, 10); err != nil || len(looks) != 1 || looks[0].Action != "household.read" {
			t.Errorf("she does not see that her house was looked at: %+v %v", looks, err)
		}
		_, err = r.p.ReadHousehold(ctx, r.officer, r.landak, house)
		fails(t, "at another home", err, "unknown_household")

		_, err = r.p.JoinHousehold(ctx, r.officer, store.NewID(), r.kapuas, house, people.NewMember{Person: daughter, Relation: "child"})
		fails(t, "joining twice", err, "already_member")
		if l, err := r.p.LeaveHousehold(ctx, r.officer, store.NewID(), r.kapuas, house, daughter); err != nil || l.It.Members[1].Until == nil && l.It.Members[0].Until == nil {
			t.Errorf("left %+v %v", l, err)
		}
		_, err = r.p.LeaveHousehold(ctx, r.officer, store.NewID(), r.kapuas, house, daughter)
		fails(t, "leaving twice", err, "unknown_person")
		if j, err := r.p.JoinHousehold(ctx, r.officer, store.NewID(), r.kapuas, house, people.NewMember{Person: daughter, Relation: "child"}); err != nil || len(j.It.Members) != 3 {
			t.Errorf("coming back: %+v %v", j, err)
		}
		if list, err := r.p.Households(ctx, r.kapuas, ledger.ID{}, 10); err != nil || len(list) != 1 || list[0].Address != "" {
			t.Errorf("the list is %+v %v", list, err)
		}
		r.holds(r.s)
	})
}

func TestBusinesses(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		owner := r.register(r.kapuas, siti())
		n := people.NewBusiness{ID: store.NewID(), Home: r.kapuas, Person: owner, Name: " Kue  Lapis Bu Siti ", Trade: "kue basah"}
		made, err := r.p.RegisterBusiness(ctx, r.officer, n)
		if err != nil || made.It.Name != "Kue Lapis Bu Siti" || made.It.Trade != "kue basah" || !made.It.Book.IsZero() {
			t.Fatalf("registered %+v %v", made, err)
		}
		if again, err := r.p.RegisterBusiness(ctx, r.officer, n); err != nil || !again.Replayed || again.It != made.It {
			t.Errorf("a repeat: %+v %v", again, err)
		}
		for name, x := range map[string]struct {
			change func(n *people.NewBusiness)
			want   string
		}{
			"no name":              {func(n *people.NewBusiness) { n.Name = "" }, "required (name)"},
			"nobody's":             {func(n *people.NewBusiness) { n.Person = store.NewID() }, "unknown_person (person)"},
			"of another home":      {func(n *people.NewBusiness) { n.Home = r.landak }, "unknown_person (person)"},
			"an unknown household": {func(n *people.NewBusiness) { n.Household = store.NewID() }, "unknown_household (household)"},
		} {
			n := n
			n.ID = store.NewID()
			x.change(&n)
			_, err := r.p.RegisterBusiness(ctx, r.officer, n)
			if err == nil || err.Error() != x.want {
				t.Errorf("%s: %v, want %s", name, err, x.want)
			}
		}
		trade := "kue kering"
		corrected, err := r.p.CorrectBusiness(ctx, r.officer, store.NewID(), r.kapuas, made.It.ID, people.BusinessCorrection{Trade: &trade})
		if err != nil || corrected.It.Trade != trade || corrected.It.Name != made.It.Name || corrected.It.Version != 2 {
			t.Errorf("corrected %+v %v", corrected, err)
		}
		_, err = r.p.CorrectBusiness(ctx, r.officer, store.NewID(), r.landak, made.It.ID, people.BusinessCorrection{Trade: &trade})
		fails(t, "at another home", err, "unknown_business")
		// One business's sealed name cannot be put in for another's.
		other, err := r.p.RegisterBusiness(ctx, r.officer, people.NewBusiness{ID: store.NewID(), Home: r.kapuas, Person: owner, Name: "Warung"})
		if err != nil {
			t.Fatal(err)
		}
		r.exec("UPDATE businesses SET version = 2, sealed = (SELECT sealed FROM businesses AS b WHERE b.id = ?) WHERE home = ? AND id = ?", made.It.ID, r.kapuas, other.It.ID)
		if b, err := r.p.Business(ctx, r.kapuas, other.It.ID); err == nil {
			t.Errorf("a swapped name is shown: %+v", b)
		}
	})
}

func TestCategories(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		c := people.Category{ID: store.NewID(), Home: r.kapuas, Code: "widow", NameID: "Janda", NameEN: "Widow"}
		if made, err := r.p.AddCategory(ctx, r.officer, c); err != nil || !made.It.Active {
			t.Fatalf("added %+v %v", made, err)
		}
		if again, err := r.p.AddCategory(ctx, r.officer, c); err != nil || !again.Replayed {
			t.Errorf("a repeat: %+v %v", again, err)
		}
		for name, x := range map[string]struct{ code, names, want string }{
			"the code again": {"widow", "x", "duplicate_code"}, "a bad code": {"Janda muda", "x", "invalid_format"}, "no name": {"single", "", "several_problems"},
		} {
			_, err := r.p.AddCategory(ctx, r.officer, people.Category{ID: store.NewID(), Home: r.kapuas, Code: x.code, NameID: x.names, NameEN: x.names})
			fails(t, name, err, x.want)
		}
		hers := r.register(r.kapuas, people.Facts{Name: "Mariam", Categories: []string{"widow"}})
		r.register(r.group, people.Facts{Name: "In a group of theirs", Categories: []string{"widow"}})
		_, err := r.p.Register(ctx, r.officer, people.NewPerson{ID: store.NewID(), Home: r.landak, Facts: people.Facts{Name: "X", Categories: []string{"widow"}}})
		fails(t, "another home's category", err, "unknown_category")
		no := false
		if _, err := r.p.CorrectCategory(ctx, r.officer, store.NewID(), r.kapuas, c.ID, people.CategoryCorrection{Active: &no}); err != nil {
			t.Fatal(err)
		}
		_, err = r.p.Register(ctx, r.officer, people.NewPerson{ID: store.NewID(), Home: r.kapuas, Facts: people.Facts{Name: "X", Categories: []string{"widow"}}})
		fails(t, "no longer asked about", err, "unknown_category")
		name := "Mariam binti Ali"
		if _, err := r.p.Correct(ctx, r.officer, store.NewID(), hers, people.PersonCorrection{FactsCorrection: people.FactsCorrection{Name: &name}}); err != nil {
			t.Error("what is known of her already stays:", err)
		}
		if list, err := r.p.Categories(ctx, r.kapuas); err != nil || len(list) != 1 || list[0].Active {
			t.Errorf("the list is %+v %v", list, err)
		}
	})
}

// The six questions count as the Washington Group counts them.
func TestWashingtonGroup(t *testing.T) {
	for _, x := range []struct {
		answers people.WashingtonGroup
		want    bool
	}{
		{people.WashingtonGroup{}, false},
		{people.WashingtonGroup{Seeing: people.NoDifficulty, Hearing: people.SomeDifficulty, Walking: people.Declined}, false},
		{people.WashingtonGroup{SelfCare: people.MuchDifficulty}, true},
		{people.WashingtonGroup{Communicating: people.CannotAtAll, Seeing: people.Declined}, true},
	} {
		if got := x.answers.Disability(); got != x.want {
			t.Errorf("%+v counts as %v", x.answers, got)
		}
	}
}
