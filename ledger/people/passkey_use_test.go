package people_test

import (
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// signIn answers a challenge to sign in with the authenticator.
func (k *keyed) signIn(a *phonetest.Authenticator) (people.SignedIn, error) {
	k.Helper()
	c, err := k.p.AskToSignIn(k.Context(), "")
	if err != nil {
		k.Fatal(err)
	}
	return k.p.SignInWithPasskey(k.Context(), people.PasskeySignIn{Answer: a.Get(c.Options), Agent: "Firefox"})
}

// provedAt is when the caller's session was proved last.
func (k *keyed) provedAt(by people.Caller) time.Time {
	k.Helper()
	var at int64
	if err := k.s.DB().NewRaw("SELECT proved_at FROM sessions WHERE id = ?", by.Session).Scan(k.Context(), &at); err != nil {
		k.Fatal(err)
	}
	return time.UnixMicro(at).UTC()
}

func TestAPasskeyProvesWhoHasSignedIn(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		ctx, sari := t.Context(), k.person("Sari")
		_, err := k.p.AskForProof(ctx, sari)
		fails(t, "a proof without a passkey", err, "no_passkey")
		a := newAuthenticator()
		a.Nameless = true // as some are where the passkey is named
		passkey := k.add(sari, a)
		k.later(time.Hour)
		c, err := k.p.AskForProof(ctx, sari)
		if err != nil {
			t.Fatal(err)
		}
		id, answer := store.NewID(), a.Get(c.Options)
		for i := range 2 {
			at, err := k.p.ProveWithPasskey(ctx, sari, id, answer)
			if err != nil || at.Replayed != (i == 1) || !at.It.Equal(k.provedAt(sari)) {
				t.Errorf("proved at %+v, %v", at, err)
			}
		}
		if !k.provedAt(sari).Equal(k.now()) {
			t.Errorf("the session is proved at %s, want %s", k.provedAt(sari), k.now())
		}
		if all, err := k.p.Passkeys(ctx, sari); err != nil || len(all) != 1 || all[0].ID != passkey.ID || !all[0].UsedAt.Equal(k.now()) {
			t.Errorf("listed %+v %v", all, err)
		}
		_, err = k.p.ProveWithPasskey(ctx, sari, store.NewID(), answer)
		fails(t, "the same answer in another command", err, "challenge_over")
		if n := k.recorded("session.proved"); n != 1 {
			t.Errorf("%d proofs in the chain, want one", n)
		}
		k.exec("UPDATE sessions SET revoked_at = 1 WHERE id = ?", sari.Session)
		fails(t, "a session that has ended", k.prove(sari, a), "unauthenticated")
		fails(t, "no session", k.prove(people.Caller{Person: sari.Person, Home: k.home}, a), "unauthenticated")
	})
}

func TestProvedWithinIsAMatterOfTime(t *testing.T) {
	at := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	for _, x := range []struct {
		proved time.Time
		want   bool
	}{
		{time.Time{}, false}, {at, true}, {at.Add(-people.FreshProof + 1), true}, {at.Add(-people.FreshProof), false},
		{at.Add(time.Second), true}, // by the clock of another server
	} {
		if got := (people.Caller{ProvedAt: x.proved}).ProvedWithin(people.FreshProof, at); got != x.want {
			t.Errorf("proved at %s: %t at %s", x.proved, got, at)
		}
	}
}

func TestWhoeverHasAPasskeySignsInWithoutAName(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		sari, mawar := k.person("Sari"), k.person("Mawar")
		hers, others, synced := newAuthenticator(), newAuthenticator(), newAuthenticator()
		synced.Step = 0 // it counts nothing
		k.add(sari, hers)
		k.add(sari, synced)
		k.add(mawar, others)
		k.later(time.Hour)
		for _, x := range []struct {
			a    *phonetest.Authenticator
			want people.Caller
		}{{hers, sari}, {others, mawar}, {synced, sari}, {hers, sari}, {synced, sari}} {
			in, err := k.signIn(x.a)
			if err != nil {
				t.Fatal(err)
			}
			c, err := k.p.CallerOf(t.Context(), in.Token)
			if err != nil || c.Person != x.want.Person || c.Home != k.home || !c.ProvedAt.Equal(k.now()) {
				t.Errorf("signed in as %+v %v, want %s", c, err, x.want.Person)
			}
			k.later(time.Minute)
		}
		if n := k.count("SELECT count(*) FROM sessions WHERE how = 'passkey'"); n != 5 {
			t.Errorf("%d sessions by passkey, want 5", n)
		}
		if n := k.recorded("session.started"); n != 5 {
			t.Errorf("%d starts in the chain, want 5", n)
		}
	})
}

// ways are the two things a passkey is used for.
func (k *keyed) ways(by people.Caller, a *phonetest.Authenticator) map[string]func() error {
	return map[string]func() error{
		"sign_in_failed":  func() error { _, err := k.signIn(a); return err },
		"invalid_passkey": func() error { return k.prove(by, a) },
	}
}

