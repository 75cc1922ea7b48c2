package people

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// MayGrant reports whether the caller's own roles at the scope let her give the role
// there: an administrator those of her organisation or programme, the chair and the
// secretary those of their group, the trainer those of her workshop. [People.MayGive]
// knows what follows from elsewhere too.
func MayGrant(by Caller, role Role, at Scope) bool {
	if !slices.Contains(rolesAt[at.Kind], role) {
		return false
	}
	switch at.Kind {
	case AtOrganization, AtProgramme:
		return by.Is(at, Admin)
	case AtGroup:
		return by.Is(at, Chair, Secretary)
	case AtWorkshop:
		return by.Is(at, WorkshopTrainer)
	}
	return false
}

// MayGive reports whether somebody may give a role at a scope now: by [MayGrant]; as
// an administrator of the organisation that leads the programme; as an administrator
// or officer of the organisation that registered the group, while the group lacks a
// chair or a secretary; and the operator may give the first administrator to an
// organisation that has none.
func (p *People) MayGive(ctx context.Context, by Caller, role Role, at Scope) (bool, error) {
	return mayGive(ctx, p.s, by, role, at)
}

func mayGive(ctx context.Context, s *store.Store, by Caller, role Role, at Scope) (bool, error) {
	if by.Operator {
		if role != Admin || at.Kind != AtOrganization {
			return false, nil
		}
		if _, err := findOrganization(ctx, s, at.ID); ledger.KindOf(err) == ledger.Missing {
			return false, nil
		} else if err != nil {
			return false, err
		}
		there, err := rolesEverAt(ctx, s, at)
		return len(there.holders(Admin)) == 0, err
	}
	held, err := heldNow(ctx, s, by.Person)
	if err != nil || MayGrant(held, role, at) {
		return err == nil, err
	}
	switch at.Kind {
	case AtProgramme:
		g, err := findProgramme(ctx, s, at.ID)
		return err == nil && held.Is(Scope{AtOrganization, g.Home}, Admin), err
	case AtGroup:
		registrar, err := groupOwner(ctx, s, at.ID)
		if err != nil || registrar.IsZero() || !held.Is(Scope{AtOrganization, registrar}, Admin, Officer) {
			return false, err
		}
		there, err := rolesEverAt(ctx, s, at)
		return len(there.holders(Chair)) == 0 || len(there.holders(Secretary)) == 0, err
	}
	return false, nil
}

// notHers is why somebody may not give a role at a scope: group_goes_on tells the
// organisation that registered a group that it has its own chair and secretary now,
// forbidden everybody else.
func notHers(ctx context.Context, s *store.Store, by Caller, at Scope) error {
	if at.Kind == AtGroup {
		registrar, err := registrarOf(ctx, s, at.ID)
		if err != nil {
			return err
		}
		held, err := heldNow(ctx, s, by.Person)
		if err != nil {
			return err
		}
		if !registrar.IsZero() && held.Is(Scope{AtOrganization, registrar}, Admin, Officer) {
			return ledger.E(ledger.Forbidden, "group_goes_on", "")
		}
	}
	return ledger.E(ledger.Forbidden, "forbidden", "")
}

// heldNow is somebody with the roles that she holds in this very transaction: what she
// had when she signed in may be over.
func heldNow(ctx context.Context, s *store.Store, person ledger.ID) (Caller, error) {
	rows, err := rolesHeld(ctx, s, []ledger.ID{person}, s.At())
	held := Caller{Person: person}
	for _, r := range rows {
		held.Grants = append(held.Grants, r.grant())
	}
	return held, err
}

// inOffice refuses who does not hold one of the roles at the scope now (forbidden).
func inOffice(ctx context.Context, s *store.Store, by Caller, at Scope, roles ...Role) (Caller, error) {
	held, err := heldNow(ctx, s, by.Person)
	if err == nil && !held.Is(at, roles...) {
		return held, ledger.E(ledger.Forbidden, "forbidden", "")
	}
	return held, err
}

// NewRole is a role to be given. It holds until the instant, or for good when that is
// zero.
type NewRole struct {
	ID     ledger.ID
	Person ledger.ID
	Role   Role
	Scope  Scope
	Until  time.Time
}

