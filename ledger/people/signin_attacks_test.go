package people_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// goodPIN is one that nobody would try first.
const goodPIN = "493817"

// invited is somebody new who came by an invitation, and her session.
func (o *town) invited(by people.Caller, role people.Role, at people.Scope, login, pin string) (people.Caller, people.SignedIn) {
	o.Helper()
	i, err := o.p.Invite(o.Context(), by, store.NewID(), role, at, ledger.ID{})
	o.must("an invitation", err)
	x, err := o.p.AcceptInvitation(o.Context(), people.Caller{}, i.It.Token, accepting(login, pin))
	o.must("the invitation is accepted", err)
	c, err := o.p.CallerOf(o.Context(), x.Token)
	o.must("she is signed in", err)
	return c, x
}

func accepting(login, pin string) people.Acceptance {
	return people.Acceptance{ID: store.NewID(), Name: "Warga", Secret: people.NewSecret{Kind: people.PIN, Secret: pin, Login: login}}
}

func (o *town) signIn(login, secret, address string) error {
	_, err := o.p.SignIn(o.Context(), people.SignIn{Login: login, Secret: secret, Address: address})
	return err
}

func (o *town) atKapuas() people.Scope {
	return people.Scope{Kind: people.AtOrganization, ID: o.kapuas}
}

// Guesses that are sent at once are counted one by one: none slips by while others are
// being looked at.
func TestGuessesAtOnceAreCountedOneByOne(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		o.invited(o.admin, people.Officer, o.atKapuas(), "0812 3456 7801", goodPIN)
		var failed, limited atomic.Int64
		var all sync.WaitGroup
		for i := range 30 {
			all.Go(func() {
				switch code := ledger.CodeOf(o.signIn("081234567801", fmt.Sprintf("%06d", 710200+7*i), "")); code {
				case "sign_in_failed":
					failed.Add(1)
				case "limited":
					limited.Add(1)
				default:
					t.Errorf("guess %d: %q", i, code)
				}
			})
		}
		all.Wait()
		if failed.Load() > 5 || failed.Load()+limited.Load() != 30 {
			t.Errorf("%d guesses were looked at, %d were not; five are free", failed.Load(), limited.Load())
		}
		fails(t, "the right PIN has to wait as well", o.signIn("081234567801", goodPIN, ""), "limited")
		o.later(15 * time.Minute)
		o.must("the right PIN after waiting", o.signIn("081234567801", goodPIN, ""))
	})
}

// What is kept of a command is a fast hash, for ever: with a PIN in it, whoever stole
// the database would have the PIN after a million tries.
func TestNoCommandKeepsAPIN(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		c, _ := o.invited(o.admin, people.Officer, o.atKapuas(), "0812 3456 7802", goodPIN)
		id := store.NewID()
		_, err := o.p.SetSecret(t.Context(), c, id, people.NewSecret{Kind: people.PIN, Secret: "860413"})
		o.must("a new PIN", err)
		key, err := o.s.Setting(t.Context(), "command_key")
		o.must("the key of the hashes", err)
		var kept []byte
		o.must("the command", o.s.DB().NewRaw("SELECT body FROM commands WHERE id = ?", id).Scan(t.Context(), &kept))
		for _, guess := range []string{"860413", goodPIN} {
			for _, login := range []string{"", "0812 3456 7802"} {
				body := fmt.Sprintf(`{"Person":"%s","Kind":"pin","Secret":"%s","Login":"%s"}`, c.Person, guess, login)
				sum, err := o.s.Keyed(t.Context(), "body", []byte(body))
				o.must("a guess", err)
				if string(sum) == string(kept) {
					t.Errorf("with the key %x and a guess anybody can tell the PIN from what is kept", key[:4])
				}
			}
		}
		_, err = o.p.SetSecret(t.Context(), c, id, people.NewSecret{Kind: people.PIN, Secret: "860413"})
		o.must("the same command again", err)
		_, err = o.p.SetSecret(t.Context(), c, id, people.NewSecret{Kind: people.PIN, Secret: "529174"})
		fails(t, "the same command with another PIN", err, "id_reused")
		o.must("the first one holds", o.signIn("081234567802", "860413", ""))
	})
}

