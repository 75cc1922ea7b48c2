package people_test

import (
	"bytes"
	"encoding/base32"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

func newID() ledger.ID { return store.NewID() }

// townAt is a town on a database whose address a test must know.
func townAt(t *testing.T, address string) *town {
	t.Helper()
	o := &town{TB: t}
	o.clock.Store(time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC).UnixMicro())
	o.s = storetest.Open(t, address, store.WithClock(o.now))
	o.p = newPeople(t, o.s)
	o.settle()
	return o
}

// Whatever is wrong, the answer is the same one: nobody learns who is there.
func TestWhateverIsWrongTheAnswerIsTheSame(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		c, _ := o.invited(o.admin, people.Officer, o.atKapuas(), "0812 3456 7841", goodPIN)
		_, err := o.p.SetSecret(ctx, c, newID(), people.NewSecret{Kind: people.Password, Secret: "jeruk besar di tepi"})
		o.must("a password", err)
		erased, _ := o.invited(o.admin, people.Officer, o.atKapuas(), "pergi@kapuas.org", goodPIN)
		err = o.erase(erased)
		o.must("somebody is erased", err)
		for _, x := range []struct{ what, login, secret, code string }{
			{"her PIN", "0812 3456 7841", goodPIN, ""},
			{"written with the country", "+62 812-3456-7841", goodPIN, ""},
			{"her password", "081234567841", "jeruk besar di tepi", ""},
			{"a wrong PIN", "081234567841", "718293", "sign_in_failed"},
			{"a wrong password", "081234567841", "jeruk kecil di tepi", "sign_in_failed"},
			{"the password in capitals", "081234567841", "JERUK BESAR DI TEPI", "sign_in_failed"},
			{"the PIN and a space", "081234567841", goodPIN + " ", "sign_in_failed"},
			{"nothing", "081234567841", "", "sign_in_failed"},
			{"a number that nobody has", "081234567842", goodPIN, "sign_in_failed"},
			{"an address that nobody has", "siapa@kapuas.org", goodPIN, "sign_in_failed"},
			{"the erased", "pergi@kapuas.org", goodPIN, "sign_in_failed"},
			{"no name", "", goodPIN, "invalid_phone"},
			{"no number", "Siti", goodPIN, "invalid_phone"},
			{"no address", "siti@", goodPIN, "invalid_email"},
		} {
			fails(t, x.what, o.signIn(x.login, x.secret, ""), x.code)
			if x.code == "sign_in_failed" {
				o.later(time.Hour)
				if got, want := o.signIn(x.login, x.secret, ""), o.signIn("081234567843", "718293", ""); got == nil || want == nil || got.Error() != want.Error() {
					t.Errorf("%s: %v tells more than %v", x.what, got, want)
				}
				o.later(time.Hour)
			}
		}
	})
}

// A name that is somebody's already can be nobody else's, in whatever form it comes.
func TestANameIsOnePersons(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		o.invited(o.admin, people.Officer, o.atKapuas(), "0812 3456 7844", goodPIN)
		for _, login := range []string{"081234567844", "+6281234567844", "62 812 3456 7844"} {
			i, err := o.p.Invite(ctx, o.admin, newID(), people.Observer, o.atKapuas(), ledger.ID{})
			o.must("an invitation", err)
			a := accepting(login, "718293")
			_, err = o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, a)
			fails(t, login, err, "login_taken")
			a.Secret.Login = "lain" + strings.Trim(login, "+ ")[:2] + string(rune('a'+len(login))) + "@kapuas.org"
			_, err = o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, a)
			o.must("with another name the invitation still holds", err)
		}
		o.must("hers is as before", o.signIn("081234567844", goodPIN, ""))
	})
}

// What a browser calls itself is nobody's to choose well: bytes that are no text must
// not keep anybody out.
func TestWhatABrowserCallsItself(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		for agent, want := range map[string]string{"": "", "Firefox": "Firefox", "\xff\xfeOpera": "Opera", "a\x00b": "ab", strings.Repeat("ü", 200): strings.Repeat("ü", 100),
			"x" + strings.Repeat("ü", 200): "x" + strings.Repeat("ü", 99)} {
			x, err := o.p.SignIn(t.Context(), people.SignIn{Login: "rina@kapuas.org", Secret: goodPIN, Agent: agent})
			if err != nil || x.Session.Agent != want {
				t.Errorf("%q is kept as %q, %v", agent, x.Session.Agent, err)
			}
		}
	})
}

