package people_test

import (
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// seenAt is what is kept of when a session was last used, in microseconds.
func (o *town) seenAt(x people.SignedIn) (at int64) {
	o.Helper()
	o.must("when it was seen", o.s.DB().NewRaw("SELECT seen_at FROM sessions WHERE id = ?", x.Session.ID).Scan(o.Context(), &at))
	return at
}

// A session that is used all the time costs one write a minute.
func TestThatASessionIsUsedIsNotedOnceAMinute(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		_, x := o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		began := o.clock.Load()
		for range 9 {
			o.later(6 * time.Second) // longer than a caller is remembered
			_, err := o.p.CallerOf(t.Context(), x.Token)
			o.must("it is used", err)
			if got := o.seenAt(x); got != began {
				t.Fatalf("after %d s it is noted that it was used", (o.clock.Load()-began)/1_000_000)
			}
		}
		o.later(6 * time.Second)
		_, err := o.p.CallerOf(t.Context(), x.Token)
		o.must("it is used after a minute", err)
		if got := o.seenAt(x); got != o.clock.Load() {
			t.Errorf("after a minute it was seen %d s ago", (o.clock.Load()-got)/1_000_000)
		}
	})
}

// What this process changes is seen at the very next call: the clock does not move.
func TestWhatChangesHereIsSeenAtOnce(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		c, x := o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		if !c.Is(o.atKapuas(), people.Officer) {
			t.Fatal("she is no officer")
		}
		for _, g := range c.Grants {
			_, err := o.p.EndRole(ctx, o.admin, newID(), o.atKapuas(), g.ID)
			o.must("her role ends", err)
		}
		c, err := o.p.CallerOf(ctx, x.Token)
		o.must("she is still signed in", err)
		if len(c.Grants) != 0 {
			t.Errorf("the role still counts: %+v", c.Grants)
		}
		o.must("the administrator signs her out", o.p.EndSession(ctx, o.admin, newID(), x.Session.ID))
		_, err = o.p.CallerOf(ctx, x.Token)
		fails(t, "her session", err, "unauthenticated")
	})
}

// A session that nobody can use any more is in no list.
func TestWhatIsNotInForceIsNotListed(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		_, idle := o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		o.later(people.SessionIdle - time.Second)
		used, err := o.p.SignIn(ctx, people.SignIn{Login: "rina@kapuas.org", Secret: goodPIN})
		o.must("signed in elsewhere", err)
		c, err := o.p.CallerOf(ctx, used.Token)
		o.must("the caller", err)
		for _, want := range []int{2, 1} {
			all, err := o.p.Sessions(ctx, c)
			o.must("the list", err)
			if len(all) != want || all[0].ID != used.Session.ID {
				t.Errorf("%d sessions are listed, want %d (the idle one is %s)", len(all), want, idle.Session.ID)
			}
			o.later(time.Second)
		}
	})
}