func TestWrongAnswersOfPasskeysAreRefused(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		sari, mawar, a, others := k.person("Sari"), k.person("Mawar"), newAuthenticator(), newAuthenticator()
		k.add(sari, a)
		k.add(mawar, others)
		before := k.count("SELECT count(*) FROM sessions")
		for name, set := range map[string]func(a *phonetest.Authenticator){
			"from another page":     func(a *phonetest.Authenticator) { a.Origin = "http://localhost:8081" },
			"from another scheme":   func(a *phonetest.Authenticator) { a.Origin = "https://localhost:8080" },
			"from a look-alike":     func(a *phonetest.Authenticator) { a.Origin = "http://localhost.example:8080" },
			"for another party":     func(a *phonetest.Authenticator) { a.RPID = "lumbung.example" },
			"user not verified":     func(a *phonetest.Authenticator) { a.Unverified = true },
			"user not there":        func(a *phonetest.Authenticator) { a.Untouched = true },
			"signed by another key": func(a *phonetest.Authenticator) { a.Forge() },
		} {
			wrong := a.Copy()
			set(wrong)
			for code, try := range k.ways(sari, wrong) {
				fails(t, name, try(), code)
			}
		}
		_, err := k.signIn(unregistered(sari))
		fails(t, "a passkey that is not registered", err, "sign_in_failed")

		// Another person's passkey proves nothing for her.
		c, err := k.p.AskForProof(t.Context(), sari)
		if err != nil {
			t.Fatal(err)
		}
		_, err = k.p.ProveWithPasskey(t.Context(), sari, store.NewID(), others.Sign(0, phonetest.ChallengeIn(c.Options), false))
		fails(t, "another person's passkey", err, "invalid_passkey")
		c, err = k.p.AskForProof(t.Context(), sari)
		if err != nil {
			t.Fatal(err)
		}
		_, err = k.p.ProveWithPasskey(t.Context(), mawar, store.NewID(), others.Sign(0, phonetest.ChallengeIn(c.Options), false))
		fails(t, "another person's challenge", err, "challenge_over")
		_, err = k.p.SignInWithPasskey(t.Context(), people.PasskeySignIn{Answer: []byte(`{"id":"x"}`)})
		fails(t, "no answer", err, "invalid_passkey")

		if n := k.count("SELECT count(*) FROM sessions"); n != before {
			t.Errorf("%d sessions, there were %d", n, before)
		}
		for _, by := range []people.Caller{sari, mawar} {
			if !k.provedAt(by).Equal(by.ProvedAt) {
				t.Errorf("proved at %s, was %s", k.provedAt(by), by.ProvedAt)
			}
		}
		if n := k.recorded("session.started") + k.recorded("session.proved"); n != 0 {
			t.Errorf("%d records of refused answers", n)
		}
		for code, try := range k.ways(sari, a) { // her own is as good as before
			if err := try(); err != nil {
				t.Errorf("not %s: %v", code, err)
			}
		}
	})
}

// unregistered is an authenticator with a passkey that nobody was told of.
func unregistered(by people.Caller) *phonetest.Authenticator {
	a := newAuthenticator()
	a.Create([]byte(`{"challenge":"AAAA","user":{"id":"` + phonetest.Base64(by.Person[:]) + `"},"pubKeyCredParams":[{"alg":-7}]}`))
	return a
}

func TestAPasskeySignInIsAnsweredOnceAndInTime(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		sari, a := k.person("Sari"), newAuthenticator()
		k.add(sari, a)
		c, err := k.p.AskToSignIn(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		k.later(people.ChallengeLife - time.Microsecond)
		answer := a.Get(c.Options)
		if _, err := k.p.SignInWithPasskey(t.Context(), people.PasskeySignIn{Answer: answer}); err != nil {
			t.Fatal(err)
		}
		_, err = k.p.SignInWithPasskey(t.Context(), people.PasskeySignIn{Answer: answer})
		fails(t, "replayed", err, "challenge_over")

		if c, err = k.p.AskToSignIn(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		k.later(people.ChallengeLife)
		_, err = k.p.SignInWithPasskey(t.Context(), people.PasskeySignIn{Answer: a.Get(c.Options)})
		fails(t, "expired", err, "challenge_over")
		_, err = k.p.SignInWithPasskey(t.Context(), people.PasskeySignIn{Answer: a.Sign(0, store.Random(32), false)})
		fails(t, "a challenge of her own making", err, "challenge_over")
	})
}

