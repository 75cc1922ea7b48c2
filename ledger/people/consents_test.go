package people_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func TestConsents(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		her := r.register(r.kapuas, siti())
		witness, away := r.register(r.group, people.Facts{Name: "Saksi"}), r.register(r.landak, people.Facts{Name: "Jauh"})
		good := people.Consent{Person: her, Purpose: people.ShareWithDonor, TextVersion: "2026-01", Language: "id", How: "spoken", Witness: witness}
		for name, x := range map[string]struct {
			change func(c *people.Consent)
			want   string
		}{
			"another purpose":     {func(c *people.Consent) { c.Purpose = "marketing" }, "not_in_list (purpose)"},
			"no text":             {func(c *people.Consent) { c.TextVersion = "" }, "invalid_format (text_version)"},
			"free text":           {func(c *people.Consent) { c.TextVersion = "said yes, Siti" }, "invalid_format (text_version)"},
			"another language":    {func(c *people.Consent) { c.Language = "xx" }, "not_in_list (language)"},
			"by telepathy":        {func(c *people.Consent) { c.How = "felt" }, "not_in_list (how)"},
			"without a witness":   {func(c *people.Consent) { c.Witness = ledger.ID{} }, "needs_witness (witness)"},
			"witnessed by her":    {func(c *people.Consent) { c.Witness = her }, "own_witness (witness)"},
			"witnessed by nobody": {func(c *people.Consent) { c.Witness = store.NewID() }, "unknown_person (witness)"},
			"witnessed far away":  {func(c *people.Consent) { c.Witness = away }, "unknown_person (witness)"},
			"by who writes it":    {func(c *people.Consent) { c.Witness = r.officer.Person }, "recorder_is_witness (witness)"},
			"of nobody":           {func(c *people.Consent) { c.Person = store.NewID() }, "unknown_person"},
		} {
			c := good
			c.ID = store.NewID()
			x.change(&c)
			_, err := r.p.GiveConsent(ctx, r.officer, c)
			if err == nil || err.Error() != x.want {
				t.Errorf("%s: %v, want %s", name, err, x.want)
			}
		}
		consented := func(want bool) {
			t.Helper()
			if yes, err := r.p.Consented(ctx, her, people.ShareWithDonor); yes != want || err != nil {
				t.Errorf("she consented: %v %v, want %v", yes, err, want)
			}
		}
		consented(false)
		first, second := good, good
		first.ID, second.ID, second.TextVersion, second.How, second.Witness = store.NewID(), store.NewID(), "2026-02", "written", ledger.ID{}
		for _, c := range []people.Consent{first, second} {
			made, err := r.p.GiveConsent(ctx, r.officer, c)
			if err != nil || made.It.WithdrawnAt != nil || made.It.GivenAt.IsZero() || made.It.TextVersion != c.TextVersion {
				t.Fatalf("given %+v %v", made, err)
			}
		}
		if again, err := r.p.GiveConsent(ctx, r.officer, first); err != nil || !again.Replayed {
			t.Errorf("a repeat: %+v %v", again, err)
		}
		consented(true)
		_, err := r.p.WithdrawConsent(ctx, r.officer, store.NewID(), r.officer.Person, second.ID)
		fails(t, "another's consent", err, "unknown_consent")
		if w, err := r.p.WithdrawConsent(ctx, r.officer, store.NewID(), her, second.ID); err != nil || w.It.WithdrawnAt == nil {
			t.Errorf("withdrawn %+v %v", w, err)
		}
		consented(false) // the older one is no way back
		_, err = r.p.WithdrawConsent(ctx, r.officer, store.NewID(), her, first.ID)
		fails(t, "withdrawing twice", err, "already_withdrawn")
		third := good
		third.ID = store.NewID()
		if _, err := r.p.GiveConsent(ctx, r.officer, third); err != nil {
			t.Error(err)
		}
		consented(true)
		if all, err := r.p.Consents(ctx, her); err != nil || len(all) != 3 || all[0].WithdrawnAt == nil || all[1].WithdrawnAt == nil || all[2].WithdrawnAt != nil {
			t.Errorf("the history is %+v %v", all, err)
		}
		r.holds(r.s)
	})
}

