package people_test

import (
	"bytes"
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// keyed is an organisation whose people have passkeys.
type keyed struct {
	testing.TB
	address string
	s       *store.Store
	p       *people.People
	clock   atomic.Int64 // microseconds
	home    ledger.ID
}

func eachKeyed(t *testing.T, fn func(t *testing.T, k *keyed)) {
	t.Helper()
	storetest.EachAddress(t, func(t *testing.T, address string) {
		k := &keyed{TB: t, address: address, home: store.NewBookID()}
		k.clock.Store(time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC).UnixMicro())
		k.s = storetest.Open(t, address, store.WithClock(k.now))
		k.p = newPeople(t, k.s)
		cmd := ledger.Command{ID: store.NewID(), Home: k.home, Name: "organization.add", Version: 1, Actor: ledger.Operator}
		_, err := k.s.Once(t.Context(), cmd, nil, func(ctx context.Context, s *store.Store) (string, error) {
			return "", s.AddHome(ctx, k.home, "Yayasan Kapuas")
		})
		if err != nil {
			t.Fatal(err)
		}
		fn(t, k)
	})
}

func (k *keyed) now() time.Time { return time.UnixMicro(k.clock.Load()).UTC() }

func (k *keyed) later(d time.Duration) { k.clock.Add(d.Microseconds()) }

// person is somebody who has just signed in with a PIN.
func (k *keyed) person(name string) people.Caller {
	k.Helper()
	id, session := store.NewID(), store.NewID()
	by := people.Caller{Person: ledger.Operator, Home: k.home}
	if _, err := k.p.Register(context.Background(), by, people.NewPerson{ID: id, Home: k.home, Facts: people.Facts{Name: name}}); err != nil {
		k.Fatal(err)
	}
	k.exec(`INSERT INTO sessions (token, id, home, person, device, how, agent, created_at, seen_at, proved_at, expires_at, revoked_at)
		VALUES (?, ?, ?, ?, ?, 'pin', '', ?, ?, ?, ?, 0)`, store.Random(32), session, k.home, id, ledger.ID{},
		k.clock.Load(), k.clock.Load(), k.clock.Load(), k.clock.Load()+int64(12*time.Hour/time.Microsecond))
	return people.Caller{Person: id, Home: k.home, Session: session, ProvedAt: k.now()}
}

func (k *keyed) exec(query string, args ...any) {
	k.Helper()
	err := k.s.Tx(context.Background(), func(ctx context.Context, s *store.Store) error {
		_, err := s.DB().NewRaw(query, args...).Exec(ctx)
		return err
	})
	if err != nil {
		k.Fatal(query, err)
	}
}

func (k *keyed) count(query string, args ...any) int {
	k.Helper()
	var n int
	if err := k.s.DB().NewRaw(query, args...).Scan(context.Background(), &n); err != nil {
		k.Fatal(query, err)
	}
	return n
}

// recorded counts the records of an action in the chain of changes.
func (k *keyed) recorded(action string) int {
	return k.count("SELECT count(*) FROM audit WHERE home = ? AND action = ?", k.home, action)
}

// answered is the answer of an authenticator to a challenge for a new passkey.
func (k *keyed) answered(by people.Caller, a *phonetest.Authenticator) people.NewPasskey {
	k.Helper()
	c, err := k.p.AskForPasskey(context.Background(), by)
	if err != nil {
		k.Fatal(err)
	}
	return people.NewPasskey{ID: store.NewID(), Name: "HP Sari", Answer: a.Create(c.Options)}
}

// add registers a passkey of the authenticator.
func (k *keyed) add(by people.Caller, a *phonetest.Authenticator) people.Passkey {
	k.Helper()
	made, err := k.p.AddPasskey(context.Background(), by, k.answered(by, a))
	if err != nil {
		k.Fatal(err)
	}
	return made.It
}

// prove answers a challenge for a proof with the authenticator.
func (k *keyed) prove(by people.Caller, a *phonetest.Authenticator) error {
	k.Helper()
	c, err := k.p.AskForProof(context.Background(), by)
	if err != nil {
		k.Fatal(err)
	}
	_, err = k.p.ProveWithPasskey(context.Background(), by, store.NewID(), a.Get(c.Options))
	return err
}

