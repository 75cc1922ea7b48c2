package people

import (
	"context"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// scopeRoles are all roles that there ever were at a scope, seen at an instant.
type scopeRoles struct {
	at   int64
	rows []heldRow
}

// holders are the roles of that name in force.
func (t scopeRoles) holders(role Role) []heldRow {
	var all []heldRow
	for _, r := range t.rows {
		if Role(r.Role) == role && r.in(t.at) {
			all = append(all, r)
		}
	}
	return all
}

// of are the roles that a person has in force.
func (t scopeRoles) of(person ledger.ID) []Role {
	var all []Role
	for _, r := range t.rows {
		if r.Person == person && r.in(t.at) {
			all = append(all, Role(r.Role))
		}
	}
	return all
}

// ever reports whether anybody ever had the role.
func (t scopeRoles) ever(role Role) bool {
	for _, r := range t.rows {
		if Role(r.Role) == role {
			return true
		}
	}
	return false
}

// offices are those of which a group has one each, and which no key-holder has.
var offices = []Role{Chair, Secretary, Treasurer}

// keyHolders is how many hold the keys of a group.
const keyHolders = 3

// office reports whether the role is more than to belong somewhere.
func (r Role) office() bool { return r != Member && r != Learner }

// witnessed reports whether the role is an office of a group that others end before
// witnesses.
func (r Role) witnessed() bool { return r == KeyHolder || slices.Contains(offices, r) }

// duties are those that one person does not have together at one organisation or
// programme: who approves payments neither pays nor asks for them.
var duties = map[Role][]Role{Approver: {Finance, Officer}, Finance: {Approver}, Officer: {Approver}}

// fits refuses a role that does not go with those that are there; see
// [People.GiveRole] for the codes. By a handover treasurer and key-holders may change.
func (t scopeRoles) fits(person ledger.ID, role Role, handover bool) error {
	held := t.of(person)
	isOffice := slices.Contains(offices, role)
	if slices.Contains(held, role) {
		return ledger.E(ledger.Conflict, "role_held", "person")
	}
	if isOffice && slices.Contains(held, KeyHolder) || role == KeyHolder && slices.ContainsFunc(held, func(r Role) bool { return slices.Contains(offices, r) }) {
		return ledger.E(ledger.Conflict, "key_holder_in_office", "person")
	}
	if slices.ContainsFunc(held, func(r Role) bool { return slices.Contains(duties[role], r) }) {
		return ledger.E(ledger.Conflict, "duties_must_differ", "role")
	}
	there := t.holders(role)
	switch {
	case isOffice && len(there) > 0:
		return ledger.E(ledger.Conflict, "office_taken", "role")
	case role == KeyHolder && len(there) >= keyHolders:
		return ledger.E(ledger.Conflict, "too_many_key_holders", "role")
	case !handover && (role == Treasurer || role == KeyHolder && len(there) == 0) && t.ever(role):
		return ledger.E(ledger.Conflict, "needs_handover", "role")
	}
	return nil
}

// knownThere refuses somebody who is no person, or whom neither the scope nor its
// organisations know.
func knownThere(ctx context.Context, s *store.Store, person ledger.ID, at Scope, home ledger.ID) error {
	row, err := findPerson(ctx, s, person)
	if err != nil {
		return atField(err, "person")
	}
	there, err := rolesEverAt(ctx, s, at)
	if err != nil {
		return err
	}
	if len(there.of(person)) == 0 {
		known, err := knownHome(ctx, s, row.Home, at, home)
		if err != nil {
			return err
		}
		if !known {
			return ledger.E(ledger.Invalid, "unknown_person", "person")
		}
	}
	switch {
	case row.ErasedAt != 0:
		return ledger.E(ledger.Conflict, "person_erased", "person")
	case !row.MergedInto.IsZero():
		return ledger.E(ledger.Conflict, "already_merged", "person")
	}
	return nil
}

// knownHome reports whether the scope knows those whom a home registered: a group its
// own and its organisation's; an organisation its own and its groups'; a programme
// those of all that have a part in it.
func knownHome(ctx context.Context, s *store.Store, registered ledger.ID, at Scope, home ledger.ID) (bool, error) {
	homes := []ledger.ID{home}
	switch at.Kind {
	case AtGroup:
		organization, err := groupOwner(ctx, s, at.ID)
		return registered == at.ID || registered == organization, err
	case AtProgramme:
		partners, err := takingPart(ctx, s, home, at.ID)
		if err != nil {
			return false, err
		}
		for _, t := range partners {
			homes = append(homes, t.Organization)
		}
	}
	organization, err := registrarOf(ctx, s, registered)
	return slices.Contains(homes, registered) || !organization.IsZero() && slices.Contains(homes, organization), err
}

// joins refuses whoever brings somebody into a group who was registered elsewhere and
// has no role there: the group's own officers invite her, and she accepts
// (needs_invitation). An officer of the organisation that registered her may.
func joins(ctx context.Context, s *store.Store, by Caller, person ledger.ID, at Scope) error {
	if at.Kind != AtGroup {
		return nil
	}
	who, err := findPerson(ctx, s, person)
	if err != nil || who.Home == at.ID {
		return err
	}
	there, err := rolesEverAt(ctx, s, at)
	if err != nil || len(there.of(person)) > 0 {
		return err
	}
	held, err := heldNow(ctx, s, by.Person)
	if err == nil && !held.Is(Scope{AtOrganization, who.Home}, Admin, Officer) {
		return ledger.E(ledger.Forbidden, "needs_invitation", "person")
	}
	return err
}

// staysMember makes a member of her who has just left her last office of a group.
func staysMember(ctx context.Context, s *store.Store, left heldRow, by ledger.ID) error {
	at := Scope{ScopeKind(left.ScopeKind), left.Scope}
	if at.Kind != AtGroup || Role(left.Role) == Member {
		return nil
	}
	there, err := rolesEverAt(ctx, s, at)
	if err != nil || len(there.of(left.Person)) > 0 {
		return err
	}
	row := heldRow{Home: left.Home, ID: ledger.DeriveID(left.ID, "stays a member"), Person: left.Person, Role: string(Member), ScopeKind: left.ScopeKind,
		Scope: left.Scope, Since: ledger.Micros(s.At()), GrantedBy: by}
	return row.give(ctx, s)
}
