package people_test

import (
	"crypto/ed25519"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func TestACardIsReadHoweverItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.SliceOfN(rapid.Byte(), ed25519.SeedSize, ed25519.SeedSize).Draw(t, "seed")
		card := people.NewKeyCard(seed)
		text := card.Text()
		for _, written := range []string{text, strings.ToLower(text), strings.ReplaceAll(text, "-", ""), strings.ReplaceAll(text, "-", " "), " " + text + " "} {
			read, err := people.ParseKeyCard(written)
			if err != nil || read != card {
				t.Fatalf("%q: %v", written, err)
			}
		}
		if read, _ := people.ParseKeyCard(text); !ed25519.Verify(card.Public(), []byte("x"), read.Sign([]byte("x"))) {
			t.Fatal("it signs with another key")
		}
		// One letter that is wrong is noticed, wherever it is.
		letters := []byte(strings.ReplaceAll(text, "-", ""))
		at := rapid.IntRange(0, len(letters)-1).Draw(t, "at")
		other := rapid.SampledFrom([]byte("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")).Draw(t, "letter")
		if letters[at] != other {
			letters[at] = other
			if _, err := people.ParseKeyCard(string(letters)); err == nil {
				t.Fatalf("letter %d may be %c", at, other)
			}
		}
	})
}

func TestWhatIsNoCard(t *testing.T) {
	good := people.NewKeyCard(make([]byte, ed25519.SeedSize)).Text()
	for _, text := range []string{"", "LUMBUNG1", "LUMBUNG1-", good[:len(good)-1], good + "A", good + good, "LUMBUNG2" + good[8:], strings.Repeat("A", 10_000), "LUMBUNGE1:ABCD", good[9:]} {
		_, err := people.ParseKeyCard(text)
		fails(t, text[:min(len(text), 20)], err, "invalid_card")
	}
}

func TestSigningInWithACard(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx, id := t.Context(), store.NewID()
		made, err := o.p.IssueCard(ctx, o.secretary, id, o.siti.Person)
		o.must("a card", err)
		again, err := o.p.IssueCard(ctx, o.secretary, id, o.siti.Person)
		if err != nil || !again.Replayed || again.It.Text != "" || again.It.ID != made.It.ID {
			t.Errorf("again: %+v %v", again, err)
		}
		x, err := o.p.SignIn(ctx, people.SignIn{Card: made.It.Text})
		o.must("by card", err)
		c, err := o.p.CallerOf(ctx, x.Token)
		if err != nil || c.Person != o.siti.Person || !c.Is(o.melati(), people.Member) {
			t.Errorf("she is %+v, %v", c, err)
		}
		_, err = o.p.SignIn(ctx, people.SignIn{Card: people.NewKeyCard(store.Random(32)).Text()})
		fails(t, "a card that nobody has", err, "sign_in_failed")

		// She makes another for herself, with a fresh proof.
		own, err := o.p.IssueCard(ctx, c, store.NewID(), c.Person)
		o.must("one of her own", err)
		o.later(people.FreshProof)
		_, err = o.p.IssueCard(ctx, c, store.NewID(), c.Person)
		fails(t, "with a proof that is too old", err, "proof_needed")
		o.must("a proof by the card", o.p.Prove(ctx, c, store.NewID(), people.SignIn{Card: own.It.Text}))
		stranger, err := o.p.IssueCard(ctx, o.secretary, store.NewID(), o.dewi.Person)
		o.must("another's card", err)
		fails(t, "a proof by another's card", o.p.Prove(ctx, c, store.NewID(), people.SignIn{Card: stranger.It.Text}), "sign_in_failed")

		y, err := o.p.SignIn(ctx, people.SignIn{Card: own.It.Text})
		o.must("with the other card", err)
		o.must("the first one is lost", o.p.RevokeCard(ctx, o.chair, store.NewID(), o.siti.Person, made.It.ID))
		_, err = o.p.CallerOf(ctx, x.Token)
		fails(t, "what began with it", err, "unauthenticated")
		_, err = o.p.CallerOf(ctx, y.Token)
		o.must("what began with the other", err)
		_, err = o.p.SignIn(ctx, people.SignIn{Card: made.It.Text})
		fails(t, "the lost card", err, "sign_in_failed")
		_, err = o.p.SignIn(ctx, people.SignIn{Card: own.It.Text})
		o.must("the other card", err)
		fails(t, "revoked twice", o.p.RevokeCard(ctx, o.chair, store.NewID(), o.siti.Person, made.It.ID), "unknown_card")
		fails(t, "as another's", o.p.RevokeCard(ctx, o.chair, store.NewID(), o.dewi.Person, own.It.ID), "unknown_card")
		o.sound()
	})
}

func TestACardIsNotForTheErased(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		made, err := o.p.IssueCard(ctx, o.secretary, store.NewID(), o.siti.Person)
		o.must("a card", err)
		err = o.erase(o.siti)
		o.must("she is erased", err)
		_, err = o.p.SignIn(ctx, people.SignIn{Card: made.It.Text})
		fails(t, "her card", err, "sign_in_failed")
		_, err = o.p.IssueCard(ctx, operator, store.NewID(), o.siti.Person)
		fails(t, "a new one", err, "person_erased")
	})
}

// Whoever signs in with a card while it is revoked is out as well: no session of it is
// left.
func TestNoSessionOutlivesItsCard(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		for range 25 {
			o.later(time.Second)
			made, err := o.p.IssueCard(ctx, o.secretary, store.NewID(), o.siti.Person)
			o.must("a card", err)
			var all sync.WaitGroup
			for i := range 4 {
				all.Go(func() {
					if i == 0 {
						if err := o.p.RevokeCard(ctx, o.chair, store.NewID(), o.siti.Person, made.It.ID); err != nil {
							t.Error(err)
						}
						return
					}
					if _, err := o.p.SignIn(ctx, people.SignIn{Card: made.It.Text}); err != nil && ledger.CodeOf(err) != "sign_in_failed" && ledger.CodeOf(err) != "limited" {
						t.Error(err)
					}
				})
			}
			all.Wait()
		}
		left, err := o.p.Sessions(ctx, o.siti)
		if err != nil || len(left) != 0 {
			t.Errorf("%d sessions are left, %v", len(left), err)
		}
	})
}

func TestCardsHaveAnEnd(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		var err error
		for range 6 {
			o.later(time.Second)
			_, err = o.p.IssueCard(t.Context(), o.secretary, store.NewID(), o.siti.Person)
		}
		fails(t, "the sixth card", err, "too_many_cards")
	})
}
