package people

import (
	"context"
	"slices"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Programme is what organisations do together. One of them leads it and is its home.
type Programme struct {
	ID        ledger.ID   `json:"id"`
	Lead      ledger.ID   `json:"lead" doc:"The organisation that leads it"`
	Name      string      `json:"name" example:"Perempuan Berdaya 2026"`
	Starts    ledger.Date `json:"starts"`
	Ends      ledger.Date `json:"ends,omitzero" doc:"The last day; absent while nobody has said"`
	CreatedAt time.Time   `json:"created_at"`
}

func (g Programme) check() error {
	var starts, ends *ledger.Error
	if !g.Starts.Valid() {
		starts = ledger.E(ledger.Invalid, "invalid_date", "starts")
	}
	switch {
	case g.Ends.IsZero():
	case !g.Ends.Valid():
		ends = ledger.E(ledger.Invalid, "invalid_date", "ends")
	case g.Ends < g.Starts:
		ends = ledger.E(ledger.Invalid, "ends_before_start", "ends")
	}
	return ledger.Join(checkTitle(g.Name, "name"), starts, ends)
}

// facts are what the chain says of a programme.
func (g Programme) facts() any {
	return struct {
		Starts ledger.Date `json:"starts"`
		Ends   ledger.Date `json:"ends,omitzero"`
	}{g.Starts, g.Ends}
}

// CreateProgramme makes a programme that the organisation g.Lead leads. Its id is the
// command's. An administrator of that organisation may. Codes: forbidden,
// invalid_date, ends_before_start, and those of the name.
func (p *People) CreateProgramme(ctx context.Context, by Caller, g Programme) (store.Made[Programme], error) {
	none := store.Made[Programme]{}
	if err := g.check(); err != nil {
		return none, err
	}
	body := struct {
		Name         string
		Starts, Ends ledger.Date
	}{g.Name, g.Starts, g.Ends}
	res, err := p.do(ctx, by, "programme.create", g.ID, g.Lead, body, func(ctx context.Context, s *store.Store) (string, error) {
		if _, err := inOffice(ctx, s, by, Scope{AtOrganization, g.Lead}, Admin); err != nil {
			return "", err
		}
		if _, err := findProgramme(ctx, s, g.ID); err == nil {
			return "", ledger.E(ledger.Conflict, "id_reused", "id")
		} else if ledger.KindOf(err) != ledger.Missing {
			return "", err
		}
		now := ledger.Micros(s.At())
		row := programmeRow{Home: g.Lead, ID: g.ID, Name: g.Name, Starts: g.Starts, Ends: g.Ends, CreatedAt: now}
		if err := row.insert(ctx, s); err != nil {
			return "", err
		}
		part := partnerRow{Home: g.Lead, Programme: g.ID, Organization: g.Lead, Role: Lead, Since: now, OfferedBy: by.Person, OfferedAt: now, AcceptedBy: by.Person}
		if err := part.insert(ctx, s); err != nil {
			return "", err
		}
		return g.ID.String(), s.Record(ctx, g.Lead, "programme.created", g.ID, g.facts())
	})
	return p.madeProgramme(ctx, g.ID, res, err)
}

// ProgrammeCorrection is what changes of a programme. An end of zero means that it
// has none.
type ProgrammeCorrection struct {
	Name   *string      `json:"name,omitempty" maxLength:"200"`
	Starts *ledger.Date `json:"starts,omitempty"`
	Ends   *ledger.Date `json:"ends,omitempty"`
}

// CorrectProgramme changes the name or the days of a programme. Who administers it
// may, or the organisation that leads it. Codes: unknown_programme, and those of
// [People.CreateProgramme].
func (p *People) CorrectProgramme(ctx context.Context, by Caller, id, programme ledger.ID, c ProgrammeCorrection) (store.Made[Programme], error) {
	none := store.Made[Programme]{}
	old, err := findProgramme(ctx, p.s, programme)
	if err != nil {
		return none, err
	}
	res, err := p.do(ctx, by, "programme.correct", id, old.Home, []any{programme, c}, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := findProgramme(ctx, s, programme)
		if err != nil {
			return "", err
		}
		if err := administers(ctx, s, by, row); err != nil {
			return "", err
		}
		set(&row.Name, c.Name)
		set(&row.Starts, c.Starts)
		set(&row.Ends, c.Ends)
		if err := row.programme().check(); err != nil {
			return "", err
		}
		if err := row.update(ctx, s); err != nil {
			return "", err
		}
		return programme.String(), s.Record(ctx, row.Home, "programme.corrected", programme, row.programme().facts())
	})
	return p.madeProgramme(ctx, programme, res, err)
}

// administers refuses who is an administrator neither of the programme nor of the
// organisation that leads it (forbidden).
func administers(ctx context.Context, s *store.Store, by Caller, row programmeRow) error {
	held, err := heldNow(ctx, s, by.Person)
	if err == nil && !held.Is(Scope{AtProgramme, row.ID}, Admin) && !held.Is(Scope{AtOrganization, row.Home}, Admin) {
		return ledger.E(ledger.Forbidden, "forbidden", "")
	}
	return err
}

func (p *People) madeProgramme(ctx context.Context, id ledger.ID, res store.Result, err error) (store.Made[Programme], error) {
	if err != nil {
		return store.Made[Programme]{}, err
	}
	g, err := p.Programme(ctx, id)
	return store.Made[Programme]{It: g, Replayed: res.Replayed}, err
}

// Programme returns one programme, or unknown_programme.
func (p *People) Programme(ctx context.Context, id ledger.ID) (Programme, error) {
	row, err := findProgramme(ctx, p.s, id)
	return row.programme(), err
}

// OwnPart is a programme as an organisation sees it that takes part, or is asked to.
type OwnPart struct {
	Programme
	Partner
}

// ProgrammesOf are the programmes that an organisation has or had a part in, or is
// asked to take one, in order of programmes and parts.
func (p *People) ProgrammesOf(ctx context.Context, organization ledger.ID) ([]OwnPart, error) {
	parts, err := partsOf(ctx, p.s, organization)
	if err != nil || len(parts) == 0 {
		return []OwnPart{}, err
	}
	ids := make([]ledger.ID, len(parts))
	for i, r := range parts {
		ids[i] = r.Programme
	}
	rows, err := programmesIn(ctx, p.s, ids)
	if err != nil {
		return nil, err
	}
	all := []OwnPart{}
	for _, part := range parts {
		i := slices.IndexFunc(rows, func(r programmeRow) bool { return r.ID == part.Programme })
		if i >= 0 {
			all = append(all, OwnPart{rows[i].programme(), part.partner()})
		}
	}
	return all, nil
}