func TestACounterThatGoesBackIsRefusedAndRecorded(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		sari, a := k.person("Sari"), newAuthenticator()
		passkey := k.add(sari, a)
		clone := a.Copy()
		for range 3 {
			if _, err := k.signIn(a); err != nil {
				t.Fatal(err)
			}
		}
		proved := k.provedAt(sari)
		sessions := k.count("SELECT count(*) FROM sessions")
		for i := range 3 { // the clone counts up to where the first one stands
			var err error
			if i%2 == 0 {
				_, err = k.signIn(clone)
			} else {
				err = k.prove(sari, clone)
			}
			fails(t, "the clone", err, "passkey_cloned")
			if n := k.recorded("passkey.cloned"); n != i+1 {
				t.Errorf("%d records of a clone, want %d", n, i+1)
			}
		}
		if n := k.count("SELECT count(*) FROM sessions"); n != sessions || !k.provedAt(sari).Equal(proved) {
			t.Errorf("the clone has got in: %d sessions, there were %d", n, sessions)
		}
		records, err := k.s.Records(t.Context(), k.home, 0, 1)
		if err != nil || len(records) != 1 || records[0].Subject != passkey.ID || records[0].Actor != sari.Person {
			t.Errorf("recorded %+v %v", records, err)
		}
		if _, err := k.signIn(a); err != nil {
			t.Errorf("the first one is refused: %v", err)
		}
	})
}

func TestARevokedPasskeyDoesNothing(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		sari, lost, kept := k.person("Sari"), newAuthenticator(), newAuthenticator()
		passkey := k.add(sari, lost)
		k.add(sari, kept)
		c, err := k.p.AskForProof(t.Context(), sari)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := k.p.RevokePasskey(t.Context(), sari, store.NewID(), passkey.ID); err != nil {
			t.Fatal(err)
		}
		_, err = k.signIn(lost)
		fails(t, "signing in", err, "sign_in_failed")
		_, err = k.p.ProveWithPasskey(t.Context(), sari, store.NewID(), lost.Get(c.Options))
		fails(t, "proving", err, "invalid_passkey")
		if _, err := k.signIn(kept); err != nil {
			t.Errorf("the other one: %v", err)
		}
	})
}

// The sessions that began with a lost passkey end with it; no others do.
func TestRevokingAPasskeyEndsItsSessions(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		ctx, sari, lost, kept := t.Context(), k.person("Sari"), newAuthenticator(), newAuthenticator()
		passkey := k.add(sari, lost)
		k.add(sari, kept)
		tokens := map[string]string{}
		for what, a := range map[string]*phonetest.Authenticator{"the lost one": lost, "the other one": kept} {
			x, err := k.signIn(a)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := k.p.CallerOf(ctx, x.Token); err != nil { // remembered for some seconds
				t.Fatal(err)
			}
			tokens[what] = x.Token
		}
		if _, err := k.p.RevokePasskey(ctx, sari, store.NewID(), passkey.ID); err != nil {
			t.Fatal(err)
		}
		_, err := k.p.CallerOf(ctx, tokens["the lost one"])
		fails(t, "with the lost one", err, "unauthenticated")
		_, err = k.p.CallerOf(ctx, tokens["the other one"])
		fails(t, "with the other one", err, "")
		if n := k.count("SELECT count(*) FROM sessions WHERE person = ? AND revoked_at = 0", sari.Person); n != 2 { // with the one by PIN
			t.Errorf("%d sessions are left, want 2", n)
		}
	})
}

func TestThePasskeyOfWhoIsErasedOrMergedDoesNothing(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		for name, change := range map[string]string{"erased": "UPDATE persons SET erased_at = 1 WHERE id = ?", "merged": "UPDATE persons SET merged_into = home WHERE id = ?"} {
			sari, a := k.person("Sari"), newAuthenticator()
			k.add(sari, a)
			k.exec(change, sari.Person)
			_, err := k.signIn(a)
			fails(t, name, err, "sign_in_failed")
		}
	})
}

func TestAChallengeHoldsAtAnotherServer(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		sari, a := k.person("Sari"), newAuthenticator()
		k.add(sari, a)
		c, err := k.p.AskToSignIn(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		other := newPeople(t, k.s) // nothing but the database has it from the first
		in, err := other.SignInWithPasskey(t.Context(), people.PasskeySignIn{Answer: a.Get(c.Options)})
		if err != nil || in.Token == "" {
			t.Errorf("at another server: %+v %v", in, err)
		}
		moved := newPeople(t, k.s, people.WithOrigin("https://lumbung.example"))
		if c, err = k.p.AskToSignIn(t.Context(), ""); err != nil {
			t.Fatal(err)
		}
		_, err = moved.SignInWithPasskey(t.Context(), people.PasskeySignIn{Answer: a.Get(c.Options)})
		fails(t, "at a server of another address", err, "sign_in_failed")
	})
}

func TestOneOfManyEqualAnswersAtOnceSignsIn(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		sari, a := k.person("Sari"), newAuthenticator()
		k.add(sari, a)
		c, err := k.p.AskToSignIn(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		answer, codes := a.Get(c.Options), make(chan string, 8)
		for range cap(codes) {
			go func() {
				_, err := k.p.SignInWithPasskey(t.Context(), people.PasskeySignIn{Answer: answer})
				codes <- ledger.CodeOf(err)
			}()
		}
		in := 0
		for range cap(codes) {
			switch code := <-codes; code {
			case "":
				in++
			case "challenge_over":
			default:
				t.Errorf("one is refused with %s", code)
			}
		}
		if in != 1 {
			t.Errorf("%d have signed in, want one", in)
		}
	})
}
