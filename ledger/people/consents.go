package people

import (
	"context"
	"regexp"
	"slices"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Purpose is what a person's data may be used for, once she has said yes to it.
type Purpose string

// The purposes. Each is asked for by itself.
const (
	ProgrammeData  Purpose = "programme_data"   // what the programme needs to work
	ShareWithDonor Purpose = "share_with_donor" // reports that can be traced to her
	Photo          Purpose = "photo"
	BookAccess     Purpose = "book_access" // an officer may look into her own books
	Contact        Purpose = "contact"     // calls and messages
)

// Purposes lists them.
var Purposes = []Purpose{ProgrammeData, ShareWithDonor, Photo, BookAccess, Contact}

// Consent is one time that a person said yes to a purpose. It is never changed, only
// withdrawn.
type Consent struct {
	ID          ledger.ID  `json:"id"`
	Home        ledger.ID  `json:"-"`
	Person      ledger.ID  `json:"person"`
	Purpose     Purpose    `json:"purpose" enum:"programme_data,share_with_donor,photo,book_access,contact"`
	TextVersion string     `json:"text_version" doc:"Which text she was shown or read" example:"2026-01"`
	Language    string     `json:"language" enum:"id,en"`
	How         string     `json:"how" enum:"written,spoken,thumbprint,on_screen"`
	Witness     ledger.ID  `json:"witness,omitzero" doc:"Who was there; needed where she did not write"`
	GivenAt     time.Time  `json:"given_at"`
	WithdrawnAt *time.Time `json:"withdrawn_at" nullable:"true"`
}

func (r *consentRow) consent() Consent {
	c := Consent{ID: r.ID, Home: r.Home, Person: r.Person, Purpose: Purpose(r.Purpose), TextVersion: r.TextVersion, Language: r.Language, How: r.How,
		Witness: r.Witness, GivenAt: time.UnixMicro(r.GivenAt).UTC()}
	if r.WithdrawnAt != 0 {
		at := time.UnixMicro(r.WithdrawnAt).UTC()
		c.WithdrawnAt = &at
	}
	return c
}

// facts is what the chain of changes holds.
func (r *consentRow) facts() any {
	return struct {
		Person      ledger.ID `json:"person"`
		Purpose     string    `json:"purpose"`
		TextVersion string    `json:"text_version"`
		How         string    `json:"how"`
		Witness     ledger.ID `json:"witness"`
		WithdrawnAt int64     `json:"withdrawn_at"`
	}{r.Person, r.Purpose, r.TextVersion, r.How, r.Witness, r.WithdrawnAt}
}

// A version of a text is a short name, so that nothing personal gets in.
var textVersion = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$`)

func (c Consent) check() error {
	var errs []*ledger.Error
	if !slices.Contains(Purposes, c.Purpose) {
		errs = append(errs, ledger.E(ledger.Invalid, "not_in_list", "purpose"))
	}
	if !textVersion.MatchString(c.TextVersion) {
		errs = append(errs, ledger.E(ledger.Invalid, "invalid_format", "text_version"))
	}
	if c.Language != "id" && c.Language != "en" {
		errs = append(errs, ledger.E(ledger.Invalid, "not_in_list", "language", "allowed", "id, en"))
	}
	switch {
	case !slices.Contains([]string{"written", "spoken", "thumbprint", "on_screen"}, c.How):
		errs = append(errs, ledger.E(ledger.Invalid, "not_in_list", "how"))
	case (c.How == "spoken" || c.How == "thumbprint") && c.Witness.IsZero():
		errs = append(errs, ledger.E(ledger.Invalid, "needs_witness", "witness"))
	case c.Witness == c.Person && !c.Person.IsZero():
		errs = append(errs, ledger.E(ledger.Invalid, "own_witness", "witness"))
	}
	return ledger.Join(errs...)
}

// GiveConsent writes down that a person said yes. The consent's id is the command's. The
// witness is somebody whom her home knows, and not who writes it down. Codes:
// unknown_person, person_erased, already_merged, needs_witness, own_witness,
// recorder_is_witness.
func (p *People) GiveConsent(ctx context.Context, by Caller, c Consent) (store.Made[Consent], error) {
	if err := c.check(); err != nil {
		return store.Made[Consent]{}, err
	}
	if !c.Witness.IsZero() && c.Witness == by.Person {
		return store.Made[Consent]{}, ledger.E(ledger.Invalid, "recorder_is_witness", "witness")
	}
	row, err := findPerson(ctx, p.s, c.Person)
	if err != nil {
		return store.Made[Consent]{}, err
	}
	home := row.Home
	body := []string{c.Person.String(), string(c.Purpose), c.TextVersion, c.Language, c.How, c.Witness.String()}
	res, err := p.do(ctx, by, "consent.give", c.ID, home, body, func(ctx context.Context, s *store.Store) (string, error) {
		if _, err := mergeable(ctx, s, home, c.Person, ""); err != nil {
			return "", err
		}
		if !c.Witness.IsZero() {
			if err := checkWitness(ctx, s, home, c.Witness, "witness"); err != nil {
				return "", err
			}
		}
		given := consentRow{Home: home, ID: c.ID, Person: c.Person, Purpose: string(c.Purpose), TextVersion: c.TextVersion, Language: c.Language,
			How: c.How, Witness: c.Witness, GivenAt: ledger.Micros(s.At())}
		if err := given.insert(ctx, s); err != nil {
			return "", err
		}
		return c.ID.String(), s.Record(ctx, home, "consent.given", c.ID, given.facts())
	})
	return p.madeConsent(ctx, home, c.ID, res, err)
}

// checkWitness refuses a witness whom the home does not know: one that neither it nor an
// organisation or a group of its own registered, and that has no role there
// (unknown_person).
func checkWitness(ctx context.Context, s *store.Store, home, witness ledger.ID, field string) error {
	at := Scope{AtGroup, home}
	names, err := organizationNames(ctx, s, home)
	if err != nil {
		return err
	}
	if len(names) > 0 {
		at.Kind = AtOrganization
	}
	err = knownThere(ctx, s, witness, at, home)
	if code := ledger.CodeOf(err); code == "unknown_person" || code == "person_erased" || code == "already_merged" {
		return ledger.E(ledger.Invalid, "unknown_person", field)
	}
	return err
}

// WithdrawConsent ends a consent, and with it every other of hers to the same
// purpose: no is no. Codes: unknown_consent, already_withdrawn.
func (p *People) WithdrawConsent(ctx context.Context, by Caller, id, person, consent ledger.ID) (store.Made[Consent], error) {
	none := store.Made[Consent]{}
	row, err := findPerson(ctx, p.s, person)
	if err != nil {
		return none, err
	}
	home := row.Home
	body := []ledger.ID{person, consent}
	res, err := p.do(ctx, by, "consent.withdraw", id, home, body, func(ctx context.Context, s *store.Store) (string, error) {
		same, err := clusterOf(ctx, s, row)
		if err != nil {
			return "", err
		}
		given, err := findConsent(ctx, s, home, consent)
		switch {
		case err != nil:
			return "", err
		case !slices.Contains(idsOf(same), given.Person):
			return "", ledger.E(ledger.Missing, "unknown_consent", "")
		case given.WithdrawnAt != 0:
			return "", ledger.E(ledger.Conflict, "already_withdrawn", "")
		}
		if err := withdrawConsents(ctx, s, home, idsOf(same), given.Purpose); err != nil {
			return "", err
		}
		given.WithdrawnAt = ledger.Micros(s.At())
		return consent.String(), s.Record(ctx, home, "consent.withdrawn", consent, given.facts())
	})
	return p.madeConsent(ctx, home, consent, res, err)
}

func (p *People) madeConsent(ctx context.Context, home, id ledger.ID, res store.Result, err error) (store.Made[Consent], error) {
	if err != nil {
		return store.Made[Consent]{}, err
	}
	row, err := findConsent(ctx, p.s, home, id)
	return store.Made[Consent]{It: row.consent(), Replayed: res.Replayed}, err
}

// Consents are all that the person ever gave, oldest first, with those of the persons
// merged into her.
func (p *People) Consents(ctx context.Context, person ledger.ID) ([]Consent, error) {
	row, err := findPerson(ctx, p.s, person)
	if err != nil {
		return nil, err
	}
	same, err := clusterOf(ctx, p.s, row)
	if err != nil {
		return nil, err
	}
	rows, err := consentsOf(ctx, p.s, row.Home, idsOf(same))
	all := make([]Consent, len(rows))
	for i := range rows {
		all[i] = rows[i].consent()
	}
	return all, err
}

// Consented reports whether the person has said yes to the purpose and not withdrawn
// it since.
func (p *People) Consented(ctx context.Context, person ledger.ID, purpose Purpose) (bool, error) {
	all, err := p.Consents(ctx, person)
	return slices.ContainsFunc(all, func(c Consent) bool { return c.Purpose == purpose && c.WithdrawnAt == nil }), err
}
