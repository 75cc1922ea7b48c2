package people

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Passkey is a key of one person in a phone, a computer or a security key, which
// signs only after it has verified her. Its private half never leaves it, or goes
// only to her own other devices.
type Passkey struct {
	ID        ledger.ID
	Name      string // as she calls it; empty once she is erased
	CreatedAt time.Time
	UsedAt    time.Time // zero before the first time
}

// NewPasskey is what an authenticator has answered to [People.AskForPasskey].
type NewPasskey struct {
	ID     ledger.ID
	Name   string
	Answer []byte // PublicKeyCredential.toJSON()
}

const (
	// FreshProof is how long ago somebody may have proved who she is who adds a way
	// to sign in.
	FreshProof = 5 * time.Minute

	maxPasskeys    = 10 // of a person
	maxPasskeyName = 60 // characters
)

// ProvedWithin reports whether the caller has proved who she is in the time before
// the instant.
func (c Caller) ProvedWithin(d time.Duration, at time.Time) bool {
	return !c.ProvedAt.IsZero() && at.Before(c.ProvedAt.Add(d))
}

func needFreshProof(by Caller, at time.Time) error {
	if !by.ProvedWithin(FreshProof, at) {
		return ledger.E(ledger.Forbidden, "proof_needed", "")
	}
	return nil
}

// passkeyHandle is by what a passkey is found.
func passkeyHandle(credential []byte) []byte {
	sum := sha256.Sum256(append([]byte("lumbung.passkey.v1\x00"), credential...))
	return sum[:]
}

// AskForPasskey makes a challenge for a new passkey of the caller's. Codes:
// proof_needed (she has not proved who she is within [FreshProof]),
// passkeys_unavailable.
func (p *People) AskForPasskey(ctx context.Context, by Caller) (Challenge, error) {
	if err := needFreshProof(by, p.s.At()); err != nil {
		return Challenge{}, err
	}
	_, keys, err := p.passkeysHeld(ctx, by)
	if err != nil {
		return Challenge{}, err
	}
	return p.ask(ctx, toRegister, by.Person, func(challenge []byte) (question, error) {
		return p.party.register(challenge, holderOf(by.Person, keys))
	})
}

// AddPasskey keeps a passkey that answers a challenge. Its id is the command's.
// Codes: proof_needed, challenge_over (the challenge was answered, has expired, or
// was never made for her), invalid_passkey, passkey_used, too_many_passkeys.
func (p *People) AddPasskey(ctx context.Context, by Caller, n NewPasskey) (store.Made[Passkey], error) {
	none := store.Made[Passkey]{}
	if p.party == nil {
		return none, ledger.E(ledger.Conflict, "passkeys_unavailable", "")
	}
	if err := checkPasskeyName(n.Name); err != nil {
		return none, err
	}
	answer, err := parseCreated(n.Answer)
	if err != nil {
		return none, err
	}
	name, err := p.sealedName(ctx, by, n)
	if err != nil {
		return none, err
	}
	token, handle := challengeToken(answer.challenge()), passkeyHandle(answer.credentialID())
	body := struct {
		Name   string
		Handle []byte
	}{n.Name, handle}
	res, err := p.do(ctx, by, "passkey.add", n.ID, by.Home, body, func(ctx context.Context, s *store.Store) (string, error) {
		if err := needFreshProof(by, s.At()); err != nil {
			return "", err
		}
		session, err := takeChallenge(ctx, s, token, toRegister, by.Person)
		if err != nil {
			return "", err
		}
		key, err := p.party.check(answer, session, holderOf(by.Person, nil))
		if err != nil {
			return "", err
		}
		if err := mayHoldAnother(ctx, s, by, handle); err != nil {
			return "", err
		}
		row := passkeyRow{Home: by.Home, ID: n.ID, Person: by.Person, Kind: "passkey", Handle: handle,
			CreatedAt: ledger.Micros(s.At()), CreatedBy: by.Person}
		if err := row.keep(passkeySecret{Holder: by.Person[:], Name: name, Credential: key}); err != nil {
			return "", err
		}
		if err := row.insert(ctx, s); err != nil {
			return "", err
		}
		facts := struct {
			Key ledger.Hash `json:"key"`
		}{sha256.Sum256(key.PublicKey)}
		return n.ID.String(), s.Record(ctx, by.Home, "passkey.added", n.ID, facts)
	})
	if err != nil {
		return none, errors.Join(err, p.spend(ctx, answer.challenge(), err))
	}
	return p.madePasskey(ctx, by, n.ID, res)
}

func checkPasskeyName(name string) error {
	if name == "" {
		return ledger.E(ledger.Invalid, "required", "name")
	}
	if err := ledger.CheckText(name, maxPasskeyName, "name"); err != nil {
		return err
	}
	return nil
}