func newAuthenticator() *phonetest.Authenticator {
	return phonetest.NewAuthenticator(people.DefaultOrigin)
}

func TestPasskeysAreRegisteredListedAndRevoked(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		ctx, sari := t.Context(), k.person("Sari")
		n := k.answered(sari, newAuthenticator())
		made, err := k.p.AddPasskey(ctx, sari, n)
		if err != nil {
			t.Fatal(err)
		}
		want := people.Passkey{ID: n.ID, Name: "HP Sari", CreatedAt: k.now()}
		if made.It != want || made.Replayed {
			t.Errorf("made %+v, want %+v", made, want)
		}
		k.later(time.Hour) // a repeat is answered although the challenge and the proof are over
		if again, err := k.p.AddPasskey(ctx, sari, n); err != nil || !again.Replayed || again.It != want {
			t.Errorf("again: %+v %v", again, err)
		}
		n.Name = "HP lain"
		_, err = k.p.AddPasskey(ctx, sari, n)
		fails(t, "the same id with another name", err, "id_reused")

		if all, err := k.p.Passkeys(ctx, sari); err != nil || len(all) != 1 || all[0] != want {
			t.Errorf("listed %+v %v", all, err)
		}
		if all, err := k.p.Passkeys(ctx, k.person("Mawar")); err != nil || len(all) != 0 {
			t.Errorf("somebody else sees %+v %v", all, err)
		}
		id := store.NewID()
		for i := range 2 {
			gone, err := k.p.RevokePasskey(ctx, sari, id, n.ID)
			if err != nil || gone.Replayed != (i == 1) || gone.It != want {
				t.Errorf("revoked %+v %v", gone, err)
			}
		}
		_, err = k.p.RevokePasskey(ctx, sari, store.NewID(), n.ID)
		fails(t, "revoked twice", err, "passkey_revoked")
		if all, err := k.p.Passkeys(ctx, sari); err != nil || len(all) != 0 {
			t.Errorf("after revoking: %+v %v", all, err)
		}
		if a, r := k.recorded("passkey.added"), k.recorded("passkey.revoked"); a != 1 || r != 1 {
			t.Errorf("%d added and %d revoked in the chain, want one each", a, r)
		}
	})
}

func TestARegistrationMustBeHerOwnFreshAndVerified(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		for name, x := range map[string]struct {
			set  func(a *phonetest.Authenticator)
			then func(by *people.Caller, n *people.NewPasskey)
			code string
		}{
			"from another page":       {set: func(a *phonetest.Authenticator) { a.Origin = "http://localhost:8081" }, code: "invalid_passkey"},
			"from another site":       {set: func(a *phonetest.Authenticator) { a.Origin = "https://lumbung.example" }, code: "invalid_passkey"},
			"for another party":       {set: func(a *phonetest.Authenticator) { a.RPID = "lumbung.example" }, code: "invalid_passkey"},
			"not verified":            {set: func(a *phonetest.Authenticator) { a.Unverified = true }, code: "invalid_passkey"},
			"not touched":             {set: func(a *phonetest.Authenticator) { a.Untouched = true }, code: "invalid_passkey"},
			"too late":                {then: func(by *people.Caller, _ *people.NewPasskey) { k.later(people.ChallengeLife); by.ProvedAt = k.now() }, code: "challenge_over"},
			"proved too long ago":     {then: func(*people.Caller, *people.NewPasskey) { k.later(people.FreshProof) }, code: "proof_needed"},
			"never proved":            {then: func(by *people.Caller, _ *people.NewPasskey) { by.ProvedAt = time.Time{} }, code: "proof_needed"},
			"to somebody else":        {then: func(by *people.Caller, _ *people.NewPasskey) { *by = k.person("Mawar") }, code: "challenge_over"},
			"no name":                 {then: func(_ *people.Caller, n *people.NewPasskey) { n.Name = "" }, code: "required"},
			"a name that is too long": {then: func(_ *people.Caller, n *people.NewPasskey) { n.Name = strings.Repeat("x", 61) }, code: "text_too_long"},
			"not JSON":                {then: func(_ *people.Caller, n *people.NewPasskey) { n.Answer = []byte("{") }, code: "invalid_passkey"},
			"nothing in it":           {then: func(_ *people.Caller, n *people.NewPasskey) { n.Answer = []byte("{}") }, code: "invalid_passkey"},
		} {
			t.Run(name, func(t *testing.T) {
				sari, a := k.person("Sari"), newAuthenticator()
				if x.set != nil {
					x.set(a)
				}
				n := k.answered(sari, a)
				if x.then != nil {
					x.then(&sari, &n)
				}
				_, err := k.p.AddPasskey(t.Context(), sari, n)
				fails(t, name, err, x.code)
			})
		}
		if n := k.count("SELECT count(*) FROM credentials"); n != 0 {
			t.Errorf("%d passkeys are kept", n)
		}
		sari := k.person("Sari")
		sari.ProvedAt = k.now().Add(-people.FreshProof)
		_, err := k.p.AskForPasskey(t.Context(), sari)
		fails(t, "a challenge without a fresh proof", err, "proof_needed")
	})
}

