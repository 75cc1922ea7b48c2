package people

import (
	"context"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// mayEquip refuses who may not give a person a way to sign in, for whoever has it is
// that person from then on (forbidden). The operator of the installation may. So may
// the administrators and officers of the organisation that registered her, or her
// group, and the group's chair and secretary, if each of her offices is one that they
// may give, or an office in a group that their organisation registered. Whoever holds
// an office and has, or ever had, a way in makes others herself, or before witnesses
// (has_way_in): else who can revoke one could make another and be her.
func mayEquip(ctx context.Context, s *store.Store, by Caller, who personRow) error {
	if by.Operator {
		return nil
	}
	held, err := heldNow(ctx, s, by.Person)
	if err != nil {
		return err
	}
	registrar, err := registrarOf(ctx, s, who.Home)
	if err != nil {
		return err
	}
	officer := func(organization ledger.ID) bool {
		return !organization.IsZero() && held.Is(Scope{AtOrganization, organization}, Admin, Officer)
	}
	may := officer(who.Home) || officer(registrar) || held.Is(Scope{AtGroup, who.Home}, Chair, Secretary)
	hers, err := rolesHeld(ctx, s, []ledger.ID{who.ID}, s.At())
	if err != nil {
		return err
	}
	offices := 0
	for _, h := range hers {
		if !Role(h.Role).office() {
			continue
		}
		offices++
		at := Scope{ScopeKind(h.ScopeKind), h.Scope}
		given, err := mayGive(ctx, s, by, Role(h.Role), at)
		if err != nil {
			return err
		}
		if !given && at.Kind == AtGroup {
			if registrar, err = registrarOf(ctx, s, h.Scope); err != nil {
				return err
			}
			given = officer(registrar)
		}
		may = may && given
	}
	if !may {
		return ledger.E(ledger.Forbidden, "forbidden", "")
	}
	if offices == 0 {
		return nil
	}
	ways, err := waysEver(ctx, s, who.ID)
	if err == nil && ways > 0 {
		err = ledger.E(ledger.Conflict, "has_way_in", "")
	}
	return err
}

// HomeName is the name of the organisation or the group that registered a person.
func (p *People) HomeName(ctx context.Context, person ledger.ID) (string, error) {
	row, err := findPerson(ctx, p.s, person)
	if err != nil {
		return "", err
	}
	names, err := scopeNames(ctx, p.s, []ledger.ID{row.Home})
	return names[row.Home], err
}
