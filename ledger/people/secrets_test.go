package people_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func TestWhatAnybodyWouldTryFirstIsRefused(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		c, _ := o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		for _, x := range []struct {
			kind   people.SecretKind
			secret string
			code   string
		}{
			{people.PIN, "12345", "invalid_pin"}, {people.PIN, "1234567", "invalid_pin"}, {people.PIN, "12345a", "invalid_pin"}, {people.PIN, "", "invalid_pin"},
			{people.PIN, "١٢٣٤٥٦", "invalid_pin"}, {people.PIN, "12 456", "invalid_pin"},
			{people.PIN, "111111", "weak_secret"}, {people.PIN, "121212", "weak_secret"}, {people.PIN, "123456", "weak_secret"}, {people.PIN, "654321", "weak_secret"},
			{people.PIN, "567890", "weak_secret"}, {people.PIN, "098765", "weak_secret"}, {people.PIN, "123123", "weak_secret"}, {people.PIN, "454545", "weak_secret"},
			{people.PIN, "112211", "weak_secret"}, {people.PIN, "112233", "weak_secret"}, {people.PIN, "135791", "weak_secret"}, {people.PIN, "246802", "weak_secret"},
			{people.PIN, "123321", "weak_secret"}, {people.PIN, "147258", "weak_secret"}, {people.PIN, "170845", "weak_secret"},
			{people.PIN, "860413", ""}, {people.PIN, "007410", ""},
			{people.Password, "pendek", "invalid_password"}, {people.Password, strings.Repeat("a", 201), "invalid_password"},
			{people.Password, "aaaaaaaaaaaa", "weak_secret"}, {people.Password, "password123", "weak_secret"}, {people.Password, "Bismillah99", "weak_secret"},
			{people.Password, "1234567890", "weak_secret"}, {people.Password, "Pontianak2026!", "weak_secret"},
			{people.Password, "passwordpassword", "weak_secret"}, {people.Password, "qwerty123456", "weak_secret"}, {people.Password, "P4ssw0rd2026!", "weak_secret"},
			{people.Password, "lumbung-lumbung", "weak_secret"}, {people.Password, "Lumbung Pontianak 2026", "weak_secret"}, {people.Password, "asdfghjkl1", "weak_secret"},
			{people.Password, "sayangkuuuuu", "weak_secret"}, {people.Password, "mnbvcxz098765", "weak_secret"}, {people.Password, "abcdeabcde1999", "weak_secret"},
			{people.Password, "1a2b1a2b1a2b", "weak_secret"}, {people.Password, "rahasia bendahara", "weak_secret"},
			{people.Password, "sayang garuda pontianak arisan", ""}, {people.Password, "zm-uK3yogvVBcDLF", ""}, {people.Password, "829471650284", ""},
			{people.Password, "jeruk besar di tepi Kapuas", ""}, {people.Password, "ñandú ñandú", ""},
			{"riddle", "what walks on four legs", "not_in_list"},
		} {
			_, err := o.p.SetSecret(t.Context(), c, store.NewID(), people.NewSecret{Kind: x.kind, Secret: x.secret})
			fails(t, string(x.kind)+" "+x.secret, err, x.code)
		}
	})
}

