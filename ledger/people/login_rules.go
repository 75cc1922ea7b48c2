package people

import (
	"context"
	"strings"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// loginRule refuses a name to sign in with that is not somebody's to take. It is asked
// within the closure of a command; taken says that another signs in with the name.
type loginRule func(ctx context.Context, s *store.Store, taken bool) error

// noLogin is the rule where no name is set.
func noLogin(context.Context, *store.Store, bool) error { return nil }

// ownLogin lets somebody sign in with what her home has in her record, and nobody else
// signs in with. Any other name has one answer, whether it is somebody's or not
// (login_not_in_record): nobody finds out who is there by trying.
func (p *People) ownLogin(ctx context.Context, person ledger.ID, login string) (loginRule, error) {
	row, hers, err := p.loginInRecord(ctx, person, login)
	return func(ctx context.Context, s *store.Store, taken bool) error {
		now, err := findPerson(ctx, s, person)
		if err != nil {
			return err
		}
		if taken || !hers || now.Version != row.Version {
			return ledger.E(ledger.Conflict, "login_not_in_record", "login")
		}
		return nil
	}, err
}

// invitedLogin lets somebody who was invited, and has no session, say what she will sign
// in with. One whose record holds a number or an address says one of these.
func (p *People) invitedLogin(ctx context.Context, person ledger.ID, login string) (loginRule, error) {
	row, hers, err := p.loginInRecord(ctx, person, login)
	if ledger.KindOf(err) == ledger.Missing {
		hers, err = true, nil // she is registered with this
	}
	return func(ctx context.Context, s *store.Store, taken bool) error {
		if taken {
			return ledger.E(ledger.Conflict, "login_taken", "login")
		}
		if !hers && row.contact {
			return ledger.E(ledger.Conflict, "login_not_in_record", "login")
		}
		return nil
	}, err
}

type recordOfLogins struct {
	personRow
	contact bool // a number or an address stands in the record
}

// loginInRecord reports whether the name is the number or the address in a person's record
// (invalid_phone, invalid_email, unknown_person).
func (p *People) loginInRecord(ctx context.Context, person ledger.ID, login string) (recordOfLogins, bool, error) {
	name, _, err := loginName(login)
	if err != nil {
		return recordOfLogins{}, false, err
	}
	row, err := findPerson(ctx, p.s, person)
	if err != nil {
		return recordOfLogins{}, false, err
	}
	facts, err := p.factsOf(ctx, &row)
	if err != nil || facts == nil {
		return recordOfLogins{personRow: row}, false, err
	}
	return recordOfLogins{row, facts.Phone != "" || facts.Email != ""}, name == facts.Phone || name == strings.ToLower(facts.Email), nil
}

// claim gives the person the name to sign in with, in the place of the one of its kind
// that she had: at most one number and one address.
func (r loginRow) claim(ctx context.Context, s *store.Store, may loginRule) error {
	there, taken, err := findLogin(ctx, s, r.Name)
	if err != nil || taken && there.Person == r.Person {
		return err
	}
	if err := may(ctx, s, taken); err != nil {
		return err
	}
	if _, err := dropLogin(ctx, s, r.Person, r.Kind); err != nil {
		return err
	}
	r.CreatedAt = ledger.Micros(s.At())
	return r.insert(ctx, s)
}

// LoginOf is a name that somebody signs in with. Only what kind of name is known: the
// name itself is kept as a hash.
type LoginOf struct {
	Kind      string // phone or email
	CreatedAt time.Time
}

// Logins are the names that a person signs in with: at most one number and one address.
func (p *People) Logins(ctx context.Context, person ledger.ID) ([]LoginOf, error) {
	rows, err := loginsOf(ctx, p.s, person)
	all := make([]LoginOf, len(rows))
	for i, r := range rows {
		all[i] = LoginOf{r.Kind, momentOf(r.CreatedAt)}
	}
	return all, err
}

// RemoveLogin takes a person's number or address away as a name to sign in with. She does
// so with a proof of who she is that is less than five minutes old (proof_needed); others
// for those whom they could give a card, and an administrator of her home for everybody
// there (forbidden, has_way_in). Codes beside: unknown_person, unknown_login.
func (p *People) RemoveLogin(ctx context.Context, by Caller, id, person ledger.ID, kind string) error {
	who, err := findPerson(ctx, p.s, person)
	if err != nil {
		return err
	}
	body := struct {
		Person ledger.ID
		Kind   string
	}{person, kind}
	_, err = p.do(ctx, by, "login.remove", id, who.Home, body, func(ctx context.Context, s *store.Store) (string, error) {
		if err := mayRemoveLogin(ctx, s, by, who); err != nil {
			return "", err
		}
		there, err := dropLogin(ctx, s, person, kind)
		if err != nil {
			return "", err
		}
		if !there {
			return "", ledger.E(ledger.Missing, "unknown_login", "")
		}
		return person.String(), s.Record(ctx, who.Home, "login.removed", person, loginFacts{kind})
	})
	p.changed(person)
	return err
}

type loginFacts struct {
	Login string `json:"login"` // what kind of name, never the name
}

func mayRemoveLogin(ctx context.Context, s *store.Store, by Caller, who personRow) error {
	if who.ID == by.Person {
		return needFreshProof(by, s.At())
	}
	if err := administersHome(ctx, s, by, who.Home); ledger.KindOf(err) != ledger.Missing {
		return err
	}
	return mayEquip(ctx, s, by, who)
}