func TestAChallengeIsAnsweredOnce(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		ctx, sari, a := t.Context(), k.person("Sari"), newAuthenticator()
		c, err := k.p.AskForPasskey(ctx, sari)
		if err != nil {
			t.Fatal(err)
		}
		first := people.NewPasskey{ID: store.NewID(), Name: "HP", Answer: a.Create(c.Options)}
		second := people.NewPasskey{ID: store.NewID(), Name: "HP", Answer: newAuthenticator().Create(c.Options)}
		if _, err := k.p.AddPasskey(ctx, sari, first); err != nil {
			t.Fatal(err)
		}
		_, err = k.p.AddPasskey(ctx, sari, second)
		fails(t, "a second answer", err, "challenge_over")
		first.ID = store.NewID()
		_, err = k.p.AddPasskey(ctx, sari, first)
		fails(t, "the same answer in another command", err, "challenge_over")

		// A wrong answer uses it up as well.
		wrong := newAuthenticator()
		wrong.Origin = "https://lumbung.example"
		c, err = k.p.AskForPasskey(ctx, sari)
		if err != nil {
			t.Fatal(err)
		}
		_, err = k.p.AddPasskey(ctx, sari, people.NewPasskey{ID: store.NewID(), Name: "HP", Answer: wrong.Create(c.Options)})
		fails(t, "a wrong answer", err, "invalid_passkey")
		_, err = k.p.AddPasskey(ctx, sari, people.NewPasskey{ID: store.NewID(), Name: "HP", Answer: newAuthenticator().Create(c.Options)})
		fails(t, "a right answer behind a wrong one", err, "challenge_over")

		// The question for a proof is none for a passkey.
		c, err = k.p.AskForProof(ctx, sari)
		if err != nil {
			t.Fatal(err)
		}
		_, err = k.p.ProveWithPasskey(ctx, sari, store.NewID(), a.Get(c.Options))
		if err != nil {
			t.Error(err)
		}
		asked, err := k.p.AskForPasskey(ctx, sari)
		if err != nil {
			t.Fatal(err)
		}
		_, err = k.p.ProveWithPasskey(ctx, sari, store.NewID(), a.Sign(0, phonetest.ChallengeIn(asked.Options), false))
		fails(t, "a proof with the challenge for a passkey", err, "challenge_over")
	})
}