// GiveRole gives somebody a role; see [People.MayGive] for who may. The role's id is
// the command's, its home is the group, or the organisation that leads the programme
// or opened the workshop. Nobody gives herself a role (own_role).
//
// Codes beside: not_in_list (no such role there), until_in_past, unknown_programme,
// unknown_workshop, not_a_group, forbidden, group_goes_on (to the organisation that
// registered a group which has its chair and its secretary), unknown_person (also for somebody whom
// neither the scope nor its organisation registered), person_erased, already_merged,
// role_held; and in a group office_taken (there is one chair, one secretary, one
// treasurer), key_holder_in_office (a key-holder is none of these),
// too_many_key_holders (more than three), needs_handover (the treasurer, and the
// key-holders when all are gone, come by a handover once there has been one),
// needs_invitation (the group did not register her); and at an organisation or a
// programme duties_must_differ (an approver has neither finance nor is an officer).
func (p *People) GiveRole(ctx context.Context, by Caller, r NewRole) (store.Made[Grant], error) {
	none := store.Made[Grant]{}
	home, err := p.homeOf(ctx, r.Scope)
	if err != nil {
		return none, err
	}
	if err := roleThere(r.Role, r.Scope.Kind); err != nil {
		return none, err
	}
	body := struct {
		Person, Scope ledger.ID
		Role          Role
		Until         int64
	}{r.Person, r.Scope.ID, r.Role, micros(r.Until)}
	res, err := p.do(ctx, by, "role.give", r.ID, home, body, func(ctx context.Context, s *store.Store) (string, error) {
		if may, err := mayGive(ctx, s, by, r.Role, r.Scope); err != nil {
			return "", err
		} else if !may {
			return "", notHers(ctx, s, by, r.Scope)
		}
		if !r.Until.IsZero() && !r.Until.After(s.At()) {
			return "", ledger.E(ledger.Invalid, "until_in_past", "until")
		}
		if err := knownThere(ctx, s, r.Person, r.Scope, home); err != nil {
			return "", err
		}
		if err := joins(ctx, s, by, r.Person, r.Scope); err != nil {
			return "", err
		}
		row := heldRow{Home: home, ID: r.ID, Person: r.Person, Role: string(r.Role), ScopeKind: string(r.Scope.Kind), Scope: r.Scope.ID,
			Since: ledger.Micros(s.At()), Until: micros(r.Until), GrantedBy: by.Person}
		return r.ID.String(), giveRole(ctx, s, row, false)
	})
	p.changed(r.Person)
	return p.madeGrant(ctx, home, r.ID, res, err)
}

// giveRole writes a role down if it goes with those that are there already. It is for
// the closure of whatever command gives it, with the row's home locked. Whether
// whoever gives it may do so was asked before.
func giveRole(ctx context.Context, s *store.Store, row heldRow, handover bool) error {
	self := identities{}
	if err := self.find(ctx, s, row.Person, row.GrantedBy); err != nil {
		return err
	}
	if self.same(row.Person, row.GrantedBy) {
		return ledger.E(ledger.Forbidden, "own_role", "person")
	}
	there, err := rolesEverAt(ctx, s, Scope{ScopeKind(row.ScopeKind), row.Scope})
	if err != nil {
		return err
	}
	if err := there.fits(row.Person, Role(row.Role), handover); err != nil {
		return err
	}
	return row.give(ctx, s)
}

// roleThere refuses a role that cannot be given at such a scope.
func roleThere(role Role, kind ScopeKind) error {
	if kind != AtSystem && slices.Contains(rolesAt[kind], role) {
		return nil
	}
	var there []string
	for _, r := range rolesAt[kind] {
		there = append(there, string(r))
	}
	return ledger.E(ledger.Invalid, "not_in_list", "role", "allowed", strings.Join(there, ", "))
}

// homeOf is the home of the roles of a scope.
func (p *People) homeOf(ctx context.Context, at Scope) (ledger.ID, error) {
	switch at.Kind {
	case AtOrganization:
		row, err := findOrganization(ctx, p.s, at.ID)
		return row.Home, err
	case AtProgramme:
		row, err := findProgramme(ctx, p.s, at.ID)
		return row.Home, err
	case AtGroup:
		_, err := groupOwner(ctx, p.s, at.ID)
		return at.ID, err
	case AtWorkshop:
		return registrarOfWorkshop(ctx, p.s, at.ID)
	}
	return ledger.ID{}, ledger.E(ledger.Invalid, "not_in_list", "scope")
}

