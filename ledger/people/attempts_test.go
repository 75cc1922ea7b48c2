package people_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// waitOf is how many seconds an error asks to wait, 0 when it does not.
func waitOf(t *testing.T, err error) string {
	t.Helper()
	var e *ledger.Error
	if errors.As(err, &e) && e.Kind == ledger.Limited {
		return e.Params["retry_after"]
	}
	return "0"
}

// ladder tries in vain twelve times, and waits each time as long as it is told.
func (o *town) ladder(t *testing.T, login string) []string {
	t.Helper()
	var waits []string
	for i := range 12 {
		fails(t, fmt.Sprintf("attempt %d", i+1), o.signIn(login, "718293", ""), "sign_in_failed")
		err := o.signIn(login, "718293", "")
		if ledger.CodeOf(err) == "sign_in_failed" { // a free one: it counts as well
			waits = append(waits, "free")
			continue
		}
		waits = append(waits, waitOf(t, err))
		o.later(900 * time.Second)
	}
	return waits
}

// Waiting grows, has an end, and is the same for names that nobody has.
func TestWaitingGrowsAndTellsNothing(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		o.invited(o.admin, people.Officer, o.atKapuas(), "0812 3456 7804", goodPIN)
		known, unknown := o.ladder(t, "081234567804"), o.ladder(t, "081234567999")
		want := []string{"free", "free", "5", "15", "60", "300", "900", "900", "900", "900", "900", "900"}
		if !slices.Equal(known, want) {
			t.Errorf("the waits are %v, want %v", known, want)
		}
		if !slices.Equal(known, unknown) {
			t.Errorf("for a name that nobody has they are %v", unknown)
		}
		o.must("the right PIN after waiting", o.signIn("081234567804", goodPIN, ""))
		for range 4 {
			fails(t, "free ones again", o.signIn("081234567804", "718293", ""), "sign_in_failed")
		}
		o.must("she made slips, and has not to wait", o.signIn("081234567804", goodPIN, ""))
	})
}

func TestVainAttemptsAreForgottenAfterADay(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		for range 5 {
			fails(t, "a vain one", o.signIn("081234567805", "718293", ""), "sign_in_failed")
		}
		fails(t, "one more", o.signIn("081234567805", "718293", ""), "limited")
		o.later(24*time.Hour + time.Second)
		for range 5 {
			fails(t, "a day later", o.signIn("081234567805", "718293", ""), "sign_in_failed")
		}
		o.later(25 * time.Hour)
		fails(t, "another name", o.signIn("081234567806", "718293", ""), "sign_in_failed")
		var n int
		o.must("the counters", o.s.DB().NewRaw("SELECT count(*) FROM attempts").Scan(t.Context(), &n))
		if n != 1 {
			t.Errorf("%d counters are kept, want the last one", n)
		}
	})
}

// One woman's slips do not hold up the others at the same phone, nor her own card; a
// thousand guesses from one address do, for a minute at most.
func TestNobodyLocksOutAGroup(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		const here, elsewhere = "10.0.0.7", "10.0.0.8"
		o.invited(o.admin, people.Officer, o.atKapuas(), "0812 3456 7807", goodPIN)
		siti, _ := o.invited(o.admin, people.Officer, o.atKapuas(), "0812 3456 7808", goodPIN)
		card, err := o.p.IssueCard(ctx, siti, store.NewID(), siti.Person)
		o.must("a card of her own", err)
		for range 5 {
			fails(t, "a slip", o.signIn("081234567808", "718293", here), "sign_in_failed")
		}
		fails(t, "her PIN must wait", o.signIn("081234567808", goodPIN, here), "limited")
		o.must("another's PIN at the same phone", o.signIn("081234567807", goodPIN, here))
		if _, err := o.p.SignIn(ctx, people.SignIn{Card: card.It.Text, Address: here}); err != nil {
			t.Errorf("her card: %v", err)
		}
		i := 0
		for ; i < 200; i++ {
			if ledger.CodeOf(o.signIn(fmt.Sprintf("0813%08d", i), "718293", here)) == "limited" {
				break
			}
		}
		if i < 50 || i > 60 {
			t.Errorf("an address may try %d names", i)
		}
		o.must("another who has signed in there before", o.signIn("081234567807", goodPIN, here))
		o.must("the same woman elsewhere", o.signIn("081234567807", goodPIN, elsewhere))
		if _, err := o.p.SignIn(ctx, people.SignIn{Card: card.It.Text, Address: here}); err != nil {
			t.Errorf("her card at that address: %v", err)
		}
		rounds := 20
		if testing.Short() {
			rounds = 3 // each of them hashes twice
		}
		for range rounds {
			o.later(time.Minute)
			fails(t, "one more guess after a minute", o.signIn("081399999999", "718293", here), "sign_in_failed")
			o.later(time.Minute)
			o.must("the others after a minute", o.signIn("081234567807", goodPIN, here))
			o.later(15 * time.Minute)
		}
	})
}

// Who has signed in from an address before does so again while a stranger guesses there;
// her own name still makes her wait, and it is forgotten after ninety days.
func TestWhoIsKnownAtAnAddressIsNotHeldUp(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		const here, elsewhere = "10.0.0.7", "10.0.0.8"
		stranger := 0
		flood := func(address string) { // one guess, and as if there had been seventy
			stranger++
			fails(t, "a stranger's guess", o.signIn(fmt.Sprintf("0813%08d", stranger), "718293", address), "sign_in_failed")
			o.must("seventy", o.s.Tx(t.Context(), func(ctx context.Context, s *store.Store) error {
				_, err := s.DB().NewRaw("UPDATE attempts SET failures = 70, next_at = ? WHERE failures > 0", o.now().Add(time.Minute).UnixMicro()).Exec(ctx)
				return err
			}))
		}
		for _, login := range []string{"0812 3456 7811", "0812 3456 7812"} {
			o.invited(o.admin, people.Officer, o.atKapuas(), login, goodPIN)
		}
		o.must("she signs in here", o.signIn("081234567811", goodPIN, here))
		flood(here)
		o.must("again", o.signIn("081234567811", goodPIN, here))
		fails(t, "who was never here", o.signIn("081234567812", goodPIN, here), "limited")
		flood(elsewhere)
		fails(t, "she at another address", o.signIn("081234567811", goodPIN, elsewhere), "limited")
		for range 5 {
			fails(t, "her name is guessed", o.signIn("081234567811", "718293", here), "sign_in_failed")
		}
		fails(t, "now her name must wait", o.signIn("081234567811", goodPIN, here), "limited")
		o.later(89 * 24 * time.Hour)
		flood(here)
		o.must("in the third month", o.signIn("081234567811", goodPIN, here))
		o.later(91 * 24 * time.Hour)
		flood(here)
		fails(t, "much later", o.signIn("081234567811", goodPIN, here), "limited")
	})
}

// What was counted is there when the server starts again.
func TestAttemptsSurviveARestart(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		for range 5 {
			fails(t, "a vain one", o.signIn("081234567809", "718293", ""), "sign_in_failed")
		}
		o.p = newPeople(t, o.s)
		fails(t, "after a restart", o.signIn("081234567809", "718293", ""), "limited")
	})
}
