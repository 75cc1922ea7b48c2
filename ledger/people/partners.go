package people

import (
	"context"
	"slices"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Partner is an organisation with a part in a programme.
type Partner struct {
	Organization ledger.ID  `json:"organization"`
	Part         Part       `json:"part" enum:"lead,implementer,funder,observer"`
	OfferedAt    time.Time  `json:"offered_at"`
	Since        *time.Time `json:"since,omitempty" doc:"When it accepted; absent while it is only asked"`
	Until        *time.Time `json:"until,omitempty" doc:"When it left, or the offer was taken back"`
}

// Parts lists every part. The lead's cannot be offered.
var Parts = []Part{Lead, Implementer, Funder, Watcher}

type partFacts struct {
	Programme    ledger.ID `json:"programme"`
	Organization ledger.ID `json:"organization"`
	Part         Part      `json:"part"`
}

// part runs a change of an organisation's part in a programme. The command's home is
// the lead; the other organisation is locked as well, and both chains tell of it.
func (p *People) part(ctx context.Context, by Caller, name, action string, id, programme, organization ledger.ID, part Part,
	change func(ctx context.Context, s *store.Store, g programmeRow) error) (store.Made[[]Partner], error) {
	none := store.Made[[]Partner]{}
	if !slices.Contains(Parts, part) {
		return none, ledger.E(ledger.Invalid, "not_in_list", "part", "allowed", "implementer, funder, observer")
	}
	g, err := findProgramme(ctx, p.s, programme)
	if err != nil {
		return none, err
	}
	facts := partFacts{programme, organization, part}
	res, err := p.doAt(ctx, by, name, id, g.Home, []ledger.ID{organization}, nil, facts, func(ctx context.Context, s *store.Store) (string, error) {
		if err := change(ctx, s, g); err != nil {
			return "", err
		}
		if err := s.Record(ctx, g.Home, action, programme, facts); err != nil || organization == g.Home {
			return programme.String(), err
		}
		return programme.String(), s.Record(ctx, organization, action, programme, facts)
	})
	p.links.drop()
	if err != nil {
		return none, err
	}
	all, err := p.Partners(ctx, programme)
	return store.Made[[]Partner]{It: all, Replayed: res.Replayed}, err
}

// OfferPart asks an organisation to take a part in a programme; it has none until it
// accepts. Who administers the programme may. Codes: unknown_programme, forbidden,
// not_in_list (also for the lead's part), unknown_organization, part_taken.
func (p *People) OfferPart(ctx context.Context, by Caller, id, programme, organization ledger.ID, part Part) (store.Made[[]Partner], error) {
	if part == Lead {
		return store.Made[[]Partner]{}, ledger.E(ledger.Invalid, "not_in_list", "part", "allowed", "implementer, funder, observer")
	}
	return p.part(ctx, by, "programme.offer_part", "programme.part_offered", id, programme, organization, part,
		func(ctx context.Context, s *store.Store, g programmeRow) error {
			if err := administers(ctx, s, by, g); err != nil {
				return err
			}
			if _, err := findOrganization(ctx, s, organization); ledger.KindOf(err) == ledger.Missing {
				return ledger.E(ledger.Invalid, "unknown_organization", "organization")
			} else if err != nil {
				return err
			}
			row := partnerRow{Home: g.Home, Programme: g.ID, Organization: organization, Role: part, OfferedBy: by.Person, OfferedAt: ledger.Micros(s.At())}
			old, err := findPart(ctx, s, g.Home, g.ID, organization, part)
			switch {
			case ledger.KindOf(err) == ledger.Missing:
				return row.insert(ctx, s)
			case err != nil:
				return err
			case old.Until == 0:
				return ledger.E(ledger.Conflict, "part_taken", "organization")
			}
			return row.update(ctx, s)
		})
}

// AcceptPart takes up the part that an organisation was asked to take. Its
// administrators may. Codes: unknown_programme (also when nothing was offered),
// forbidden, part_taken.
func (p *People) AcceptPart(ctx context.Context, by Caller, id, programme, organization ledger.ID, part Part) (store.Made[[]Partner], error) {
	return p.part(ctx, by, "programme.accept_part", "programme.part_accepted", id, programme, organization, part,
		func(ctx context.Context, s *store.Store, g programmeRow) error {
			if _, err := inOffice(ctx, s, by, Scope{AtOrganization, organization}, Admin); err != nil {
				return err
			}
			row, err := findPart(ctx, s, g.Home, g.ID, organization, part)
			switch {
			case err != nil:
				return err
			case row.Until != 0:
				return errUnknownProgramme()
			case row.Since != 0:
				return ledger.E(ledger.Conflict, "part_taken", "")
			}
			row.Since, row.AcceptedBy = ledger.Micros(s.At()), by.Person
			return row.update(ctx, s)
		})
}

// EndPart ends an organisation's part in a programme, or takes an offer back: who
// administers the programme may, and the organisation itself. With its last part end
// the roles at the programme of those whom the organisation, or a group of its own,
// registered. Codes: unknown_programme (also when it has no such part), forbidden,
// lead_stays.
func (p *People) EndPart(ctx context.Context, by Caller, id, programme, organization ledger.ID, part Part) (store.Made[[]Partner], error) {
	var gone []ledger.ID
	made, err := p.part(ctx, by, "programme.end_part", "programme.part_ended", id, programme, organization, part,
		func(ctx context.Context, s *store.Store, g programmeRow) error {
			if _, err := inOffice(ctx, s, by, Scope{AtOrganization, organization}, Admin); ledger.KindOf(err) == ledger.Forbidden {
				if err := administers(ctx, s, by, g); err != nil {
					return err
				}
			} else if err != nil {
				return err
			}
			row, err := findPart(ctx, s, g.Home, g.ID, organization, part)
			switch {
			case err != nil:
				return err
			case part == Lead:
				return ledger.E(ledger.Conflict, "lead_stays", "")
			case row.Until != 0:
				return errUnknownProgramme()
			}
			took := row.Since != 0
			row.Until = ledger.Micros(s.At())
			if err := row.update(ctx, s); err != nil || !took {
				return err
			}
			gone, err = leaveProgramme(ctx, s, by, g, organization)
			return err
		})
	for _, person := range gone {
		p.changed(person)
	}
	return made, err
}

// leaveProgramme ends the roles at a programme of an organisation's people, if it has
// no part in the programme any more, and returns who they are.
func leaveProgramme(ctx context.Context, s *store.Store, by Caller, g programmeRow, organization ledger.ID) ([]ledger.ID, error) {
	partners, err := takingPart(ctx, s, g.Home, g.ID)
	if err != nil || slices.ContainsFunc(partners, func(t Taking) bool { return t.Organization == organization }) {
		return nil, err
	}
	there, err := rolesEverAt(ctx, s, Scope{AtProgramme, g.ID})
	if err != nil {
		return nil, err
	}
	var gone []ledger.ID
	for _, r := range there.rows {
		if !r.in(there.at) {
			continue
		}
		who, err := findPerson(ctx, s, r.Person)
		if err != nil {
			return nil, err
		}
		registrar, err := registrarOf(ctx, s, who.Home)
		if err != nil {
			return nil, err
		}
		if who.Home != organization && registrar != organization {
			continue
		}
		if err := r.revoke(ctx, s, by.Person); err != nil {
			return nil, err
		}
		gone = append(gone, r.Person)
	}
	return gone, nil
}

// Partners are the organisations of a programme with their parts, past and offered
// ones too: the lead first, the others in order of offers.
func (p *People) Partners(ctx context.Context, programme ledger.ID) ([]Partner, error) {
	g, err := findProgramme(ctx, p.s, programme)
	if err != nil {
		return nil, err
	}
	rows, err := partnersOf(ctx, p.s, g.Home, programme)
	all := make([]Partner, len(rows))
	for i, r := range rows {
		all[i] = r.partner()
	}
	return all, err
}