func TestExpiredChallengesAreDeleted(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		for range 3 {
			if _, err := k.p.AskToSignIn(t.Context(), ""); err != nil {
				t.Fatal(err)
			}
			k.later(time.Minute)
		}
		if n := k.count("SELECT count(*) FROM challenges"); n != 3 {
			t.Errorf("%d challenges, want 3", n)
		}
		k.later(people.ChallengeLife - time.Minute - time.Minute) // the first two are over
		c, err := k.p.AskToSignIn(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		if n := k.count("SELECT count(*) FROM challenges"); n != 2 {
			t.Errorf("%d challenges, want the last of the old ones and the new one", n)
		}
		if !c.ExpiresAt.Equal(k.now().Add(people.ChallengeLife)) {
			t.Errorf("expires at %s, asked at %s", c.ExpiresAt, k.now())
		}
		challenge := phonetest.ChallengeIn(c.Options)
		if len(challenge) != 32 {
			t.Errorf("a challenge of %d bytes", len(challenge))
		}
		var kept [][]byte
		if err := k.s.DB().NewRaw("SELECT data FROM challenges").Scan(t.Context(), &kept); err != nil {
			t.Fatal(err)
		}
		for _, data := range kept {
			if bytes.Contains(data, challenge) {
				t.Error("a challenge is kept in the clear")
			}
		}
	})
}

func TestAnAuthenticatorIsNotAskedTwiceAndKeepsNoName(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		sari := k.person("Sari Dewi")
		k.add(sari, newAuthenticator())
		c, err := k.p.AskForPasskey(t.Context(), sari)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{`"excludeCredentials":[{`, `"name":"Lumbung"`, `"displayName":"Lumbung"`, `"rp":{"name":"Lumbung","id":"localhost"}`,
			`"userVerification":"required"`, `"residentKey":"required"`, `"attestation":"none"`, `"timeout":300000`} {
			if !bytes.Contains(c.Options, []byte(part)) {
				t.Errorf("no %s in %s", part, c.Options)
			}
		}
		if bytes.Contains(c.Options, []byte("Sari")) {
			t.Errorf("her name is in %s", c.Options)
		}
		if n := k.count("SELECT count(*) FROM credentials WHERE kind = 'passkey'"); n != 1 {
			t.Fatalf("%d passkeys", n)
		}
		var secret []byte
		if err := k.s.DB().NewRaw("SELECT secret FROM credentials WHERE kind = 'passkey'").Scan(t.Context(), &secret); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(secret, []byte("Sari")) || bytes.Contains(secret, []byte("clientDataJSON")) {
			t.Errorf("kept in the clear: %s", secret)
		}
	})
}

func TestAPersonHasAtMostTenPasskeysAndAPasskeyOnePerson(t *testing.T) {
	eachKeyed(t, func(t *testing.T, k *keyed) {
		ctx, sari, mawar := t.Context(), k.person("Sari"), k.person("Mawar")
		for range 10 {
			k.add(sari, newAuthenticator())
		}
		_, err := k.p.AddPasskey(ctx, sari, k.answered(sari, newAuthenticator()))
		fails(t, "an eleventh", err, "too_many_passkeys")
		all, err := k.p.Passkeys(ctx, sari)
		if err != nil || len(all) != 10 {
			t.Fatalf("%d passkeys, %v", len(all), err)
		}
		_, err = k.p.RevokePasskey(ctx, mawar, store.NewID(), all[0].ID)
		fails(t, "another person's", err, "unknown_passkey")
		_, err = k.p.RevokePasskey(ctx, sari, store.NewID(), store.NewID())
		fails(t, "none", err, "unknown_passkey")
		if _, err := k.p.RevokePasskey(ctx, sari, store.NewID(), all[0].ID); err != nil {
			t.Fatal(err)
		}
		k.add(sari, newAuthenticator()) // there is room again
	})
}

func TestWhereThereCanBeNoPasskeys(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		for _, origin := range []string{"http://127.0.0.1:8080", "https://[::1]", "lumbung.example", "", "://", "https://"} {
			p := newPeople(t, s, people.WithOrigin(origin))
			_, err := p.AskToSignIn(t.Context(), "")
			fails(t, origin, err, "passkeys_unavailable")
		}
		for origin, id := range map[string]string{"https://lumbung.example": "lumbung.example", "https://buku.lumbung.example:8443/masuk?x=1": "buku.lumbung.example",
			"http://localhost:9000": "localhost"} {
			p := newPeople(t, s, people.WithOrigin(origin))
			c, err := p.AskToSignIn(t.Context(), "")
			if err != nil || !bytes.Contains(c.Options, []byte(`"rpId":"`+id+`"`)) {
				t.Errorf("%s: %s %v", origin, c.Options, err)
			}
		}
	})
}