// EndRole ends a role of the scope now. Whoever may give it may end it, and she who
// has it; but the last administrator of an organisation cannot end her own
// (last_administrator), and that of a group's chair, secretary, treasurer or
// key-holder ends by her own hand or before witnesses (needs_handover; see
// [People.ProposeOfficeEnd]). Who leaves an office of a group stays a member. Codes
// beside: unknown_role, role_over, forbidden.
func (p *People) EndRole(ctx context.Context, by Caller, id ledger.ID, at Scope, role ledger.ID) (store.Made[Grant], error) {
	none := store.Made[Grant]{}
	home, err := p.homeOf(ctx, at)
	if err != nil {
		return none, err
	}
	row, err := findRole(ctx, p.s, home, at, role)
	if err != nil {
		return none, err
	}
	res, err := p.do(ctx, by, "role.end", id, home, role, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := findRole(ctx, s, home, at, role)
		if err != nil {
			return "", err
		}
		if may, err := mayGive(ctx, s, by, Role(row.Role), at); err != nil {
			return "", err
		} else if !may && row.Person != by.Person {
			return "", ledger.E(ledger.Forbidden, "forbidden", "")
		}
		if !row.in(ledger.Micros(s.At())) {
			return "", ledger.E(ledger.Conflict, "role_over", "")
		}
		if row.Person != by.Person && at.Kind == AtGroup && Role(row.Role).witnessed() {
			return "", ledger.E(ledger.Conflict, "needs_handover", "")
		}
		alone, err := administersAlone(ctx, s, []heldRow{row})
		if err != nil {
			return "", err
		}
		if alone {
			return "", ledger.E(ledger.Conflict, "last_administrator", "")
		}
		return role.String(), row.end(ctx, s, by.Person)
	})
	p.changed(row.Person)
	return p.madeGrant(ctx, home, role, res, err)
}

// end ends a role. Who leaves an office of a group stays a member.
func (r heldRow) end(ctx context.Context, s *store.Store, by ledger.ID) error {
	if err := r.revoke(ctx, s, by); err != nil {
		return err
	}
	return staysMember(ctx, s, r, by)
}

// administersAlone reports whether an organisation would have no administrator without
// the roles.
func administersAlone(ctx context.Context, s *store.Store, roles []heldRow) (bool, error) {
	for _, r := range roles {
		if r.ScopeKind != string(AtOrganization) || r.Role != string(Admin) {
			continue
		}
		there, err := rolesEverAt(ctx, s, Scope{AtOrganization, r.Scope})
		if err != nil {
			return false, err
		}
		if !slices.ContainsFunc(there.holders(Admin), func(h heldRow) bool {
			return !slices.ContainsFunc(roles, func(x heldRow) bool { return x.ID == h.ID })
		}) {
			return true, nil
		}
	}
	return false, nil
}

func (p *People) madeGrant(ctx context.Context, home, id ledger.ID, res store.Result, err error) (store.Made[Grant], error) {
	if err != nil {
		return store.Made[Grant]{}, err
	}
	var row heldRow
	row, err = findRole(ctx, p.s, home, Scope{}, id)
	return store.Made[Grant]{It: row.grant(), Replayed: res.Replayed}, err
}

// RolesOf are the roles given at a scope in order of time: those in force, or all that
// there ever were.
func (p *People) RolesOf(ctx context.Context, at Scope, ever bool) ([]Grant, error) {
	there, err := rolesEverAt(ctx, p.s, at)
	all := []Grant{}
	for _, r := range there.rows {
		if ever || r.in(there.at) {
			all = append(all, r.grant())
		}
	}
	return all, err
}

// ScopeOfBook is where the roles of a book's people are: the group or the workshop
// that it belongs to, or the programme or organisation. A person's book and the
// installation's have none (not_a_group).
func (p *People) ScopeOfBook(ctx context.Context, book ledger.ID) (Scope, error) {
	o, there, err := p.OwnerOf(ctx, book)
	if err == nil && (!there || o.Scope.Kind == OfPerson) {
		err = ledger.E(ledger.Missing, "not_a_group", "")
	}
	return o.Scope, err
}