// An invitation is an offer, not a way into somebody's account.
func TestAnInvitationOpensNobodysAccount(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		boss, _ := o.invited(o.admin, people.Officer, o.atKapuas(), "boss@kapuas.org", goodPIN)
		boss.Grants = nil

		i, err := o.p.Invite(ctx, o.chair, store.NewID(), people.Member, o.melati(), boss.Person)
		o.must("the chair invites the officer into her group", err)
		_, err = o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, accepting("0812 9999 9901", "718293"))
		fails(t, "and accepts it herself", err, "sign_in_first")
		o.must("the officer's own PIN", o.signIn("boss@kapuas.org", goodPIN, ""))
		fails(t, "the chair's", o.signIn("081299999901", "718293", ""), "sign_in_failed")

		// The id of somebody who is there does not stand for her either.
		i, err = o.p.Invite(ctx, o.admin, store.NewID(), people.Observer, o.atKapuas(), ledger.ID{})
		o.must("an observer is invited", err)
		a := accepting("0812 9999 9902", "718293")
		a.ID = boss.Person
		x, err := o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, a)
		o.must("an observer accepts", err)
		if x.Session.Person == boss.Person {
			t.Error("the observer is the officer now")
		}
		o.must("the officer's own PIN, still", o.signIn("boss@kapuas.org", goodPIN, ""))

		// Who holds an office is set up by those who may give it, and she once has a way in, by nobody.
		i, err = o.p.Invite(ctx, o.secretary, store.NewID(), people.Member, o.melati(), o.officer.Person)
		o.must("the secretary invites an officer who has not signed in yet", err)
		_, err = o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, accepting("0812 9999 9903", "718293"))
		if err == nil {
			t.Error("the secretary is an officer of the organisation now")
		}
	})
}

// A card is for its holder: who could make one for anybody would be everybody.
func TestNobodyMakesACardToBecomeSomebodyElse(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		for _, x := range []struct {
			what     string
			by, whom people.Caller
			code     string
		}{
			{"an officer for the administrator", o.officer, o.admin, "forbidden"},
			{"a member for the treasurer", o.siti, o.treasurer, "forbidden"},
			{"the secretary for an officer", o.secretary, o.officer, "forbidden"},
			{"another organisation's administrator for a member", o.landakAdmin, o.siti, "forbidden"},
			{"the secretary for a member", o.secretary, o.siti, ""},
			{"the secretary for the treasurer, at first", o.secretary, o.treasurer, ""},
			{"the secretary for the treasurer, who has one", o.secretary, o.treasurer, "has_way_in"},
			{"the chair for the treasurer, who has one", o.chair, o.treasurer, "has_way_in"},
			{"an officer for a key-holder, at first", o.officer, o.keys[0], ""},
			{"an officer for her, who has one", o.officer, o.keys[0], "has_way_in"},
			{"the secretary for a member who has one", o.secretary, o.siti, ""},
			{"the operator on the machine itself", operator, o.treasurer, ""},
		} {
			_, err := o.p.IssueCard(ctx, x.by, store.NewID(), x.whom.Person)
			fails(t, x.what, err, x.code)
		}
	})
}

// However many guesses come from the address of a group, a right card lets in.
func TestACardIsNeverHeldUp(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		made, err := o.p.IssueCard(ctx, o.secretary, store.NewID(), o.siti.Person)
		o.must("a card", err)
		limited := false
		for range 70 {
			_, err := o.p.SignIn(ctx, people.SignIn{Card: people.NewKeyCard(store.Random(32)).Text(), Address: "10.0.0.7"})
			switch code := ledger.CodeOf(err); code {
			case "sign_in_failed":
			case "limited":
				limited = true
			default:
				t.Fatalf("a card that is none: %q", code)
			}
		}
		if !limited {
			t.Error("cards can be tried without end")
		}
		if _, err := o.p.SignIn(ctx, people.SignIn{Card: made.It.Text, Address: "10.0.0.7"}); err != nil {
			t.Errorf("her card must wait for others' guesses: %v", err)
		}
	})
}

// Who can revoke a card cannot make another in its place: that takes witnesses.
func TestRevokingIsNoWayToBecomeHer(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		made, err := o.p.IssueCard(ctx, o.secretary, store.NewID(), o.treasurer.Person)
		o.must("her first card", err)
		o.must("it is revoked", o.p.RevokeCard(ctx, o.secretary, store.NewID(), o.treasurer.Person, made.It.ID))
		for what, by := range map[string]people.Caller{"the secretary": o.secretary, "an officer": o.officer, "the chair": o.chair} {
			_, err := o.p.IssueCard(ctx, by, store.NewID(), o.treasurer.Person)
			fails(t, what+" makes another", err, "has_way_in")
		}
		i, err := o.p.Invite(ctx, o.secretary, store.NewID(), people.Member, o.melati(), o.treasurer.Person)
		o.must("the secretary invites her", err)
		_, err = o.p.AcceptInvitation(ctx, people.Caller{}, i.It.Token, accepting("0812 9999 9904", "718293"))
		fails(t, "and accepts in her name", err, "has_way_in")
	})
}
