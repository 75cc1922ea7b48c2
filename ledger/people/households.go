package people

import (
	"context"
	"crypto/sha256"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Household is a house with those who live in it. Its address is sealed under a key
// of its own.
type Household struct {
	ID        ledger.ID    `json:"id"`
	Version   int64        `json:"version"`
	Address   string       `json:"address,omitempty" doc:"Only where one household is shown"`
	Area      ledger.ID    `json:"area,omitzero"`
	Members   []LivingHere `json:"members"`
	Erased    bool         `json:"erased,omitzero"`
	CreatedAt time.Time    `json:"created_at"`
}

// LivingHere is a person in a household.
type LivingHere struct {
	Person   ledger.ID  `json:"person"`
	Relation string     `json:"relation" enum:"head,spouse,child,parent,sibling,grandchild,other_relative,other"`
	Since    time.Time  `json:"since"`
	Until    *time.Time `json:"until,omitempty" doc:"She has left"`
}

// NewMember is a person who comes to live in a household.
type NewMember struct {
	Person   ledger.ID `json:"person"`
	Relation string    `json:"relation" enum:"head,spouse,child,parent,sibling,grandchild,other_relative,other"`
}

// Relations are what somebody can be in a household, as seen from its head.
var Relations = []string{"head", "spouse", "child", "parent", "sibling", "grandchild", "other_relative", "other"}

// NewHousehold is a household to be registered.
type NewHousehold struct {
	ID, Home ledger.ID
	Address  string
	Area     ledger.ID
	Members  []NewMember
}

// HouseholdCorrection is what changes of a household.
type HouseholdCorrection struct {
	Address *string    `json:"address,omitempty" maxLength:"1000"`
	Area    *ledger.ID `json:"area,omitempty"`
}

const maxHousehold = 50 // members

type householdFacts struct {
	Address string `json:"address"`
}

// RegisterHousehold adds a household and who lives in it. Its id is the command's.
// Codes: unknown_area, unknown_person, not_in_list, duplicate_item, too_many_items.
func (p *People) RegisterHousehold(ctx context.Context, by Caller, n NewHousehold) (store.Made[Household], error) {
	none := store.Made[Household]{}
	n.Address = strings.TrimSpace(norm.NFC.String(n.Address))
	if err := ledger.Join(ledger.CheckText(n.Address, maxAddress, "address"), checkMembers(n.Members)); err != nil {
		return none, err
	}
	row := householdRow{Home: n.Home, ID: n.ID, Version: 1, Area: n.Area, Sealed: []byte{}}
	if _, err := findHousehold(ctx, p.s, n.Home, n.ID, ""); ledger.KindOf(err) == ledger.Missing {
		if row.Sealed, err = sealFacts(ctx, p.v, row.sealed(), householdFacts{n.Address}); err != nil {
			return none, err
		}
	} else if err != nil {
		return none, err
	}
	body := struct {
		Address string
		Area    ledger.ID
		Members []NewMember
	}{n.Address, n.Area, n.Members}
	res, err := p.do(ctx, by, "household.register", n.ID, n.Home, body, func(ctx context.Context, s *store.Store) (string, error) {
		if err := checkArea(ctx, s, n.Home, n.Area); err != nil {
			return "", err
		}
		row := row
		row.CreatedAt = ledger.Micros(s.At())
		if err := row.insert(ctx, s); err != nil {
			return "", err
		}
		for i, m := range n.Members {
			if err := join(ctx, s, n.Home, n.ID, m); err != nil {
				var e *ledger.Error
				if errors.As(err, &e) {
					return "", e.At(fieldAt("members", i))
				}
				return "", err
			}
		}
		return n.ID.String(), s.Record(ctx, n.Home, "household.registered", n.ID, row.facts())
	})
	return p.madeHousehold(ctx, n.Home, n.ID, res, err)
}

func fieldAt(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

func checkMembers(members []NewMember) *ledger.Error {
	if len(members) > maxHousehold {
		return ledger.E(ledger.Invalid, "too_many_items", "members", "max", strconv.Itoa(maxHousehold))
	}
	for i, m := range members {
		if !slices.Contains(Relations, m.Relation) {
			return ledger.E(ledger.Invalid, "not_in_list", fieldAt("members", i)+".relation")
		}
		if slices.ContainsFunc(members[:i], func(x NewMember) bool { return x.Person == m.Person }) {
			return ledger.E(ledger.Invalid, "duplicate_item", fieldAt("members", i)+".person")
		}
	}
	return nil
}

// join lets a person of the home live in the household.
func join(ctx context.Context, s *store.Store, home, household ledger.ID, m NewMember) error {
	if _, err := mergeable(ctx, s, home, m.Person, "person"); err != nil {
		return err
	}
	row := livingRow{Home: home, Household: household, Person: m.Person, Relation: m.Relation, Since: ledger.Micros(s.At())}
	return row.insert(ctx, s)
}

func (r *householdRow) facts() any {
	return struct {
		Version int64       `json:"version"`
		Sealed  ledger.Hash `json:"sealed"`
	}{r.Version, sha256.Sum256(r.Sealed)}
}

// openHousehold returns the facts, nil once it is erased.
func (p *People) openHousehold(ctx context.Context, row *householdRow) (*householdFacts, error) {
	all, err := openFacts[householdFacts](ctx, p.v, []householdRow{*row}, func(r *householdRow) (Sealed, bool) { return r.sealed(), r.ErasedAt != 0 })
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// CorrectHousehold changes the address or the area. Codes: unknown_household,
// unknown_area, household_erased.
func (p *People) CorrectHousehold(ctx context.Context, by Caller, id, home, household ledger.ID, c HouseholdCorrection) (store.Made[Household], error) {
	return corrected(func() (store.Made[Household], error) { return p.correctHousehold(ctx, by, id, home, household, c) })
}

func (p *People) correctHousehold(ctx context.Context, by Caller, id, home, household ledger.ID, c HouseholdCorrection) (store.Made[Household], error) {
	none := store.Made[Household]{}
	old, err := findHousehold(ctx, p.s, home, household, "")
	if err != nil {
		return none, err
	}
	f, err := p.openHousehold(ctx, &old)
	switch {
	case err != nil:
		return none, err
	case f == nil:
		return none, ledger.E(ledger.Conflict, "household_erased", "")
	}
	set(&f.Address, c.Address)
	f.Address = strings.TrimSpace(norm.NFC.String(f.Address))
	if err := ledger.CheckText(f.Address, maxAddress, "address"); err != nil {
		return none, err
	}
	row := old
	row.Version++
	set(&row.Area, c.Area)
	if row.Sealed, err = sealFacts(ctx, p.v, row.sealed(), *f); err != nil {
		return none, err
	}
	body := struct {
		Household  ledger.ID
		Correction HouseholdCorrection
	}{household, c}
	res, err := p.do(ctx, by, "household.correct", id, home, body, func(ctx context.Context, s *store.Store) (string, error) {
		now, err := findHousehold(ctx, s, home, household, "")
		switch {
		case err != nil:
			return "", err
		case now.ErasedAt != 0:
			return "", ledger.E(ledger.Conflict, "household_erased", "")
		case now.Version != old.Version:
			return "", errOvertaken
		}
		if err := checkArea(ctx, s, home, row.Area); err != nil {
			return "", err
		}
		if err := row.update(ctx, s); err != nil {
			return "", err
		}
		return household.String(), s.Record(ctx, home, "household.corrected", household, row.facts())
	})
	return p.madeHousehold(ctx, home, household, res, err)
}

// JoinHousehold lets one more person of the home live in a household. Codes:
// unknown_household, household_erased, unknown_person, already_member, too_many_items.
func (p *People) JoinHousehold(ctx context.Context, by Caller, id, home, household ledger.ID, m NewMember) (store.Made[Household], error) {
	if !slices.Contains(Relations, m.Relation) {
		return store.Made[Household]{}, ledger.E(ledger.Invalid, "not_in_list", "relation")
	}
	body := struct {
		Household ledger.ID
		Member    NewMember
	}{household, m}
	res, err := p.do(ctx, by, "household.join", id, home, body, func(ctx context.Context, s *store.Store) (string, error) {
		living, err := livingNow(ctx, s, home, household)
		switch {
		case err != nil:
			return "", err
		case slices.ContainsFunc(living, func(r livingRow) bool { return r.Person == m.Person }):
			return "", ledger.E(ledger.Conflict, "already_member", "person")
		case len(living) >= maxHousehold:
			return "", ledger.E(ledger.Invalid, "too_many_items", "", "max", strconv.Itoa(maxHousehold))
		}
		if err := join(ctx, s, home, household, m); err != nil {
			return "", err
		}
		return household.String(), s.Record(ctx, home, "household.joined", household, m)
	})
	return p.madeHousehold(ctx, home, household, res, err)
}

// LeaveHousehold ends that a person lives in a household. Codes: unknown_household,
// household_erased, unknown_person.
func (p *People) LeaveHousehold(ctx context.Context, by Caller, id, home, household, person ledger.ID) (store.Made[Household], error) {
	body := []ledger.ID{household, person}
	res, err := p.do(ctx, by, "household.leave", id, home, body, func(ctx context.Context, s *store.Store) (string, error) {
		living, err := livingNow(ctx, s, home, household)
		if err != nil {
			return "", err
		}
		i := slices.IndexFunc(living, func(r livingRow) bool { return r.Person == person })
		if i < 0 {
			return "", ledger.E(ledger.Missing, "unknown_person", "person")
		}
		living[i].Until = ledger.Micros(s.At())
		if err := living[i].end(ctx, s); err != nil {
			return "", err
		}
		return household.String(), s.Record(ctx, home, "household.left", household, NewMember{person, living[i].Relation})
	})
	return p.madeHousehold(ctx, home, household, res, err)
}

func livingNow(ctx context.Context, s *store.Store, home, household ledger.ID) ([]livingRow, error) {
	row, err := findHousehold(ctx, s, home, household, "")
	if err == nil && row.ErasedAt != 0 {
		err = ledger.E(ledger.Conflict, "household_erased", "")
	}
	if err != nil {
		return nil, err
	}
	living, err := livingIn(ctx, s, home, []ledger.ID{household})
	return slices.DeleteFunc(living, func(r livingRow) bool { return r.Until != 0 }), err
}

func (p *People) madeHousehold(ctx context.Context, home, id ledger.ID, res store.Result, err error) (store.Made[Household], error) {
	if err != nil {
		return store.Made[Household]{}, err
	}
	row, err := findHousehold(ctx, p.s, home, id, "")
	if err != nil {
		return store.Made[Household]{}, err
	}
	all, err := p.shownHouseholds(ctx, home, []householdRow{row})
	if err != nil {
		return store.Made[Household]{}, err
	}
	return store.Made[Household]{It: all[0], Replayed: res.Replayed}, nil
}

// Households are those of a home, without their addresses: up to limit behind the id,
// in order of ids.
func (p *People) Households(ctx context.Context, home, after ledger.ID, limit int) ([]Household, error) {
	rows, err := householdsOf(ctx, p.s, home, after, limit)
	if err != nil {
		return nil, err
	}
	return p.shownHouseholds(ctx, home, rows)
}

func (p *People) shownHouseholds(ctx context.Context, home ledger.ID, rows []householdRow) ([]Household, error) {
	ids := make([]ledger.ID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	living, err := livingIn(ctx, p.s, home, ids)
	all := make([]Household, len(rows))
	for i, r := range rows {
		all[i] = Household{ID: r.ID, Version: r.Version, Area: r.Area, Members: []LivingHere{}, Erased: r.ErasedAt != 0, CreatedAt: time.UnixMicro(r.CreatedAt).UTC()}
		for _, l := range living {
			if l.Household == r.ID {
				all[i].Members = append(all[i].Members, l.here())
			}
		}
	}
	return all, err
}

func (r *livingRow) here() LivingHere {
	l := LivingHere{Person: r.Person, Relation: r.Relation, Since: time.UnixMicro(r.Since).UTC()}
	if r.Until != 0 {
		until := time.UnixMicro(r.Until).UTC()
		l.Until = &until
	}
	return l
}

// ReadHousehold returns a household with its address. That it was done stands in the
// reads of everybody who lives there.
func (p *People) ReadHousehold(ctx context.Context, by Caller, home, id ledger.ID) (Household, error) {
	row, err := findHousehold(ctx, p.s, home, id, "")
	if err != nil {
		return Household{}, err
	}
	all, err := p.shownHouseholds(ctx, home, []householdRow{row})
	if err != nil {
		return Household{}, err
	}
	var living []ledger.ID
	for _, m := range all[0].Members {
		if m.Until == nil {
			living = append(living, m.Person)
		}
	}
	if err := p.note(ctx, by, home, "household.read", living...); err != nil {
		return Household{}, err
	}
	f, err := p.openHousehold(ctx, &row)
	if f != nil {
		all[0].Address = f.Address
	}
	all[0].Erased = f == nil
	return all[0], err
}
