package people

import (
	"context"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// groupOffices are the roles of a group beyond membership.
var groupOffices = []Role{Chair, Secretary, Treasurer, Counter, KeyHolder}

// circle is a proposal with all who may have a say in it, as of one transaction.
type circle struct {
	row       *proposalRow
	there     scopeRoles
	registrar ledger.ID          // the organisation that registered the group
	asked     Proposal           // what the row says
	agreed    []confirmationRow  // so far
	officers  map[ledger.ID]bool // of that organisation, its administrators too
	same      identities
}

func circleOf(ctx context.Context, s *store.Store, row *proposalRow) (*circle, error) {
	c := &circle{row: row, officers: map[ledger.ID]bool{}, same: identities{}}
	var err error
	if c.registrar, err = groupOwner(ctx, s, row.Home); err != nil {
		return nil, err
	}
	if c.there, err = rolesEverAt(ctx, s, Scope{AtGroup, row.Home}); err != nil {
		return nil, err
	}
	said, err := confirmationsOf(ctx, s, row.Home, row.ID)
	if err != nil {
		return nil, err
	}
	c.agreed = said[row.ID]
	if !c.registrar.IsZero() {
		organization, err := rolesEverAt(ctx, s, Scope{AtOrganization, c.registrar})
		if err != nil {
			return nil, err
		}
		for _, role := range []Role{Admin, Officer} {
			for _, r := range organization.holders(role) {
				c.officers[r.Person] = true
			}
		}
	}
	c.asked, err = row.proposal(s.At(), nil)
	return c, err
}

// may refuses who has no say in the proposal (forbidden).
func (c *circle) may(person ledger.ID) error {
	held := c.there.of(person)
	holds := func(roles ...Role) bool {
		return slices.ContainsFunc(held, func(r Role) bool { return slices.Contains(roles, r) })
	}
	switch {
	case c.row.Kind == SharingProposal && holds(offices...),
		c.row.Kind != SharingProposal && (holds(groupOffices...) || c.officers[person] || person == c.row.Person):
		return nil
	}
	return ledger.E(ledger.Forbidden, "forbidden", "")
}

// check refuses what cannot be done as things are.
func (c *circle) check(ctx context.Context, s *store.Store) error {
	switch c.row.Kind {
	case SharingProposal:
		return checkSharing(ctx, s, c.asked.Programme, c.registrar)
	case TreasurerChange:
		if held := c.there.of(c.row.Person); slices.Contains(held, Treasurer) {
			return ledger.E(ledger.Conflict, "role_held", "person")
		} else if slices.Contains(held, KeyHolder) {
			return ledger.E(ledger.Conflict, "key_holder_in_office", "person")
		}
	case OfficeEnd:
		if !slices.Contains(c.there.of(c.row.Person), c.asked.Role) {
			return ledger.E(ledger.Conflict, "role_over", "person")
		}
		return nil
	case KeyHoldersGone:
		if len(c.there.holders(KeyHolder)) > 0 {
			return ledger.E(ledger.Conflict, "still_key_holders", "")
		}
		for i, person := range c.asked.KeyHolders {
			field := fieldAt("key_holders", i)
			switch held := c.there.of(person); {
			case len(held) == 0:
				return ledger.E(ledger.Invalid, "not_a_member", field)
			case slices.ContainsFunc(held, func(r Role) bool { return slices.Contains(offices, r) }):
				return ledger.E(ledger.Conflict, "key_holder_in_office", field)
			}
		}
		return nil
	}
	if len(c.there.of(c.row.Person)) == 0 {
		return ledger.E(ledger.Invalid, "not_a_member", "person")
	}
	if c.row.Kind == CardLost || c.row.Kind == PINForgotten {
		return onlyHere(ctx, s, c.row.Person, c.row.Home)
	}
	return nil
}

// onlyHere refuses a handover of what somebody signs in with who has an office beyond
// the group (forbidden): whoever signs in as her has that as well, and it is not the
// group's to give.
func onlyHere(ctx context.Context, s *store.Store, person, group ledger.ID) error {
	held, err := rolesHeld(ctx, s, []ledger.ID{person}, s.At())
	if err == nil && slices.ContainsFunc(held, func(h heldRow) bool {
		return h.Scope != group && Role(h.Role).office()
	}) {
		return ledger.E(ledger.Forbidden, "forbidden", "person")
	}
	return err
}

// agree writes down that somebody agrees, and does what is proposed once enough
// people have. It returns whose roles or ways to sign in have changed.
func (c *circle) agree(ctx context.Context, s *store.Store, person ledger.ID) ([]ledger.ID, error) {
	if err := c.same.find(ctx, s, person); err != nil {
		return nil, err
	}
	for _, other := range c.agreed {
		if err := c.same.find(ctx, s, other.Person); err != nil {
			return nil, err
		}
		if c.same.same(person, other.Person) {
			return nil, ledger.E(ledger.Conflict, "already_confirmed", "")
		}
	}
	said := confirmationRow{Home: c.row.Home, Proposal: c.row.ID, Person: person, At: ledger.Micros(s.At())}
	if err := said.insert(ctx, s); err != nil {
		return nil, err
	}
	c.agreed = append(c.agreed, said)
	if err := c.row.record(ctx, s, "proposal.confirmed"); err != nil || !c.enough() {
		return nil, err
	}
	changed, err := c.carryOut(ctx, s, person)
	if err != nil {
		return nil, err
	}
	switch c.row.Kind {
	case PINForgotten:
		c.row.ExpiresAt = ledger.Micros(s.At().Add(RecoveryLife))
	case CardLost:
		c.row.ExpiresAt = ledger.Micros(s.At().Add(ProposalLife))
	}
	return changed, c.row.decide(ctx, s, ProposalAgreed, "proposal.agreed")
}

// among are those who agreed and hold one of the roles now, without those who do not
// count.
func (c *circle) among(roles []Role, but ...ledger.ID) []ledger.ID {
	var all []ledger.ID
	for _, a := range c.agreed {
		held := c.there.of(a.Person)
		if !slices.Contains(but, a.Person) && slices.ContainsFunc(held, func(r Role) bool { return slices.Contains(roles, r) }) {
			all = append(all, a.Person)
		}
	}
	return all
}

// enough reports whether those who must have agreed, each of them another person.
// The one concerned is no witness; only the new treasurer and the holder of a lost
// card are asked for their own word.
func (c *circle) enough() bool {
	about := c.row.Person
	var own []ledger.ID
	if slices.ContainsFunc(c.agreed, func(a confirmationRow) bool { return a.Person == about }) {
		own = []ledger.ID{about}
	}
	switch c.row.Kind {
	case SharingProposal:
		return apart(c.among([]Role{Chair}), c.among([]Role{Secretary, Treasurer}))
	case TreasurerChange:
		var old []ledger.ID
		for _, r := range c.there.holders(Treasurer) {
			old = append(old, r.Person)
		}
		return apart(own, c.among([]Role{Chair, Treasurer}, about), c.among([]Role{KeyHolder}, append(old, about)...))
	case CardLost:
		witnesses := c.among([]Role{KeyHolder}, about)
		return apart(witnesses, own) || apart(witnesses, c.among(groupOffices, about))
	case PINForgotten:
		witnesses := c.among(groupOffices, about)
		return apart(witnesses, witnesses)
	case OfficeEnd:
		if apart(c.among([]Role{Chair, Secretary}, about), c.among([]Role{KeyHolder}, about)) {
			return true
		}
		others := slices.ContainsFunc(c.there.holders(KeyHolder), func(r heldRow) bool { return r.Person != about })
		return !others && apart(c.among([]Role{Chair, Secretary, Treasurer}, about), c.among([]Role{Chair, Secretary, Treasurer}, about), c.officersBut(about))
	case KeyHoldersGone:
		return apart(c.among([]Role{Chair}, c.asked.KeyHolders...), c.among([]Role{Secretary}, c.asked.KeyHolders...), c.officersBut(c.asked.KeyHolders...))
	}
	return false
}

// officersBut are those who agreed and are officers of the organisation that
// registered the group, without those who do not count.
func (c *circle) officersBut(but ...ledger.ID) []ledger.ID {
	var all []ledger.ID
	for _, a := range c.agreed {
		if c.officers[a.Person] && !slices.Contains(but, a.Person) {
			all = append(all, a.Person)
		}
	}
	return all
}

// apart reports whether one can be taken from each of the lists so that no person is
// taken twice.
func apart(lists ...[]ledger.ID) bool {
	if len(lists) == 0 {
		return true
	}
	for _, taken := range lists[0] {
		rest := make([][]ledger.ID, len(lists)-1)
		for i, l := range lists[1:] {
			rest[i] = slices.DeleteFunc(slices.Clone(l), func(id ledger.ID) bool { return id == taken })
		}
		if apart(rest...) {
			return true
		}
	}
	return false
}

// carryOut does what is proposed, in the name of whoever agreed last.
func (c *circle) carryOut(ctx context.Context, s *store.Store, by ledger.ID) ([]ledger.ID, error) {
	var changed []ledger.ID
	give := func(person ledger.ID, role Role) error {
		changed = append(changed, person)
		giver := c.row.ProposedBy
		if giver == person {
			giver = by
		}
		row := heldRow{Home: c.row.Home, ID: ledger.DeriveID(c.row.ID, person.String()), Person: person, Role: string(role),
			ScopeKind: string(AtGroup), Scope: c.row.Home, Since: ledger.Micros(s.At()), GrantedBy: giver}
		return giveRole(ctx, s, row, true)
	}
	switch c.row.Kind {
	case SharingProposal:
		return nil, c.row.share(ctx, s, by, c.registrar)
	case TreasurerChange:
		for _, old := range c.there.holders(Treasurer) {
			changed = append(changed, old.Person)
			if err := old.end(ctx, s, by); err != nil {
				return nil, err
			}
		}
		return changed, give(c.row.Person, Treasurer)
	case OfficeEnd:
		for _, held := range c.there.holders(c.asked.Role) {
			if held.Person == c.row.Person {
				changed = append(changed, held.Person)
				if err := held.end(ctx, s, by); err != nil {
					return nil, err
				}
			}
		}
	case CardLost:
		return []ledger.ID{c.row.Person}, revokeCards(ctx, s, c.row.Person)
	case KeyHoldersGone:
		for _, person := range c.asked.KeyHolders {
			if err := give(person, KeyHolder); err != nil {
				return nil, err
			}
		}
	}
	return changed, nil
}