// Neither what somebody proves herself with nor the name she does it under stands
// anywhere in the database, nor what lets in by itself.
func TestNoSecretOfSignInInTheDatabase(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		ctx := t.Context()
		o := townAt(t, address)
		const password, wrong = "jeruk besar di tepi Kapuas", "rambutan merah di kebun"
		open, err := o.p.Invite(ctx, o.admin, newID(), people.Officer, o.atKapuas(), ledger.ID{})
		o.must("an invitation that stays open", err)
		used, err := o.p.Invite(ctx, o.admin, newID(), people.Officer, o.atKapuas(), ledger.ID{})
		o.must("an invitation", err)
		first, err := o.p.AcceptInvitation(ctx, people.Caller{}, used.It.Token, accepting("0812 3456 7845", goodPIN))
		o.must("accepted", err)
		c, err := o.p.CallerOf(ctx, first.Token)
		o.must("the caller", err)
		o.records(c, "", "Rina.Rahasia@kapuas.org")
		_, err = o.p.SetSecret(ctx, c, newID(), people.NewSecret{Kind: people.Password, Secret: password, Login: "Rina.Rahasia@kapuas.org"})
		o.must("a password", err)
		card, err := o.p.IssueCard(ctx, c, newID(), c.Person)
		o.must("a card", err)
		byCard, err := o.p.SignIn(ctx, people.SignIn{Card: card.It.Text, Address: "203.0.113.77", Agent: "Firefox/99"})
		o.must("by card", err)
		fails(t, "a wrong password", o.signIn("081234567845", wrong, "203.0.113.77"), "sign_in_failed")
		o.must("by password", o.signIn("rina.rahasia@kapuas.org", password, "203.0.113.77"))
		o.must("a proof", o.p.Prove(ctx, c, newID(), people.SignIn{Secret: password, Address: "203.0.113.77"}))

		// The digits of an id say nothing: they are left out before looking for a PIN.
		dump := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`).ReplaceAll((&registry{TB: t, address: address}).dump(t), []byte("id"))
		for _, there := range []string{"Firefox/99", "$argon2id$v=19$m=19456,t=2,p=1$", "session.started", "card.issued"} {
			if !bytes.Contains(dump, []byte(there)) {
				t.Fatalf("the dump does not even hold %q", there)
			}
		}
		plain := strings.ReplaceAll(card.It.Text, "-", "")
		raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(plain[len("LUMBUNG1"):])
		o.must("the letters of the card", err)
		for what, secret := range map[string]string{"the PIN": goodPIN, "the password": password, "what was tried in vain": wrong, "the phone number": "81234567845",
			"as she wrote it": "0812 3456 7845", "the e-mail address": "rina.rahasia", "as she wrote that": "Rina.Rahasia", "the card": card.It.Text, "its letters": plain[8:40],
			"its seed": string(raw[:32]), "the token of the first session": first.Token, "that of the second": byCard.Token, "the open invitation": open.It.Token,
			"the letters of it": open.It.Token[9:], "the used invitation": used.It.Token, "where she signs in": "203.0.113.77"} {
			if bytes.Contains(dump, []byte(secret)) {
				t.Errorf("%s is in the database", what)
			}
		}
	})
}

// The same PIN of two women is two hashes, and cannot be told to be the same.
func TestTheSamePINIsTwoHashes(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		o.invited(o.admin, people.Officer, o.atKapuas(), "dian@kapuas.org", goodPIN)
		var secrets []string
		o.must("the hashes", o.s.DB().NewRaw("SELECT secret FROM credentials WHERE kind = 'pin'").Scan(t.Context(), &secrets))
		if len(secrets) != 2 || secrets[0] == secrets[1] || !strings.HasPrefix(secrets[0], "$argon2id$") || strings.Split(secrets[0], "$")[4] == strings.Split(secrets[1], "$")[4] {
			t.Errorf("%q", secrets)
		}
	})
}

// What one server has counted holds at another, and after the store is opened again.
func TestAnotherServerCountsOn(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		o := townAt(t, address)
		for range 5 {
			fails(t, "a vain one", o.signIn("081234567846", "718293", "10.0.0.7"), "sign_in_failed")
		}
		o.s = storetest.Open(t, address, store.WithClock(o.now))
		o.p = newPeople(t, o.s)
		fails(t, "at another server", o.signIn("081234567846", "718293", "10.0.0.7"), "limited")
		o.later(5 * time.Second)
		fails(t, "after waiting", o.signIn("081234567846", "718293", "10.0.0.7"), "sign_in_failed")
		if wait := waitOf(t, o.signIn("081234567846", "718293", "10.0.0.7")); wait != "15" {
			t.Errorf("it goes on with %s seconds, want 15", wait)
		}
	})
}
