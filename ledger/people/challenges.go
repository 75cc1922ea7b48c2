package people

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// ChallengeLife is how long a challenge can be answered.
const ChallengeLife = 5 * time.Minute

// challengeSize is the length of a challenge, in bytes.
const challengeSize = 32

// Challenge is what a browser is to have signed by a passkey, or made a passkey for.
// It can be answered once, at any server of the installation.
type Challenge struct {
	Options   json.RawMessage // as parseCreationOptionsFromJSON or parseRequestOptionsFromJSON reads them
	ExpiresAt time.Time
}

// What a challenge is answered for.
const (
	toRegister = "register"
	toSignIn   = "sign_in"
	toProve    = "proof"
)

// challengeToken is how a challenge is kept, in the form in which it comes back.
func challengeToken(challenge string) []byte { return store.HashToken("challenge " + challenge) }

// spend uses up the challenge whose answer was refused because it is wrong.
func (p *People) spend(ctx context.Context, challenge string, refused error) error {
	switch ledger.CodeOf(refused) {
	case "invalid_passkey", "sign_in_failed":
		return p.s.Tx(ctx, func(ctx context.Context, s *store.Store) error {
			return dropChallenge(ctx, s, challengeToken(challenge))
		})
	}
	return nil
}

// ask makes a challenge for the person, or for anybody when it is the zero id, of
// the question that is built around it.
func (p *People) ask(ctx context.Context, kind string, person ledger.ID, build func(challenge []byte) (question, error)) (Challenge, error) {
	if p.party == nil {
		return Challenge{}, ledger.E(ledger.Conflict, "passkeys_unavailable", "")
	}
	challenge := store.Random(challengeSize)
	q, err := build(challenge)
	if err != nil {
		return Challenge{}, err
	}
	row := challengeRow{Token: challengeToken(base64.RawURLEncoding.EncodeToString(challenge)), Person: person, Kind: kind, Data: q.session}
	err = p.s.Tx(ctx, func(ctx context.Context, s *store.Store) error {
		if err := dropExpiredChallenges(ctx, s); err != nil {
			return err
		}
		row.ExpiresAt = ledger.Micros(s.At().Add(ChallengeLife))
		return row.insert(ctx, s)
	})
	return Challenge{Options: q.options, ExpiresAt: momentOf(row.ExpiresAt)}, err
}
