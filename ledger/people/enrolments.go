package people

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"strings"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Enrolment is leave to enrol one device in a group, once and for ten minutes. An
// officer of the organisation that registered the group gives it alone; of the
// group's own officers two are needed.
type Enrolment struct {
	ID          ledger.ID
	Home        ledger.ID // the group's book
	Code        string    // the text of the QR code, for whoever made it alone
	NeedsSecond bool      // another officer has yet to confirm it
	CreatedBy   ledger.ID
	Name        string // of who made it, for those who may confirm it
	ConfirmedBy ledger.ID
	ExpiresAt   time.Time
	Device      ledger.ID // that was enrolled with it
}

// EnrolmentLife is how long an enrolment can be used.
const EnrolmentLife = 10 * time.Minute

const (
	enrolmentPrefix = "LUMBUNGE1:"
	enrolmentSize   = 16 // bytes of the secret
	enrolmentCheck  = 4  // bytes of its sum, against slips of who types it
)

var base32Plain = base32.StdEncoding.WithPadding(base32.NoPadding)

// enrolmentCode is the text of the QR code that holds the secret.
func enrolmentCode(secret []byte) string {
	sum := sha256.Sum256(secret)
	return enrolmentPrefix + base32Plain.EncodeToString(append(secret[:enrolmentSize:enrolmentSize], sum[:enrolmentCheck]...))
}

// ParseEnrolmentCode returns the secret in the text of an enrolment's QR code, or
// invalid_enrolment.
func ParseEnrolmentCode(text string) ([]byte, error) {
	refused := ledger.E(ledger.Invalid, "invalid_enrolment", "code")
	written, ok := strings.CutPrefix(strings.ToUpper(strings.TrimSpace(text)), enrolmentPrefix)
	raw, err := base32Plain.DecodeString(written)
	if !ok || err != nil || len(raw) != enrolmentSize+enrolmentCheck {
		return nil, refused
	}
	sum := sha256.Sum256(raw[:enrolmentSize])
	if subtle.ConstantTimeCompare(sum[:enrolmentCheck], raw[enrolmentSize:]) != 1 {
		return nil, refused
	}
	return raw[:enrolmentSize], nil
}

// enrolmentToken is how the secret is kept.
func enrolmentToken(secret []byte) []byte {
	sum := sha256.Sum256(append([]byte("lumbung.enrolment.v1\x00"), secret...))
	return sum[:]
}

// enrolmentSecret is the secret of an enrolment: it follows from the id under the
// installation's key, so that a repeat of the same command shows the same code.
func (p *People) enrolmentSecret(home, id ledger.ID) []byte {
	return p.v.Index("enrolment", home.String()+id.String())[:enrolmentSize]
}

// Enrol makes an enrolment for a device of the group. Codes: not_a_group,
// too_many_enrolments (more than ten by one officer in a day).
func (p *People) Enrol(ctx context.Context, by Caller, id, group ledger.ID) (store.Made[Enrolment], error) {
	none := store.Made[Enrolment]{}
	registrar, err := p.registrarOf(ctx, group)
	if err != nil {
		return none, err
	}
	needs := int64(2)
	if !registrar.IsZero() && by.Is(Scope{AtOrganization, registrar}, Admin, Officer) {
		needs = 1
	}
	secret := p.enrolmentSecret(group, id)
	res, err := p.do(ctx, by, "enrolment.make", id, group, struct{}{}, func(ctx context.Context, s *store.Store) (string, error) {
		if err := p.within(ctx, s, officerEnrolments, by.Person); err != nil {
			return "", err
		}
		at := s.At()
		row := enrolmentRow{Token: enrolmentToken(secret), Home: group, ID: id, Needs: needs, CreatedBy: by.Person,
			CreatedAt: ledger.Micros(at), ExpiresAt: ledger.Micros(at.Add(EnrolmentLife))}
		if err := row.insert(ctx, s); err != nil {
			return "", err
		}
		return id.String(), s.Record(ctx, group, "enrolment.made", id, enrolmentFacts{Needs: needs})
	})
	if err != nil {
		return none, err
	}
	row, err := findEnrolment(ctx, p.s, group, id)
	if err != nil {
		return none, err
	}
	e := row.enrolment()
	if row.CreatedBy == by.Person {
		e.Code = enrolmentCode(secret)
	}
	return store.Made[Enrolment]{It: e, Replayed: res.Replayed}, nil
}