func TestWhoLooked(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		her := r.register(r.kapuas, siti())
		herself := people.Caller{Person: her, Home: r.kapuas}
		stranger := people.Caller{Person: r.register(r.landak, people.Facts{Name: "Pengamat"}), Home: r.landak}
		r.role(stranger.Person, people.Chair, "group", r.group, r.group)
		r.role(stranger.Person, people.Observer, "organization", r.landak, r.landak)
		for _, by := range []people.Caller{r.officer, stranger, herself} {
			if _, err := r.p.ReadPerson(ctx, by, her); err != nil {
				t.Fatal(err)
			}
		}
		// Lists and cards are no looks.
		if _, err := r.p.Persons(ctx, r.kapuas, ledger.ID{}, 10); err != nil {
			t.Fatal(err)
		}
		var got []string
		var last people.Look
		for {
			page, err := r.p.Looks(ctx, people.Caller{Person: her}, her, last, 2)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range page {
				got = append(got, strings.Join([]string{l.Action, l.Role, l.Of, map[bool]string{true: "herself"}[l.Herself]}, "|"))
				last = l
			}
			if len(page) < 2 {
				break
			}
		}
		want := []string{"person.read|||herself", "person.read|observer|Dinas Landak|", "person.read|officer|Yayasan Kapuas|"}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("she sees %q, want %q", got, want)
		}
		if n := r.count("SELECT count(*) FROM reads WHERE person = ? AND device = ?", her, r.officer.Device); n != 1 {
			t.Errorf("the officer's device stands in %d reads", n)
		}
		if _, err := r.p.ReadPerson(ctx, r.officer, store.NewID()); ledger.CodeOf(err) != "unknown_person" {
			t.Errorf("reading nobody: %v", err)
		}
		r.holds(r.s)
	})
}

// My data has everything of hers, under all her ids, and no token or secret.
func TestMyData(t *testing.T) {
	eachRegistry(t, func(t *testing.T, r *registry) {
		ctx := t.Context()
		her, other := r.register(r.kapuas, siti()), r.register(r.kapuas, people.Facts{Name: "S. Aminah", BirthYear: 1987, Phone: siti().Phone})
		if _, err := r.p.GiveConsent(ctx, r.officer, people.Consent{ID: store.NewID(), Person: other, Purpose: people.Contact, TextVersion: "1", Language: "id", How: "written"}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.p.RegisterBusiness(ctx, r.officer, people.NewBusiness{ID: store.NewID(), Home: r.kapuas, Person: other, Name: "Warung Aminah"}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.p.RegisterHousehold(ctx, r.officer, people.NewHousehold{ID: store.NewID(), Home: r.kapuas, Address: "Gang Dahlia", Members: []people.NewMember{{Person: her, Relation: "head"}}}); err != nil {
			t.Fatal(err)
		}
		if _, err := r.p.Merge(ctx, r.officer, store.NewID(), people.Merger{From: other, Into: her, Reason: people.RegisteredTwice}); err != nil {
			t.Fatal(err)
		}
		left, err := r.p.RegisterHousehold(ctx, r.officer, people.NewHousehold{ID: store.NewID(), Home: r.kapuas, Address: "Gang Kenanga",
			Members: []people.NewMember{{Person: her, Relation: "child"}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := r.p.LeaveHousehold(ctx, r.officer, store.NewID(), r.kapuas, left.It.ID, her); err != nil {
			t.Fatal(err)
		}
		r.role(her, people.Member, "group", r.group, r.group)
		r.signIn(her)
		d, err := r.p.MyData(ctx, people.Caller{Person: her}, her)
		if err != nil {
			t.Fatal(err)
		}
		if d.Person.Facts.Address != "Gang Beringin 7, Sungai Jawi" || len(d.Merged) != 1 || d.Merged[0].Facts.Name != "S. Aminah" || len(d.Consents) != 1 ||
			len(d.Roles) != 1 || d.Roles[0].Of != "Kelompok Melati" || len(d.Households) != 2 || d.Households[0].Address != "Gang Dahlia" || d.Households[1].Address != "" ||
			len(d.Businesses) != 1 || d.Businesses[0].Name != "Warung Aminah" || len(d.Looks) != 1 || d.Looks[0].Action != "person.data" ||
			len(d.Sessions) != 1 || d.Sessions[0].Agent != "Peramban" || len(d.SignIn) != 2 {
			t.Errorf("her data is %+v", d)
		}
		raw, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{"rahasia-token", "rahasia-pin", "cmFoYXNpY"} {
			if strings.Contains(string(raw), secret) {
				t.Errorf("her data holds %q", secret)
			}
		}
	})
}

// signIn gives a person a login, a PIN and a session, as the tables hold them.
func (r *registry) signIn(person ledger.ID) {
	r.Helper()
	r.exec("INSERT INTO logins (name, home, person, kind, created_at) VALUES (?, ?, ?, 'phone', 1)", append([]byte("rahasia-login"), person[:]...), r.kapuas, person)
	r.exec(`INSERT INTO credentials (home, id, person, kind, handle, secret, created_at, created_by, revoked_at) VALUES (?, ?, ?, 'pin', ?, ?, 1, ?, 0)`,
		r.kapuas, store.NewID(), person, append([]byte("handle"), person[:]...), []byte("rahasia-pin"), person)
	r.exec(`INSERT INTO sessions (token, id, home, person, device, how, agent, created_at, seen_at, proved_at, expires_at, revoked_at)
		VALUES (?, ?, ?, ?, ?, 'pin', 'Peramban', 1, 1, 1, 9000000000000000, 0)`, append([]byte("rahasia-token"), person[:]...), store.NewID(), r.kapuas, person, ledger.ID{})
}
