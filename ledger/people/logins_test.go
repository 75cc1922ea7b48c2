package people_test

import (
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// records writes a number and an address into somebody's record, as her officer does.
func (o *town) records(who people.Caller, phone, email string) {
	o.Helper()
	_, err := o.p.Correct(o.Context(), operator, newID(), who.Person, people.PersonCorrection{FactsCorrection: people.FactsCorrection{Phone: &phone, Email: &email}, DoubleChecked: true})
	o.must("her record", err)
}

// setLogin is the code with which a name to sign in with is refused.
func (o *town) setLogin(who people.Caller, login string) error {
	who.ProvedAt = o.now()
	_, err := o.p.SetSecret(o.Context(), who, newID(), people.NewSecret{Kind: people.PIN, Secret: goodPIN, Login: login})
	return err
}

// A name to sign in with stands in the record: nobody takes a stranger's, nor learns by
// trying whose it is.
func TestLoginsStandInTheRecord(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		o.records(o.siti, "0812 3456 7801", "siti@melati.example")
		o.records(o.dewi, "0812 3456 7803", "")
		o.records(o.chair, "0812 3456 7802", "")
		o.must("hers", o.setLogin(o.siti, "+62 812 3456 7801"))
		for what, login := range map[string]string{
			"one that nobody has": "0812 3456 7899", "one that stands in another's record": "0812 3456 7802",
			"one that another signs in with": "0812 3456 7801", "an address of nobody": "x@kapuas.org",
		} {
			fails(t, what, o.setLogin(o.dewi, login), "login_not_in_record")
		}
		// Both share a phone: who has it keeps it, and the answer is the same.
		phone := "0812 3456 7801"
		_, err := o.p.Correct(t.Context(), o.officer, newID(), o.dewi.Person, people.PersonCorrection{FactsCorrection: people.FactsCorrection{Phone: &phone}, DoubleChecked: true})
		o.must("a shared phone", err)
		fails(t, "a shared phone", o.setLogin(o.dewi, phone), "login_not_in_record")
		o.must("hers still", o.signIn(phone, goodPIN, ""))
		o.sound()
	})
}

// Somebody signs in with at most one number and one address; a new one takes the place
// of the old.
func TestOneLoginOfEachKind(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		for _, phone := range []string{"0812 3456 7801", "0812 3456 7802", "0812 3456 7803"} {
			o.records(o.siti, phone, "Siti@Melati.example")
			o.must(phone, o.setLogin(o.siti, phone))
		}
		o.must("her address", o.setLogin(o.siti, "siti@melati.example"))
		logins, err := o.p.Logins(t.Context(), o.siti.Person)
		if err != nil || len(logins) != 2 || logins[0].Kind != "email" || logins[1].Kind != "phone" {
			t.Errorf("she has %+v %v", logins, err)
		}
		fails(t, "the first number", o.signIn("0812 3456 7801", goodPIN, ""), "sign_in_failed")
		o.must("the last number", o.signIn("0812 3456 7803", goodPIN, ""))
		o.must("the address", o.signIn("SITI@melati.example", goodPIN, ""))
		// Who is in possession of a name may set it again when the record has moved on.
		o.records(o.siti, "0812 3456 7804", "")
		o.must("the one she has", o.setLogin(o.siti, "0812 3456 7803"))
	})
}

