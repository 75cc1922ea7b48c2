package people

import (
	"cmp"
	"context"
	"crypto/sha256"
	"reflect"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Person is somebody as the home that registered her knows her, in full. One who was
// erased has nothing but her id left.
type Person struct {
	ID         ledger.ID `json:"id"`
	Home       ledger.ID `json:"home" doc:"The organisation or group that registered her"`
	Version    int64     `json:"version" doc:"Raised by every correction"`
	Facts      *Facts    `json:"facts,omitempty"` // none once she is erased
	Area       ledger.ID `json:"area,omitzero"`
	MergedInto ledger.ID `json:"merged_into,omitzero" doc:"The person she lives on in, being the same"`
	Erased     bool      `json:"erased"`
	CreatedAt  time.Time `json:"created_at"`
}

// Card is as much of a person as others need to know her by.
type Card struct {
	ID         ledger.ID `json:"id"`
	Name       string    `json:"name" doc:"Empty once she is erased"`
	Phone      string    `json:"phone,omitempty" example:"+62812•••••34"`
	NIK        string    `json:"nik,omitempty" example:"••••••••••••••34"`
	Area       ledger.ID `json:"area,omitzero"`
	Language   string    `json:"language,omitempty"`
	Voice      bool      `json:"voice,omitzero"`
	MergedInto ledger.ID `json:"merged_into,omitzero"`
	Erased     bool      `json:"erased,omitzero"`
}

// NewPerson is a person to be registered by a home. DoubleChecked says that whoever
// registers her has looked at the possible doubles, and she is none of them.
type NewPerson struct {
	ID            ledger.ID
	Home          ledger.ID
	Facts         Facts
	Area          ledger.ID
	DoubleChecked bool
	NIKChecked    bool // somebody has seen the card: its NIK stands, though it contradicts the sex or the birth year
}

// PersonCorrection is what changes of a person.
type PersonCorrection struct {
	FactsCorrection
	Area          *ledger.ID `json:"area,omitempty" doc:"The empty text takes it away"`
	NIKChecked    bool       `json:"nik_checked,omitzero" doc:"Somebody has seen the card: the NIK stands, though it contradicts the sex or the birth year"`
	DoubleChecked bool       `json:"double_checked,omitzero" doc:"Somebody has looked at the possible doubles of the new phone or NIK"`
}

// Register adds a person to a home. Her id is the command's. Beside the codes of the
// facts: not_a_group, unknown_category, unknown_area, id_reused, and possible_double (as a
// [*Doubles]) when somebody with her phone or NIK is there already and nobody has
// checked.
func (p *People) Register(ctx context.Context, by Caller, n NewPerson) (store.Made[Card], error) {
	facts, err := n.Facts.checked(p.s.At(), n.NIKChecked)
	if err != nil {
		return store.Made[Card]{}, err
	}
	row := personRow{Home: n.Home, ID: n.ID, Version: 1, Area: n.Area, Sealed: []byte{}}
	// One who is there already may be erased, and gets no new key.
	if _, err := findPerson(ctx, p.s, n.ID); ledger.KindOf(err) == ledger.Missing {
		if err := p.seal(ctx, &row, facts); err != nil {
			return store.Made[Card]{}, err
		}
	} else if err != nil {
		return store.Made[Card]{}, err
	}
	body := struct {
		Facts         Facts
		Area          ledger.ID
		DoubleChecked bool
		NIKChecked    bool
	}{facts, n.Area, n.DoubleChecked, n.NIKChecked}
	res, err := p.do(ctx, by, "person.register", n.ID, n.Home, body, func(ctx context.Context, s *store.Store) (string, error) {
		if _, err := findPerson(ctx, s, n.ID); err == nil {
			return "", ledger.E(ledger.Conflict, "id_reused", "id")
		} else if ledger.KindOf(err) != ledger.Missing {
			return "", err
		}
		if err := checkHome(ctx, s, n.Home); err != nil {
			return "", err
		}
		if err := checkCategories(ctx, s, n.Home, facts.Categories, nil); err != nil {
			return "", err
		}
		if err := checkArea(ctx, s, n.Home, n.Area); err != nil {
			return "", err
		}
		if !n.DoubleChecked {
			if err := refuseDoubles(ctx, s, row.PhoneIndex, row.NIKIndex, n.ID); err != nil {
				return "", err
			}
		}
		row := row
		row.CreatedAt = ledger.Micros(s.At())
		if err := row.insert(ctx, s); err != nil {
			return "", err
		}
		return n.ID.String(), s.Record(ctx, n.Home, "person.registered", n.ID, row.facts())
	})
	return p.madeCard(ctx, n.ID, res, p.withDoubles(ctx, by, err, &row))
}

// Correct changes facts of a person; a new version takes the place of the old one, unless
// nothing changes.
// Codes as of [People.Register], and unknown_person, person_erased, already_merged.
func (p *People) Correct(ctx context.Context, by Caller, id, person ledger.ID, c PersonCorrection) (store.Made[Card], error) {
	return corrected(func() (store.Made[Card], error) { return p.correct(ctx, by, id, person, c) })
}

func (p *People) correct(ctx context.Context, by Caller, id, person ledger.ID, c PersonCorrection) (store.Made[Card], error) {
	none := store.Made[Card]{}
	old, err := findPerson(ctx, p.s, person)
	if err != nil {
		return none, err
	}
	before, err := p.factsOf(ctx, &old)
	switch {
	case err != nil:
		return none, err
	case before == nil:
		return none, ledger.E(ledger.Conflict, "person_erased", "")
	}
	trusted := c.NIKChecked || c.NIK == nil && c.Sex == nil && c.BirthYear == nil
	facts, err := c.apply(*before).checked(p.s.At(), trusted)
	if err != nil {
		return none, err
	}
	row := old
	row.Version++
	set(&row.Area, c.Area)
	same := row.Area == old.Area && reflect.DeepEqual(facts, *before)
	if !same {
		if err := p.seal(ctx, &row, facts); err != nil {
			return none, err
		}
	}
	body := struct {
		Person     ledger.ID
		Correction PersonCorrection
	}{person, c}
	res, err := p.do(ctx, by, "person.correct", id, old.Home, body, func(ctx context.Context, s *store.Store) (string, error) {
		now, err := findPerson(ctx, s, person)
		switch {
		case err != nil:
			return "", err
		case now.ErasedAt != 0:
			return "", ledger.E(ledger.Conflict, "person_erased", "")
		case !now.MergedInto.IsZero():
			return "", ledger.E(ledger.Conflict, "already_merged", "")
		case now.Version != old.Version:
			return "", errOvertaken
		case same:
			return person.String(), nil
		}
		if err := checkCategories(ctx, s, old.Home, facts.Categories, before.Categories); err != nil {
			return "", err
		}
		if row.Area != old.Area {
			if err := checkArea(ctx, s, old.Home, row.Area); err != nil {
				return "", err
			}
		}
		if !c.DoubleChecked {
			if err := refuseDoubles(ctx, s, changed(row.PhoneIndex, old.PhoneIndex), changed(row.NIKIndex, old.NIKIndex), person); err != nil {
				return "", err
			}
		}
		if err := row.update(ctx, s); err != nil {
			return "", err
		}
		return person.String(), s.Record(ctx, old.Home, "person.corrected", person, row.facts())
	})
	if ledger.CodeOf(err) == "person_erased" {
		// She was erased while the new facts were sealed, which may have made a key.
		err = cmp.Or(p.v.Forget(ctx, person), err)
	}
	return p.madeCard(ctx, person, res, p.withDoubles(ctx, by, err, &row))
}

// changed is the index where it is another than before, else nil.
func changed(now, before []byte) []byte {
	if string(now) == string(before) {
		return nil
	}
	return now
}

// seal fills in what the row holds of the facts.
func (p *People) seal(ctx context.Context, row *personRow, facts Facts) error {
	sealed, err := sealFacts(ctx, p.v, row.sealed(), facts)
	if err != nil {
		return err
	}
	row.Sealed, row.PhoneIndex, row.NIKIndex = sealed, nil, nil
	if facts.Phone != "" {
		row.PhoneIndex = p.v.Index("phone", facts.Phone)
	}
	if facts.NIK != "" {
		row.NIKIndex = p.v.Index("nik", facts.NIK)
	}
	return nil
}

// facts is what stands in the chain of changes: nothing that tells who she is.
func (r *personRow) facts() any {
	return struct {
		Version int64       `json:"version"`
		Sealed  ledger.Hash `json:"sealed"` // of what the row holds
	}{r.Version, sha256.Sum256(r.Sealed)}
}

// factsOf opens the facts of one person, nil when she is erased.
func (p *People) factsOf(ctx context.Context, row *personRow) (*Facts, error) {
	all, err := p.open(ctx, []personRow{*row})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// open opens the facts of the rows, in order; nil for the erased ones, and for those
// whose key is gone.
func (p *People) open(ctx context.Context, rows []personRow) ([]*Facts, error) {
	return openFacts[Facts](ctx, p.v, rows, func(r *personRow) (Sealed, bool) { return r.sealed(), r.ErasedAt != 0 })
}

func (r *personRow) person(f *Facts) Person {
	return Person{ID: r.ID, Home: r.Home, Version: r.Version, Facts: f, Area: r.Area, MergedInto: r.MergedInto, Erased: f == nil, CreatedAt: time.UnixMicro(r.CreatedAt).UTC()}
}

func (r *personRow) card(f *Facts) Card {
	c := Card{ID: r.ID, Area: r.Area, MergedInto: r.MergedInto, Erased: f == nil}
	if f != nil {
		c.Name, c.Phone, c.NIK, c.Language, c.Voice = f.Name, maskedPhone(f.Phone), maskedNIK(f.NIK), f.Language, f.Voice
	}
	return c
}

func (p *People) madeCard(ctx context.Context, id ledger.ID, res store.Result, err error) (store.Made[Card], error) {
	if err != nil {
		return store.Made[Card]{}, err
	}
	c, err := p.Card(ctx, id)
	return store.Made[Card]{It: c, Replayed: res.Replayed}, err
}

// Card returns as much of a person as others need to know her by (unknown_person).
func (p *People) Card(ctx context.Context, id ledger.ID) (Card, error) {
	row, err := findPerson(ctx, p.s, id)
	if err != nil {
		return Card{}, err
	}
	facts, err := p.factsOf(ctx, &row)
	return row.card(facts), err
}

// Persons are those whom a home registered, and where it is a group, everybody with a
// role in it: up to limit behind the id, in order of ids.
func (p *People) Persons(ctx context.Context, home, after ledger.ID, limit int) ([]Card, error) {
	rows, err := personsOf(ctx, p.s, home, after, limit)
	if err != nil {
		return nil, err
	}
	return p.cards(ctx, rows)
}

func (p *People) cards(ctx context.Context, rows []personRow) ([]Card, error) {
	facts, err := p.open(ctx, rows)
	if err != nil {
		return nil, err
	}
	all := make([]Card, len(rows))
	for i := range rows {
		all[i] = rows[i].card(facts[i])
	}
	return all, nil
}
