package people

import (
	"context"
	"slices"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Look is one time that somebody looked at a person's data.
type Look struct {
	ID      ledger.ID `json:"id"`
	At      time.Time `json:"at"`
	Action  string    `json:"action" doc:"What for" example:"person.read"`
	Herself bool      `json:"herself"`
	Device  ledger.ID `json:"device,omitzero" doc:"The enrolled device on which it was looked at; absent for any other"`
	Name    string    `json:"name,omitempty" doc:"Of who looked: told to herself, and to her home of its own people" example:"Fransiska Dewi"`
	Role    string    `json:"role,omitempty" doc:"Of who looked, then" example:"officer"`
	Of      string    `json:"of,omitempty" doc:"The organisation, programme or group that the role is of" example:"Yayasan Kapuas"`
}

// ReadPerson returns a person in full. That it was done stands in the reads of her
// home before anything is shown (unknown_person).
func (p *People) ReadPerson(ctx context.Context, by Caller, id ledger.ID) (Person, error) {
	row, err := findPerson(ctx, p.s, id)
	if err != nil {
		return Person{}, err
	}
	if err := p.note(ctx, by, row.Home, "person.read", id); err != nil {
		return Person{}, err
	}
	facts, err := p.factsOf(ctx, &row)
	return row.person(facts), err
}

// note writes down that the caller looks at data of the persons: one command, with a
// row for each of them.
func (p *People) note(ctx context.Context, by Caller, home ledger.ID, action string, persons ...ledger.ID) error {
	if len(persons) == 0 {
		return nil
	}
	id := store.NewID()
	_, err := p.do(ctx, by, action, id, home, persons, func(ctx context.Context, s *store.Store) (string, error) {
		for _, person := range persons {
			row := readRow{Home: home, ID: id, Person: person, Reader: by.Person, Device: by.Device, Action: action, At: ledger.Micros(s.At())}
			if err := row.insert(ctx, s); err != nil {
				return "", err
			}
		}
		return id.String(), s.Record(ctx, home, action, id, struct {
			Persons []ledger.ID `json:"persons"`
		}{persons})
	})
	return err
}

// Looks are the times that somebody looked at the person's data, newest first: up to
// limit before the given one (the zero Look: from the end).
func (p *People) Looks(ctx context.Context, by Caller, person ledger.ID, before Look, limit int) ([]Look, error) {
	row, err := findPerson(ctx, p.s, person)
	if err != nil {
		return nil, err
	}
	same, err := clusterOf(ctx, p.s, row)
	if err != nil {
		return nil, err
	}
	var at int64
	if !before.At.IsZero() {
		at = ledger.Micros(before.At)
	}
	rows, err := readsOf(ctx, p.s, row.Home, idsOf(same), at, before.ID, limit)
	if err != nil {
		return nil, err
	}
	return p.looks(ctx, by, row, rows)
}

func (p *People) looks(ctx context.Context, by Caller, of personRow, rows []readRow) ([]Look, error) {
	var readers, scopes []ledger.ID
	for _, r := range rows {
		readers = append(readers, r.Reader)
	}
	roles, err := rolesEverHeld(ctx, p.s, readers)
	if err != nil {
		return nil, err
	}
	for _, h := range roles {
		scopes = append(scopes, h.Scope)
	}
	names, err := scopeNames(ctx, p.s, scopes)
	if err != nil {
		return nil, err
	}
	known, err := p.namesFor(ctx, by, of, readers)
	if err != nil {
		return nil, err
	}
	all := make([]Look, len(rows))
	for i, r := range rows {
		all[i] = Look{ID: r.ID, At: time.UnixMicro(r.At).UTC(), Action: r.Action, Device: r.Device, Herself: r.Reader == r.Person || r.Reader == of.ID}
		if h, ok := roleAt(roles, r, of.Home); ok && !all[i].Herself {
			all[i].Role, all[i].Of = h.Role, names[h.Scope]
		}
		if !all[i].Herself {
			all[i].Name = known[r.Reader]
		}
	}
	return all, nil
}

// namesFor are the names of the readers that the caller may know: all of them if it is she
// who was looked at, else those whom her home registered.
func (p *People) namesFor(ctx context.Context, by Caller, of personRow, readers []ledger.ID) (map[ledger.ID]string, error) {
	rows, err := personsByID(ctx, p.s, readers)
	if err != nil {
		return nil, err
	}
	if by.Person != of.ID {
		rows = slices.DeleteFunc(rows, func(r personRow) bool { return r.Home != of.Home })
	}
	facts, err := p.open(ctx, rows)
	names := map[ledger.ID]string{}
	for i, f := range facts {
		if f != nil {
			names[rows[i].ID] = f.Name
		}
	}
	return names, err
}

// roleAt is the role in which the reader looked: one at her home before any other,
// and one at an organisation or a programme before one in a group.
func roleAt(roles []heldRow, r readRow, home ledger.ID) (heldRow, bool) {
	rank := func(h heldRow) int {
		return map[bool]int{true: 10}[h.Scope == home] + map[string]int{string(AtOrganization): 3, string(AtProgramme): 2, string(AtGroup): 1}[h.ScopeKind]
	}
	held := slices.DeleteFunc(slices.Clone(roles), func(h heldRow) bool { return h.Person != r.Reader || !h.in(r.At) })
	if len(held) == 0 {
		return heldRow{}, false
	}
	return slices.MaxFunc(held, func(a, b heldRow) int { return rank(a) - rank(b) }), true
}
