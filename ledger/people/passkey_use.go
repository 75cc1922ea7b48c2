package people

import (
	"context"
	"errors"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// AskToSignIn makes a challenge for whoever has a passkey here, at the address that
// the request comes from. It asks for no name, so it tells nothing of anybody. Of the
// challenges of one address those that nobody answers are counted like vain attempts to
// sign in (limited). Codes: passkeys_unavailable, limited.
func (p *People) AskToSignIn(ctx context.Context, address string) (Challenge, error) {
	if err := p.try(ctx, p.challengeCounters(address)); err != nil {
		return Challenge{}, err
	}
	return p.ask(ctx, toSignIn, ledger.ID{}, func(challenge []byte) (question, error) {
		return p.party.assert(challenge, nil)
	})
}

// PasskeySignIn is an answer to a challenge of [People.AskToSignIn].
type PasskeySignIn struct {
	Answer []byte // PublicKeyCredential.toJSON()
	Agent  string // what the browser calls itself

	Address string // where the answer comes from
}

// SignInWithPasskey begins a session for whoever has answered a challenge with her
// passkey. Codes: challenge_over, passkey_cloned, passkeys_unavailable,
// invalid_passkey for what is no answer at all, and sign_in_failed whatever else is
// wrong.
func (p *People) SignInWithPasskey(ctx context.Context, in PasskeySignIn) (SignedIn, error) {
	answer, err := p.parseUse(in.Answer)
	if err != nil {
		return SignedIn{}, err
	}
	row, err := p.answered(ctx, answer)
	if err == nil {
		var signed SignedIn
		if signed, err = p.startSession(ctx, row.Home, row.Person, ledger.ID{}, began{"passkey", row.ID, in.Agent}); err == nil {
			return signed, p.spare(ctx, p.challengeCounters(in.Address), true)
		}
	}
	switch ledger.CodeOf(err) {
	case "unknown_passkey", "unknown_person", "invalid_passkey":
		err = errSignIn()
	}
	return SignedIn{}, errors.Join(err, p.spend(ctx, answer.challenge(), err))
}

// answered uses a challenge to sign in up, in the home of the passkey that answers
// it, and returns that passkey.
func (p *People) answered(ctx context.Context, answer asserted) (passkeyRow, error) {
	row, err := passkeyByHandle(ctx, p.s, answer.handle())
	if err != nil {
		return row, err
	}
	res, err := p.do(ctx, Caller{Person: row.Person}, "passkey.use", store.NewID(), row.Home, answer.handle(), func(ctx context.Context, s *store.Store) (string, error) {
		cloned, err := p.use(ctx, s, answer, toSignIn, Caller{})
		if err != nil || cloned {
			return clonedPasskey, err
		}
		return row.ID.String(), nil
	})
	if err == nil && res.Resource == clonedPasskey {
		err = errCloned()
	}
	return row, err
}

// AskForProof makes a challenge for one of the caller's passkeys. Codes: no_passkey,
// passkeys_unavailable.
func (p *People) AskForProof(ctx context.Context, by Caller) (Challenge, error) {
	_, keys, err := p.passkeysHeld(ctx, by)
	if err != nil {
		return Challenge{}, err
	}
	if len(keys) == 0 {
		return Challenge{}, ledger.E(ledger.Conflict, "no_passkey", "")
	}
	return p.ask(ctx, toProve, by.Person, func(challenge []byte) (question, error) {
		return p.party.assert(challenge, holderOf(by.Person, keys).keys)
	})
}

// ProveWithPasskey takes the answer to a challenge of [People.AskForProof] as proof
// of who the caller is, and returns since when her session is proved. Codes:
// challenge_over, invalid_passkey, passkey_cloned.
func (p *People) ProveWithPasskey(ctx context.Context, by Caller, id ledger.ID, sent []byte) (store.Made[time.Time], error) {
	none := store.Made[time.Time]{}
	if by.Session.IsZero() {
		return none, ledger.E(ledger.Unauthenticated, "unauthenticated", "")
	}
	answer, err := p.parseUse(sent)
	if err != nil {
		return none, err
	}
	res, err := p.do(ctx, by, "session.prove", id, by.Home, answer.handle(), func(ctx context.Context, s *store.Store) (string, error) {
		cloned, err := p.use(ctx, s, answer, toProve, by)
		if err != nil || cloned {
			return clonedPasskey, err
		}
		if err := setProvedAt(ctx, s, by.Home, by.Session); err != nil {
			return "", err
		}
		return by.Session.String(), s.Record(ctx, by.Home, "session.proved", by.Session, provedFacts{How: "passkey"})
	})
	if err != nil {
		return none, errors.Join(err, p.spend(ctx, answer.challenge(), err))
	}
	if res.Resource == clonedPasskey {
		return none, errCloned()
	}
	p.changed(by.Person)
	at, err := findProvedAt(ctx, p.s, by.Home, by.Session)
	return store.Made[time.Time]{It: at, Replayed: res.Replayed}, err
}

type provedFacts struct {
	How string `json:"how"`
}

// clonedPasskey is what a command has made whose passkey may have been copied: a
// record in the chain of changes, and nothing else.
const clonedPasskey = "passkey_cloned"

func errCloned() error { return ledger.E(ledger.Refused, "passkey_cloned", "") }

func (a asserted) handle() []byte { return passkeyHandle(a.credentialID()) }

func (p *People) parseUse(sent []byte) (asserted, error) {
	if p.party == nil {
		return asserted{}, ledger.E(ledger.Conflict, "passkeys_unavailable", "")
	}
	return parseAsserted(sent)
}

// use uses the challenge up and, if the answer is that of a passkey in force, and of
// the caller's own where she has to be known, keeps that it was used. A counter that
// is not ahead of the last one goes into the chain of changes instead, and cloned
// says so.
func (p *People) use(ctx context.Context, s *store.Store, a asserted, kind string, by Caller) (cloned bool, err error) {
	session, err := takeChallenge(ctx, s, challengeToken(a.challenge()), kind, by.Person)
	if err != nil {
		return false, err
	}
	row, err := passkeyByHandle(ctx, s, a.handle())
	switch {
	case ledger.KindOf(err) == ledger.Missing:
		return false, errInvalidPasskey()
	case err != nil:
		return false, err
	case row.RevokedAt != 0, !by.Person.IsZero() && row.Person != by.Person:
		return false, errInvalidPasskey()
	}
	person, err := findPersonAt(ctx, s, row.Home, row.Person, "")
	if err != nil {
		return false, err
	}
	if person.ErasedAt != 0 || !person.MergedInto.IsZero() {
		return false, errInvalidPasskey()
	}
	key, err := row.opened()
	if err != nil {
		return false, err
	}
	last := key.Credential.Authenticator.SignCount
	cloned, err = p.party.verify(a, session, &key)
	if err != nil {
		return false, err
	}
	if cloned {
		facts := struct {
			Last uint32 `json:"last"`
			Sent uint32 `json:"sent"`
		}{last, a.counter()}
		return true, s.Record(ctx, row.Home, "passkey.cloned", row.ID, facts)
	}
	key.UsedAt = ledger.Micros(s.At())
	if err := row.keep(key); err != nil {
		return false, err
	}
	return false, row.update(ctx, s)
}
