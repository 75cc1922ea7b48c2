package people_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func TestASessionEnds(t *testing.T) {
	for name, x := range map[string]struct {
		then func(o *town, c people.Caller, x people.SignedIn)
		ends bool
	}{
		"not at once": {func(*town, people.Caller, people.SignedIn) {}, false},
		"not while it is used": {func(o *town, _ people.Caller, x people.SignedIn) {
			for range 11 {
				o.later(time.Hour)
				_, err := o.p.CallerOf(o.Context(), x.Token)
				o.must("it is used", err)
			}
			o.later(59 * time.Minute)
		}, false},
		"after twelve hours": {func(o *town, _ people.Caller, x people.SignedIn) {
			for range 11 {
				o.later(time.Hour)
				_, err := o.p.CallerOf(o.Context(), x.Token)
				o.must("it is used", err)
			}
			o.later(time.Hour)
		}, true},
		"after two idle hours": {func(o *town, _ people.Caller, _ people.SignedIn) { o.later(people.SessionIdle) }, true},
		"not before two":       {func(o *town, _ people.Caller, _ people.SignedIn) { o.later(people.SessionIdle - time.Second) }, false},
		"by her own hand": {func(o *town, c people.Caller, x people.SignedIn) {
			o.must("sign out", o.p.EndSession(o.Context(), c, store.NewID(), x.Session.ID))
		}, true},
		"by the administrator": {func(o *town, _ people.Caller, x people.SignedIn) {
			o.must("end", o.p.EndSession(o.Context(), o.admin, store.NewID(), x.Session.ID))
		}, true},
		"when she is erased": {func(o *town, c people.Caller, _ people.SignedIn) {
			err := o.erase(c)
			o.must("erase", err)
		}, true},
		"when she is merged": {func(o *town, c people.Caller, _ people.SignedIn) {
			// Her role keeps her from being merged: it is given back first.
			grants, err := o.p.RolesOf(o.Context(), o.atKapuas(), false)
			o.must("the roles", err)
			i := slices.IndexFunc(grants, func(g people.Grant) bool { return g.Person == c.Person })
			_, err = o.p.EndRole(o.Context(), c, store.NewID(), o.atKapuas(), grants[i].ID)
			o.must("end her role", err)
			o.records(c, "0812 3456 7801", "")
			o.records(o.finance, "0812 3456 7801", "")
			_, err = o.p.Merge(o.Context(), operator, store.NewID(), people.Merger{From: c.Person, Into: o.finance.Person, Reason: people.RegisteredTwice})
			o.must("merge", err)
		}, true},
	} {
		t.Run(name, func(t *testing.T) {
			eachTown(t, func(t *testing.T, o *town) {
				c, s := o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
				x.then(o, c, s)
				_, err := o.p.CallerOf(t.Context(), s.Token)
				if got := ledger.CodeOf(err) == "unauthenticated"; got != x.ends {
					t.Errorf("the session: %v", err)
				}
				o.sound()
			})
		})
	}
}

func TestWhoMayEndASession(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		_, x := o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		for what, by := range map[string]people.Caller{"another officer": o.officer, "a foreign administrator": o.landakAdmin, "a member": o.siti} {
			fails(t, what, o.p.EndSession(ctx, by, store.NewID(), x.Session.ID), "unknown_session")
		}
		fails(t, "one that is not there", o.p.EndSession(ctx, o.admin, store.NewID(), store.NewID()), "unknown_session")
		_, y := o.invited(o.chair, people.Member, o.melati(), "0812 3456 7811", goodPIN)
		id := store.NewID()
		for range 2 {
			o.must("the administrator of the organisation that registered the group", o.p.EndSession(ctx, o.admin, id, y.Session.ID))
		}
		fails(t, "once it has ended", o.p.EndSession(ctx, o.admin, store.NewID(), y.Session.ID), "unknown_session")
	})
}

func TestOnesOwnSessions(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		c, first := o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		o.invited(o.admin, people.Officer, o.atKapuas(), "dian@kapuas.org", goodPIN)
		o.later(time.Second)
		second, err := o.p.SignIn(ctx, people.SignIn{Login: "rina@kapuas.org", Secret: goodPIN, Agent: strings.Repeat("Firefox ü", 100)})
		o.must("signed in", err)
		all, err := o.p.Sessions(ctx, c)
		o.must("the list", err)
		if len(all) != 2 || all[0].ID != second.Session.ID || all[1].ID != first.Session.ID || all[0].How != "pin" || len(all[0].Agent) > 200 || all[0].Agent == "" {
			t.Errorf("%+v", all)
		}
		if !all[0].ExpiresAt.Equal(o.now().Add(people.SessionLife)) {
			t.Errorf("it ends at %s", all[0].ExpiresAt)
		}
		var kept int
		o.must("what is kept", o.s.DB().NewRaw("SELECT count(*) FROM sessions WHERE token = ?", []byte(second.Token)).Scan(ctx, &kept))
		if kept != 0 || len(second.Token) < 43 {
			t.Error("the token is kept as it is, or is short")
		}
		if first.Token == second.Token {
			t.Error("two sessions with one token")
		}
	})
}

