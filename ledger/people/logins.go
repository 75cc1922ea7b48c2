package people

import (
	"cmp"
	"context"
	"errors"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// NewSecret is a PIN or a password that somebody sets for herself, with the name she
// signs in with from now on, in the place of the one of its kind that she had.
type NewSecret struct {
	Kind   SecretKind
	Secret string
	Login  string // a phone number or an e-mail address; empty keeps those she has

	name string // of whoever is not registered yet
}

// SetSecret sets the caller's own PIN or password, and ends her other sessions. She must
// have proved who she is within the last five minutes (proof_needed). Codes beside: invalid_pin,
// invalid_password, weak_secret, secret_about_you, invalid_phone, invalid_email, login_not_in_record.
func (p *People) SetSecret(ctx context.Context, by Caller, id ledger.ID, n NewSecret) (store.Result, error) {
	if err := needFreshProof(by, p.s.At()); err != nil {
		return store.Result{}, err
	}
	return p.setSecret(ctx, by, id, by.Home, by.Person, n)
}

// setSecret sets a person's PIN or password, and the name she signs in with.
func (p *People) setSecret(ctx context.Context, by Caller, id, home, person ledger.ID, n NewSecret) (store.Result, error) {
	may := noLogin
	if n.Login != "" {
		var err error
		if may, err = p.ownLogin(ctx, person, n.Login); err != nil {
			return store.Result{}, err
		}
	}
	keep, err := p.secretKeeper(ctx, home, person, by.Person, n, may)
	if err != nil {
		return store.Result{}, err
	}
	// The secret is no part of it: what is kept of a command is a fast hash.
	body := struct {
		Person ledger.ID
		Kind   SecretKind
		Login  []byte
	}{person, n.Kind, nil}
	if n.Login != "" {
		name, _, err := loginName(n.Login)
		if err != nil {
			return store.Result{}, err
		}
		body.Login = p.loginIndex(name)
	}
	res, err := p.do(ctx, by, "secret.set", id, home, body, func(ctx context.Context, s *store.Store) (string, error) {
		if err := keep(ctx, s, id); err != nil {
			return "", err
		}
		return person.String(), endOtherSessions(ctx, s, person, by.Session, ledger.Micros(s.At()))
	})
	p.changed(person)
	if err == nil && res.Replayed {
		err = p.sameSecret(ctx, home, person, id, n.Secret)
	}
	return res, err
}

// sameSecret refuses a repeat of a command that has set another secret (id_reused).
func (p *People) sameSecret(ctx context.Context, home, person, id ledger.ID, secret string) error {
	row, err := credentialByID(ctx, p.s, home, person, id)
	if ledger.KindOf(err) == ledger.Missing {
		return nil // she has set a newer one
	}
	if err != nil {
		return err
	}
	fits, err := p.secretFits(ctx, secret, row.Secret)
	if err == nil && !fits {
		err = ledger.E(ledger.Conflict, "id_reused", "id")
	}
	return err
}

// secretKeeper checks and hashes a new secret, which takes its time, and returns what
// writes it down in the closure of a command.
func (p *People) secretKeeper(ctx context.Context, home, person, by ledger.ID, n NewSecret, may loginRule) (func(ctx context.Context, s *store.Store, id ledger.ID) error, error) {
	her, err := p.knownOf(ctx, person, n)
	if err != nil {
		return nil, err
	}
	if err := checkSecret(n.Kind, n.Secret, her); err != nil {
		return nil, err
	}
	var login loginRow
	if n.Login != "" {
		name, kind, err := loginName(n.Login)
		if err != nil {
			return nil, err
		}
		login = loginRow{Name: p.loginIndex(name), Home: home, Person: person, Kind: kind}
	}
	hashed, err := p.hashSecret(ctx, n.Secret)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, s *store.Store, id ledger.ID) error {
		now := ledger.Micros(s.At())
		if login.Name != nil {
			if err := login.claim(ctx, s, may); err != nil {
				return err
			}
		}
		row := credentialRow{Home: home, ID: id, Person: person, Kind: string(n.Kind), Handle: secretHandle(n.Kind, person), Secret: hashed, CreatedAt: now, CreatedBy: by}
		if err := row.keepSecret(ctx, s); err != nil {
			return err
		}
		return s.Record(ctx, home, "secret.set", person, secretFacts{n.Kind, login.Kind})
	}, nil
}

// knownOf is what others know of her who sets a secret: her record, if she has one, and
// what she says now.
func (p *People) knownOf(ctx context.Context, person ledger.ID, n NewSecret) ([]Facts, error) {
	said := Facts{Name: n.name}
	switch name, kind, err := loginName(n.Login); {
	case err != nil: // she says none, or it is refused elsewhere
	case kind == "email":
		said.Email = name
	default:
		said.Phone = name
	}
	row, err := findPerson(ctx, p.s, person)
	if ledger.KindOf(err) == ledger.Missing {
		return []Facts{said}, nil
	}
	if err != nil {
		return nil, err
	}
	kept, err := p.factsOf(ctx, &row)
	if kept == nil {
		kept = &Facts{}
	}
	return []Facts{said, *kept}, err
}

type secretFacts struct {
	Kind  SecretKind `json:"kind"`
	Login string     `json:"login,omitempty"` // what kind of name, never the name
}

// Prove takes a PIN, a password or a card as proof that it is the caller herself who
// has the session. Codes: sign_in_failed, limited, invalid_card.
func (p *People) Prove(ctx context.Context, by Caller, id ledger.ID, in SignIn) error {
	if by.Session.IsZero() {
		return ledger.E(ledger.Unauthenticated, "unauthenticated", "")
	}
	how, err := p.proofOf(ctx, by, in)
	if err != nil {
		return err
	}
	_, err = p.do(ctx, by, "session.prove", id, by.Home, how, func(ctx context.Context, s *store.Store) (string, error) {
		if err := setProvedAt(ctx, s, by.Home, by.Session); err != nil {
			return "", err
		}
		return by.Session.String(), s.Record(ctx, by.Home, "session.proved", by.Session, provedFacts{How: how})
	})
	p.changed(by.Person)
	return err
}

// proofOf tells how the caller has proved who she is, or why she has not.
func (p *People) proofOf(ctx context.Context, by Caller, in SignIn) (string, error) {
	counters := p.counters(by.Person.String(), "") // she is signed in: what strangers try at her address does not hold her up
	if in.Card != "" {
		card, err := ParseKeyCard(in.Card)
		if err != nil {
			return "", err
		}
		row, there, err := credentialByHandle(ctx, p.s, "card", cardHandle(card.Public()))
		if err == nil && (!there || row.Person != by.Person) {
			err = cmp.Or(p.try(ctx, counters), errSignIn())
		}
		return "card", err
	}
	if err := p.try(ctx, counters); err != nil {
		return "", err
	}
	kind, err := p.secretOf(ctx, by.Person, in.Secret)
	if err == nil && kind == "" {
		return "", errSignIn()
	}
	return string(kind), errors.Join(err, p.spare(ctx, counters, err == nil))
}