// sealedName is the passkey's name under the person's key. One who was erased gets
// no new key (unknown_person).
func (p *People) sealedName(ctx context.Context, by Caller, n NewPasskey) ([]byte, error) {
	person, err := findPersonAt(ctx, p.s, by.Home, by.Person, "")
	if err != nil {
		return nil, err
	}
	if person.ErasedAt != 0 {
		return nil, ledger.E(ledger.Missing, "unknown_person", "")
	}
	sealed, err := p.v.Seal(ctx, passkeyName(by.Home, by.Person, n.ID, nil), []byte(n.Name))
	return sealed.Bytes, err
}

// passkeyName is a passkey's name as the vault knows it. It never changes.
func passkeyName(home, person, id ledger.ID, sealed []byte) Sealed {
	return Sealed{Home: home, Subject: person, Of: id, Version: 1, Bytes: sealed}
}

func mayHoldAnother(ctx context.Context, s *store.Store, by Caller, handle []byte) error {
	if _, err := passkeyByHandle(ctx, s, handle); ledger.KindOf(err) != ledger.Missing {
		if err != nil {
			return err
		}
		return ledger.E(ledger.Conflict, "passkey_used", "credential")
	}
	held, err := passkeysOf(ctx, s, by.Home, by.Person)
	if err != nil {
		return err
	}
	if len(held) >= maxPasskeys {
		return ledger.E(ledger.Conflict, "too_many_passkeys", "")
	}
	return nil
}

// passkeysHeld are the caller's passkeys that are not revoked.
func (p *People) passkeysHeld(ctx context.Context, by Caller) ([]passkeyRow, []passkeySecret, error) {
	rows, err := passkeysOf(ctx, p.s, by.Home, by.Person)
	if err != nil {
		return nil, nil, err
	}
	keys := make([]passkeySecret, len(rows))
	for i := range rows {
		if keys[i], err = rows[i].opened(); err != nil {
			return nil, nil, err
		}
	}
	return rows, keys, nil
}

// Passkeys are the caller's own that are not revoked, in the order in which they
// were made.
func (p *People) Passkeys(ctx context.Context, by Caller) ([]Passkey, error) {
	rows, keys, err := p.passkeysHeld(ctx, by)
	if err != nil {
		return nil, err
	}
	return p.showPasskeys(ctx, rows, keys)
}

func (p *People) showPasskeys(ctx context.Context, rows []passkeyRow, keys []passkeySecret) ([]Passkey, error) {
	sealed := make([]Sealed, len(rows))
	for i, r := range rows {
		sealed[i] = passkeyName(r.Home, r.Person, r.ID, keys[i].Name)
	}
	names, err := p.v.Open(ctx, sealed...)
	if err != nil {
		return nil, err
	}
	all := make([]Passkey, len(rows))
	for i, r := range rows {
		all[i] = Passkey{ID: r.ID, Name: string(names[i]), CreatedAt: momentOf(r.CreatedAt), UsedAt: momentOf(keys[i].UsedAt)}
	}
	return all, nil
}

func (p *People) madePasskey(ctx context.Context, by Caller, id ledger.ID, res store.Result) (store.Made[Passkey], error) {
	none := store.Made[Passkey]{}
	row, err := findPasskey(ctx, p.s, by.Home, by.Person, id)
	if err != nil {
		return none, err
	}
	key, err := row.opened()
	if err != nil {
		return none, err
	}
	shown, err := p.showPasskeys(ctx, []passkeyRow{row}, []passkeySecret{key})
	if err != nil {
		return none, err
	}
	return store.Made[Passkey]{It: shown[0], Replayed: res.Replayed}, nil
}

// RevokePasskey takes one of the caller's passkeys out of use, for good, and ends the
// sessions that began with it, this one too. Codes: unknown_passkey, passkey_revoked.
func (p *People) RevokePasskey(ctx context.Context, by Caller, id, passkey ledger.ID) (store.Made[Passkey], error) {
	res, err := p.do(ctx, by, "passkey.revoke", id, by.Home, passkey, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := findPasskey(ctx, s, by.Home, by.Person, passkey)
		if err != nil {
			return "", err
		}
		if row.RevokedAt != 0 {
			return "", ledger.E(ledger.Conflict, "passkey_revoked", "")
		}
		row.RevokedAt = ledger.Micros(s.At())
		if err := row.update(ctx, s); err != nil {
			return "", err
		}
		if err := endSessionsOf(ctx, s, by.Person, passkey, row.RevokedAt); err != nil {
			return "", err
		}
		return passkey.String(), s.Record(ctx, by.Home, "passkey.revoked", passkey, struct{}{})
	})
	p.changed(by.Person)
	if err != nil {
		return store.Made[Passkey]{}, err
	}
	return p.madePasskey(ctx, by, passkey, res)
}