// What whoever knows her would try is refused of her, and of nobody else.
func TestWhatIsKnownOfHerIsRefused(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		id := store.NewID()
		_, err := o.p.Register(ctx, o.officer, people.NewPerson{ID: id, Home: o.kapuas, DoubleChecked: true, Facts: people.Facts{Name: "Theresia Anjani",
			BirthYear: 1987, Sex: people.Female, Phone: "0812 3470 9156", Email: "resi.kapuas@surel.example", NIK: "6171055304870003"}})
		o.must("she is registered", err)
		theresia, other := people.Caller{Person: id, Home: o.kapuas, ProvedAt: o.now()}, o.person(o.kapuas)
		other.ProvedAt = o.now()
		for _, x := range []struct {
			kind   people.SecretKind
			secret string
			hers   string
		}{
			{people.PIN, "130487", "secret_about_you"}, {people.PIN, "870413", "secret_about_you"}, {people.PIN, "041387", "secret_about_you"}, {people.PIN, "530487", "secret_about_you"},
			{people.PIN, "198704", "secret_about_you"}, {people.PIN, "131987", "secret_about_you"}, {people.PIN, "709156", "secret_about_you"}, {people.PIN, "617105", "secret_about_you"},
			{people.PIN, "870003", "secret_about_you"}, {people.PIN, "870414", ""}, {people.PIN, "709157", ""},
			{people.Password, "theresia123", "secret_about_you"}, {people.Password, "Th3r3s1a4nj4n1!", "secret_about_you"}, {people.Password, "resi.kapuas.1987", "secret_about_you"},
			{people.Password, "081234709156", "secret_about_you"}, {people.Password, "anjani menanam jeruk", ""},
		} {
			set := func(by people.Caller) error {
				_, err := o.p.SetSecret(ctx, by, store.NewID(), people.NewSecret{Kind: x.kind, Secret: x.secret})
				return err
			}
			fails(t, "hers: "+x.secret, set(theresia), x.hers)
			fails(t, "of another: "+x.secret, set(other), "")
		}
		i, err := o.p.Invite(ctx, o.admin, store.NewID(), people.Officer, o.atKapuas(), ledger.ID{})
		o.must("an invitation", err)
		before := o.people()
		for secret, kind := range map[string]people.SecretKind{"halimah2026": people.Password, "347091": people.PIN} {
			_, err = o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, people.Acceptance{ID: store.NewID(), Name: "Halimah",
				Secret: people.NewSecret{Kind: kind, Secret: secret, Login: "0812 5534 7091"}})
			fails(t, "of whoever comes with "+secret, err, "secret_about_you")
		}
		if n := o.people(); n != before {
			t.Errorf("%d persons, there were %d", n, before)
		}
		o.sound()
	})
}

func TestChangingASecret(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		c, here := o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		there, err := o.p.SignIn(ctx, people.SignIn{Login: " RINA@kapuas.org ", Secret: goodPIN})
		o.must("she signs in elsewhere", err)
		_, err = o.p.SetSecret(ctx, c, store.NewID(), people.NewSecret{Kind: people.Password, Secret: "jeruk besar manis"})
		o.must("a password", err)
		o.must("by the password", o.signIn("rina@kapuas.org", "jeruk besar manis", ""))
		if _, err := o.p.CallerOf(ctx, here.Token); err != nil {
			t.Errorf("where she changed it: %v", err)
		}
		_, err = o.p.CallerOf(ctx, there.Token)
		fails(t, "where somebody may know the old one", err, "unauthenticated")

		o.later(people.FreshProof)
		_, err = o.p.SetSecret(ctx, c, store.NewID(), people.NewSecret{Kind: people.PIN, Secret: "860413"})
		fails(t, "with a proof that is too old", err, "proof_needed")
		fails(t, "a wrong proof", o.p.Prove(ctx, c, store.NewID(), people.SignIn{Secret: "111222"}), "sign_in_failed")
		o.must("a proof", o.p.Prove(ctx, c, store.NewID(), people.SignIn{Secret: "jeruk besar manis"}))
		c, err = o.p.CallerOf(ctx, here.Token)
		o.must("she is seen with the new proof", err)
		o.records(c, "0812 3456 7803", "")
		_, err = o.p.SetSecret(ctx, c, store.NewID(), people.NewSecret{Kind: people.PIN, Secret: "860413", Login: "0812 3456 7803"})
		o.must("a new PIN and another name", err)
		o.must("by the new name", o.signIn("+62 812 3456 7803", "860413", ""))
		o.must("by the old name", o.signIn("rina@kapuas.org", "860413", ""))
		fails(t, "by the old PIN", o.signIn("rina@kapuas.org", goodPIN, ""), "sign_in_failed")

		_, other := o.invited(o.admin, people.Officer, o.atKapuas(), "dian@kapuas.org", goodPIN)
		dian, err := o.p.CallerOf(ctx, other.Token)
		o.must("another", err)
		_, err = o.p.SetSecret(ctx, dian, store.NewID(), people.NewSecret{Kind: people.PIN, Secret: "860413", Login: "rina@kapuas.org"})
		fails(t, "a name that is somebody's", err, "login_not_in_record")
		o.must("hers is as before", o.signIn("dian@kapuas.org", goodPIN, ""))
		o.sound()
	})
}

// Who cannot be served in time is told so, and has lost none of her tries.
func TestHashingWaitsNoLongerThanTheCaller(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		free := o.p.HoldHashing()
		for range 7 {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			_, err := o.p.SignIn(ctx, people.SignIn{Login: "rina@kapuas.org", Secret: goodPIN})
			cancel()
			if ledger.KindOf(err) != ledger.Busy {
				t.Fatalf("%v, want busy", err)
			}
		}
		free()
		o.must("when there is room again", o.signIn("rina@kapuas.org", goodPIN, ""))
	})
}