// OpenEnrolments are the enrolments of the group that can still be used, made first
// first. Whoever made one sees its code again.
func (p *People) OpenEnrolments(ctx context.Context, by Caller, group ledger.ID) ([]Enrolment, error) {
	rows, err := openEnrolments(ctx, p.s, group, ledger.Micros(p.s.At()))
	if err != nil {
		return nil, err
	}
	makers := make([]ledger.ID, len(rows))
	for i, row := range rows {
		makers[i] = row.CreatedBy
	}
	persons, err := personsByID(ctx, p.s, makers)
	if err != nil {
		return nil, err
	}
	facts, err := p.open(ctx, persons)
	if err != nil {
		return nil, err
	}
	names := map[ledger.ID]string{}
	for i, f := range facts {
		if f != nil {
			names[persons[i].ID] = f.Name
		}
	}
	all := make([]Enrolment, len(rows))
	for i, row := range rows {
		all[i] = row.enrolment()
		all[i].Name = names[row.CreatedBy]
		if row.CreatedBy == by.Person {
			all[i].Code = enrolmentCode(p.enrolmentSecret(group, row.ID))
		}
	}
	return all, nil
}

type enrolmentFacts struct {
	Needs int64 `json:"needs"`
}

// ConfirmEnrolment is the second officer's word. Codes: unknown_enrolment (also
// when its time is over), same_person.
func (p *People) ConfirmEnrolment(ctx context.Context, by Caller, id, group, enrolment ledger.ID) (store.Made[Enrolment], error) {
	res, err := p.do(ctx, by, "enrolment.confirm", id, group, enrolment, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := findEnrolment(ctx, s, group, enrolment)
		switch {
		case err != nil:
			return "", err
		case row.over(s.At()):
			return "", errUnknownEnrolment("")
		case row.CreatedBy == by.Person:
			return "", ledger.E(ledger.Conflict, "same_person", "")
		case row.Needs > 1 && !row.ConfirmedBy.IsZero() && row.ConfirmedBy != by.Person:
			return "", ledger.E(ledger.Conflict, "already_decided", "")
		}
		if err := row.confirm(ctx, s, by.Person); err != nil {
			return "", err
		}
		return enrolment.String(), s.Record(ctx, group, "enrolment.confirmed", enrolment, struct{}{})
	})
	if err != nil {
		return store.Made[Enrolment]{}, err
	}
	row, err := findEnrolment(ctx, p.s, group, enrolment)
	if err != nil {
		return store.Made[Enrolment]{}, err
	}
	return store.Made[Enrolment]{It: row.enrolment(), Replayed: res.Replayed}, nil
}

func errUnknownEnrolment(field string) error {
	return ledger.E(ledger.Missing, "unknown_enrolment", field)
}

// over reports whether the enrolment can no longer be used.
func (r *enrolmentRow) over(at time.Time) bool {
	return !r.Device.IsZero() || ledger.Micros(at) >= r.ExpiresAt
}

func (r *enrolmentRow) enrolment() Enrolment {
	return Enrolment{ID: r.ID, Home: r.Home, NeedsSecond: r.Needs > 1 && r.ConfirmedBy.IsZero(), CreatedBy: r.CreatedBy,
		ConfirmedBy: r.ConfirmedBy, ExpiresAt: momentOf(r.ExpiresAt), Device: r.Device}
}

// momentOf is the time of what the database keeps; the zero time for none.
func momentOf(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}