// What changes in this process is seen at the next call; what another process changes,
// after some seconds.
func TestACallerIsNeverRememberedTooLong(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		c, x := o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		holds := func(role people.Role) bool {
			c, err := o.p.CallerOf(ctx, x.Token)
			o.must("the caller", err)
			return c.Is(o.atKapuas(), role)
		}
		if !holds(people.Officer) || holds(people.Finance) {
			t.Error("the roles of the session are not hers")
		}
		given := o.give(o.admin, c, people.Finance, people.AtOrganization, o.kapuas)
		if !holds(people.Finance) {
			t.Error("a role that was given just now is not seen")
		}
		elsewhere := newPeople(t, o.s)
		_, err := elsewhere.EndRole(ctx, o.admin, store.NewID(), o.atKapuas(), given)
		o.must("another process ends the role", err)
		o.later(5 * time.Second)
		if holds(people.Finance) {
			t.Error("after five seconds the role still counts")
		}
		_, err = o.p.GiveRole(ctx, o.admin, people.NewRole{ID: store.NewID(), Person: c.Person, Role: people.Trainer, Scope: o.atKapuas(), Until: o.now().Add(time.Second)})
		o.must("a role for a second", err)
		if !holds(people.Trainer) {
			t.Error("it is not seen")
		}
		o.later(time.Second)
		if holds(people.Trainer) {
			t.Error("it is remembered longer than it holds")
		}
		o.must("another process ends the session", elsewhere.EndSession(ctx, c, store.NewID(), x.Session.ID))
		o.later(5 * time.Second)
		_, err = o.p.CallerOf(ctx, x.Token)
		fails(t, "the session, after five seconds", err, "unauthenticated")
		for _, token := range []string{"", "x", x.Token + "x", strings.ToUpper(x.Token)} {
			_, err := o.p.CallerOf(ctx, token)
			fails(t, "a token that is none", err, "unauthenticated")
		}
	})
}

// Beginning and ending stand in the chain of her home; nothing there tells her name.
func TestSignInStandsInTheChain(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		c, x := o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		fails(t, "a vain one", o.signIn("rina@kapuas.org", "718293", ""), "sign_in_failed")
		o.must("sign out", o.p.EndSession(ctx, c, store.NewID(), x.Session.ID))
		records, err := o.s.Records(ctx, o.kapuas, 0, 5)
		o.must("the records", err)
		var actions []string
		for _, r := range records {
			actions = append(actions, r.Action)
			if strings.Contains(string(r.Body), "rina") || strings.Contains(string(r.Body), goodPIN) {
				t.Errorf("%s tells too much: %s", r.Action, r.Body)
			}
		}
		if want := []string{"session.ended", "session.started", "invitation.accepted", "role.given", "secret.set"}; !slices.Equal(actions, want) {
			t.Errorf("the chain says %v, want %v", actions, want)
		}
		o.sound()
	})
}

// She is signed in at twenty places at most: then the oldest ends, and nobody else's.
func TestTheOldestSessionEnds(t *testing.T) {
	eachTown(t, func(t *testing.T, o *town) {
		ctx := t.Context()
		_, first := o.invited(o.admin, people.Officer, o.atKapuas(), "rina@kapuas.org", goodPIN)
		_, other := o.invited(o.admin, people.Officer, o.atKapuas(), "dian@kapuas.org", goodPIN)
		tokens := []string{first.Token}
		for range 21 {
			o.later(time.Second)
			x, err := o.p.SignIn(ctx, people.SignIn{Login: "rina@kapuas.org", Secret: goodPIN})
			o.must("she signs in", err)
			if _, err := o.p.CallerOf(ctx, tokens[0]); (len(tokens) < 20) != (err == nil) {
				t.Errorf("with %d others the first: %v", len(tokens), err)
			}
			tokens = append(tokens, x.Token)
		}
		for i, token := range tokens {
			_, err := o.p.CallerOf(ctx, token)
			fails(t, fmt.Sprint("session ", i), err, map[bool]string{true: "unauthenticated"}[i < 2])
		}
		if _, err := o.p.CallerOf(ctx, other.Token); err != nil {
			t.Errorf("another's: %v", err)
		}
		o.sound()
	})
}
