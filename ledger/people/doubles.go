package people

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Doubles is the error of who registers somebody that may be there already. Of
// those at other homes it tells only whom to ask.
type Doubles struct {
	Here      []Card   `json:"here" doc:"Those with her phone or NIK that the same home registered"`
	Elsewhere []string `json:"elsewhere" doc:"Organisations that have registered somebody with her phone or NIK; ask them" example:"[\"Yayasan Kapuas\"]"`
}

// Error returns the code.
func (d *Doubles) Error() string { return "possible_double" }

// Unwrap returns the error that it is to a caller who does not look for candidates.
func (d *Doubles) Unwrap() error { return ledger.E(ledger.Conflict, "possible_double", "") }

// refuseDoubles refuses who shares an index with another, wherever that one is.
func refuseDoubles(ctx context.Context, s *store.Store, phone, nik []byte, but ledger.ID) error {
	rows, err := personsLike(ctx, s, phone, nik, but)
	if err == nil && slices.ContainsFunc(rows, func(r personRow) bool { return r.MergedInto != but }) {
		return ledger.E(ledger.Conflict, "possible_double", "")
	}
	return err
}

// withDoubles puts the candidates into the refusal of a possible double. It is written
// down for each of them, and at the home that asks. Who asks about those of other homes more
// than fifty times in a day waits (limited).
func (p *People) withDoubles(ctx context.Context, by Caller, err error, row *personRow) error {
	if ledger.CodeOf(err) != "possible_double" {
		return err
	}
	rows, err := personsLike(ctx, p.s, row.PhoneIndex, row.NIKIndex, row.ID)
	if err != nil {
		return err
	}
	d := &Doubles{Here: []Card{}, Elsewhere: []string{}}
	var here, elsewhere []personRow
	var homes []ledger.ID
	for _, r := range rows {
		switch {
		case r.MergedInto == row.ID:
			continue
		case r.Home != row.Home:
			elsewhere, homes = append(elsewhere, r), append(homes, r.Home)
			continue
		case !r.MergedInto.IsZero():
			if r, err = findPerson(ctx, p.s, r.MergedInto); err != nil {
				return err
			}
		}
		if !slices.ContainsFunc(here, func(x personRow) bool { return x.ID == r.ID }) {
			here = append(here, r)
		}
	}
	if err := p.noteProbe(ctx, by, row.Home, here, elsewhere); err != nil {
		return err
	}
	if d.Here, err = p.cards(ctx, here); err != nil {
		return err
	}
	if d.Elsewhere, err = p.whomToAsk(ctx, homes); err != nil {
		return err
	}
	return d
}