// A name is removed by herself, with a fresh proof, and by her home.
func TestRemovingALogin(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		const phone = "0812 3456 7801"
		remove := func(by, who people.Caller, kind string) error {
			return o.p.RemoveLogin(t.Context(), by, newID(), who.Person, kind)
		}
		fresh := o.siti
		fresh.ProvedAt = o.now()
		stale := o.siti
		stale.ProvedAt = o.now().Add(-time.Hour)
		for what, x := range map[string]struct {
			by   people.Caller
			code string
		}{
			"herself": {fresh, ""}, "herself with an old proof": {stale, "proof_needed"}, "her chair": {o.chair, ""}, "her officer": {o.officer, ""},
			"the administrator": {o.admin, ""}, "another member": {o.dewi, "forbidden"}, "a foreign administrator": {o.landakAdmin, "forbidden"},
		} {
			o.records(o.siti, phone, "")
			o.must("her name", o.setLogin(o.siti, phone))
			fails(t, what, remove(x.by, o.siti, "phone"), x.code)
			if can := o.signIn(phone, goodPIN, "") == nil; can != (x.code != "") {
				t.Errorf("by %s: she can sign in %v", what, can)
			}
		}
		o.must("again", o.setLogin(o.siti, phone))
		fails(t, "a kind she has none of", remove(fresh, o.siti, "email"), "unknown_login")
		// Who holds an office keeps her way in against whoever is no administrator.
		o.records(o.treasurer, "0812 3456 7811", "")
		o.must("the treasurer's name", o.setLogin(o.treasurer, "0812 3456 7811"))
		fails(t, "the chair", remove(o.chair, o.treasurer, "phone"), "has_way_in")
		o.must("the administrator", remove(o.admin, o.treasurer, "phone"))
		o.sound()
	})
}

// Whoever guesses the PIN of one who has two names has no more tries than with one.
func TestGuessesCountPerPerson(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		names := []string{"0812 3456 7801", "siti@melati.example"}
		o.records(o.siti, names[0], names[1])
		for _, name := range names {
			o.must(name, o.setLogin(o.siti, name))
		}
		for i := range 5 {
			fails(t, "a guess", o.signIn(names[i%2], "771122", ""), "sign_in_failed")
		}
		for _, name := range names {
			fails(t, "too soon by "+name, o.signIn(name, "771122", ""), "limited")
		}
		o.later(time.Minute)
		o.must("after a while", o.signIn(names[0], goodPIN, ""))
	})
}

// Whoever holds an invitation finds out little about who else is there.
func TestAnInvitationIsNoOracle(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		o.records(o.siti, "0812 3456 7801", "")
		o.must("a name", o.setLogin(o.siti, "0812 3456 7801"))
		i, err := o.p.Invite(t.Context(), o.admin, newID(), people.Observer, o.atKapuas(), o.person(o.kapuas).Person)
		o.must("an invitation", err)
		var codes []string
		for range 21 {
			_, err := o.p.AcceptInvitation(t.Context(), people.Caller{}, i.It.Token, accepting("0812 3456 7801", goodPIN))
			codes = append(codes, ledger.CodeOf(err))
		}
		if got, want := strings.Join(codes, " "), strings.Repeat("login_taken ", 20)+"limited"; got != want {
			t.Errorf("the answers are %s, want %s", got, want)
		}
		o.later(24 * time.Hour)
		_, err = o.p.AcceptInvitation(t.Context(), people.Caller{}, i.It.Token, accepting("0812 3456 7802", goodPIN))
		o.must("her own, the next day", err)

		known := o.person(o.kapuas)
		o.records(known, "0812 3456 7805", "")
		i, err = o.p.Invite(t.Context(), o.admin, newID(), people.Observer, o.atKapuas(), known.Person)
		o.must("another invitation", err)
		_, err = o.p.AcceptInvitation(t.Context(), people.Caller{}, i.It.Token, accepting("0812 3456 7806", goodPIN))
		fails(t, "another number than in her record", err, "login_not_in_record")
		_, err = o.p.AcceptInvitation(t.Context(), people.Caller{}, i.It.Token, accepting("0812 3456 7805", goodPIN))
		o.must("that of her record", err)
	})
}

// A card that was typed or scanned with blanks around it is the card.
func TestACardWithBlanks(t *testing.T) {
	card := people.NewKeyCard([]byte(strings.Repeat("k", 32)))
	for _, text := range []string{" " + card.Text(), card.Text() + "\n", "\t" + card.Text() + "\r\n", strings.ReplaceAll(card.Text(), "-", "\u00a0")} {
		if read, err := people.ParseKeyCard(text); err != nil || read != card {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := people.ParseKeyCard(card.Text()[1:]); ledger.CodeOf(err) != "invalid_card" {
		t.Error("half a card is a card")
	}
}