// whomToAsk names the organisations behind the homes. A group is known by the
// organisation that registered it, never by its own name.
func (p *People) whomToAsk(ctx context.Context, homes []ledger.ID) ([]string, error) {
	for i, home := range homes {
		registrar, err := registrarOf(ctx, p.s, home)
		if err != nil {
			return nil, err
		}
		if !registrar.IsZero() {
			homes[i] = registrar
		}
	}
	names, err := organizationNames(ctx, p.s, homes...)
	if err != nil {
		return nil, err
	}
	all := []string{}
	for _, name := range names {
		all = append(all, name)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// Same are the ids that the person goes by: her own, and those of the persons that
// were merged into her.
func (p *People) Same(ctx context.Context, person ledger.ID) ([]ledger.ID, error) {
	row, err := findPerson(ctx, p.s, person)
	if err != nil {
		return nil, err
	}
	rows, err := clusterOf(ctx, p.s, row)
	return idsOf(rows), err
}

func idsOf(rows []personRow) []ledger.ID {
	ids := make([]ledger.ID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	return ids
}

// clusterOf is the person and those merged into her.
func clusterOf(ctx context.Context, s *store.Store, row personRow) ([]personRow, error) {
	more, err := personsMergedInto(ctx, s, row.Home, row.ID)
	return append([]personRow{row}, more...), err
}

// Merge makes one of two persons of a home who are the same woman: into lives on,
// and from answers through it. Both records stay readable. It cannot be undone, so the two
// must look like one woman (not_alike, other_nik), and the reason is kept (not_in_list).
// Memberships of groups and households move to the one that lives on; the ways to sign in of the other end, and who holds
// another role in force is refused (holds_office): an office is handed over by those
// who gave it, not by a merger. Codes beside: unknown_person, same_person,
// already_merged, person_erased.
func (p *People) Merge(ctx context.Context, by Caller, id ledger.ID, m Merger) (store.Made[Card], error) {
	return corrected(func() (store.Made[Card], error) { return p.merge(ctx, by, id, m) })
}

func (p *People) merge(ctx context.Context, by Caller, id ledger.ID, m Merger) (store.Made[Card], error) {
	from, into := m.From, m.Into
	none := store.Made[Card]{}
	if from == into {
		return none, ledger.E(ledger.Invalid, "same_person", "into")
	}
	if err := checkReason(m.Reason); err != nil {
		return none, err
	}
	old, err := findPerson(ctx, p.s, from)
	if err != nil {
		return none, err
	}
	home := old.Home
	kept, err := findPersonAt(ctx, p.s, home, into, "into")
	if err != nil {
		return none, err
	}
	// What is sealed is opened before the transaction, and judged within.
	differ := p.oneWoman(ctx, old, kept)
	if ledger.KindOf(differ) != ledger.Conflict && differ != nil {
		return none, differ
	}
	res, err := p.doAt(ctx, by, "person.merge", id, home, nil, []ledger.ID{from, into}, m, func(ctx context.Context, s *store.Store) (string, error) {
		now, err := mergeable(ctx, s, home, from, "")
		if err != nil {
			return "", err
		}
		other, err := mergeable(ctx, s, home, into, "into")
		switch {
		case err != nil:
			return "", err
		case now.Version != old.Version || other.Version != kept.Version:
			return "", errOvertaken
		case differ != nil:
			return "", differ
		}
		if err := moveMemberships(ctx, s, by, id, from, into); err != nil {
			return "", err
		}
		if err := moveHouseholds(ctx, s, home, from, into); err != nil {
			return "", err
		}
		if err := endSignIn(ctx, s, from); err != nil {
			return "", err
		}
		if err := pointMerged(ctx, s, home, from, into); err != nil {
			return "", err
		}
		now.MergedInto = into
		if err := now.update(ctx, s); err != nil {
			return "", err
		}
		return into.String(), s.Record(ctx, home, "person.merged", from, struct {
			Into   ledger.ID   `json:"into"`
			Reason MergeReason `json:"reason"`
		}{into, m.Reason})
	})
	p.changed(from)
	p.changed(into)
	return p.madeCard(ctx, into, res, err)
}

func mergeable(ctx context.Context, s *store.Store, home, id ledger.ID, field string) (personRow, error) {
	row, err := findPersonAt(ctx, s, home, id, field)
	switch {
	case err != nil:
		return row, err
	case row.ErasedAt != 0:
		return row, ledger.E(ledger.Conflict, "person_erased", field)
	case !row.MergedInto.IsZero():
		return row, ledger.E(ledger.Conflict, "already_merged", field)
	}
	return row, nil
}

// doAt is do with more books locked. A closure that finds a role whose home is not
// among them (errHomeNotLocked) is run again with the homes of all roles of the
// persons locked as well, so that their chains can tell what becomes of the roles.
func (p *People) doAt(ctx context.Context, by Caller, name string, id, home ledger.ID, books, persons []ledger.ID, body any, fn func(ctx context.Context, s *store.Store) (string, error)) (store.Result, error) {
	raw, err := json.Marshal(body)
	if err != nil {
		return store.Result{}, err
	}
	cmd := ledger.Command{ID: id, Home: home, Name: name, Version: 1, Body: raw, Actor: by.Person, Device: by.Device}
	return p.s.Once(ctx, cmd, books, func(ctx context.Context, s *store.Store) (string, error) {
		resource, err := fn(ctx, s)
		if !errors.Is(err, errHomeNotLocked) {
			return resource, err
		}
		held, err := rolesEverHeld(ctx, s, persons) // some may be revoked by now
		if err != nil {
			return "", err
		}
		need := store.NeedBooks{}
		for _, h := range held {
			need.Books = append(need.Books, h.Home)
		}
		return "", need
	})
}

var errHomeNotLocked = errors.New("people: the home of a role is not locked")

// moveMemberships gives the memberships of the one to the other, each in the chain
// of the group that it is in.
func moveMemberships(ctx context.Context, s *store.Store, by Caller, command, from, into ledger.ID) error {
	held, err := rolesHeld(ctx, s, []ledger.ID{from}, s.At())
	if err != nil {
		return err
	}
	already, err := rolesHeld(ctx, s, []ledger.ID{into}, s.At())
	if err != nil {
		return err
	}
	for _, h := range held {
		if h.Role != string(Member) {
			return ledger.E(ledger.Conflict, "holds_office", "")
		}
		if err := h.revoke(ctx, s, by.Person); err != nil {
			return err
		}
		if slices.ContainsFunc(already, func(x heldRow) bool { return x.Scope == h.Scope && x.Role == h.Role }) {
			continue
		}
		moved := h
		moved.ID, moved.Person, moved.Since, moved.GrantedBy = ledger.DeriveID(command, h.ID.String()), into, ledger.Micros(s.At()), by.Person
		if err := moved.give(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// moveHouseholds lets the other live where the one lived.
func moveHouseholds(ctx context.Context, s *store.Store, home, from, into ledger.ID) error {
	lived, err := householdsWith(ctx, s, home, []ledger.ID{from, into})
	if err != nil {
		return err
	}
	for _, l := range lived {
		if l.Person != from || l.Until != 0 {
			continue
		}
		l.Until = ledger.Micros(s.At())
		if err := l.end(ctx, s); err != nil {
			return err
		}
		if slices.ContainsFunc(lived, func(x livingRow) bool { return x.Person == into && x.Household == l.Household && x.Until == 0 }) {
			continue
		}
		moved := livingRow{Home: home, Household: l.Household, Person: into, Relation: l.Relation, Since: l.Until}
		if err := moved.insert(ctx, s); err != nil {
			return err
		}
	}
	return nil
}
