package people

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// OrganizationKind says what sort of organisation it is.
type OrganizationKind string

// The kinds of organisations.
const (
	NGO           OrganizationKind = "ngo"
	Government    OrganizationKind = "government"
	FundingBody   OrganizationKind = "funder"
	CommunityBody OrganizationKind = "community"
)

// OrganizationKinds lists every kind.
var OrganizationKinds = []OrganizationKind{NGO, Government, FundingBody, CommunityBody}

// Organization is an organisation that works with the installation.
type Organization struct {
	ID        ledger.ID        `json:"id"`
	Kind      OrganizationKind `json:"kind" enum:"ngo,government,funder,community"`
	Name      string           `json:"name" example:"Yayasan Kapuas"`
	CreatedAt time.Time        `json:"created_at"`
}

// itself is the subject of a record about the home whose chain it is in. The store
// takes a home's own id for what it has said of the home.
var itself ledger.ID

// checkTitle accepts a name of something: one line of text that can be seen, of at
// most 200 characters. Codes: required, invalid_text, text_too_long.
func checkTitle(name, field string) *ledger.Error {
	if strings.TrimSpace(name) == "" {
		return ledger.E(ledger.Invalid, "required", field)
	}
	if strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r)
	}) {
		return ledger.E(ledger.Invalid, "invalid_text", field)
	}
	return ledger.CheckText(name, ledger.MaxName, field)
}

// CreateOrganization makes an organisation and its home. Its id is the command's.
// Only the operator of the installation may (forbidden). Codes: not_in_list (of the
// kind), required, invalid_text, text_too_long.
func (p *People) CreateOrganization(ctx context.Context, by Caller, o Organization) (store.Made[Organization], error) {
	none := store.Made[Organization]{}
	if !by.Operator {
		return none, ledger.E(ledger.Forbidden, "forbidden", "")
	}
	var kind *ledger.Error
	if !slices.Contains(OrganizationKinds, o.Kind) {
		kind = ledger.E(ledger.Invalid, "not_in_list", "kind", "allowed", "ngo, government, funder, community")
	}
	if err := ledger.Join(kind, checkTitle(o.Name, "name")); err != nil {
		return none, err
	}
	body := struct {
		Kind OrganizationKind
		Name string
	}{o.Kind, o.Name}
	res, err := p.do(ctx, by, "organization.create", o.ID, o.ID, body, func(ctx context.Context, s *store.Store) (string, error) {
		if err := s.AddHome(ctx, o.ID, o.Name); err != nil {
			return "", err
		}
		row := organizationRow{Home: o.ID, Kind: o.Kind, Name: o.Name, CreatedAt: ledger.Micros(s.At())}
		if err := row.insert(ctx, s); err != nil {
			return "", err
		}
		return o.ID.String(), s.Record(ctx, o.ID, "organization.created", itself, struct {
			Kind OrganizationKind `json:"kind"`
		}{o.Kind})
	})
	return p.madeOrganization(ctx, o.ID, res, err)
}

// RenameOrganization gives an organisation another name. Its administrators may, and
// the operator. Codes: unknown_organization, forbidden, and those of the name.
func (p *People) RenameOrganization(ctx context.Context, by Caller, id, organization ledger.ID, name string) (store.Made[Organization], error) {
	none := store.Made[Organization]{}
	if err := checkTitle(name, "name"); err != nil {
		return none, err
	}
	res, err := p.do(ctx, by, "organization.rename", id, organization, name, func(ctx context.Context, s *store.Store) (string, error) {
		row, err := findOrganization(ctx, s, organization)
		if err != nil {
			return "", err
		}
		if !by.Operator {
			if _, err := inOffice(ctx, s, by, Scope{AtOrganization, organization}, Admin); err != nil {
				return "", err
			}
		}
		row.Name = name
		if err := row.rename(ctx, s); err != nil {
			return "", err
		}
		return organization.String(), s.Record(ctx, organization, "organization.renamed", itself, struct{}{})
	})
	return p.madeOrganization(ctx, organization, res, err)
}

func (p *People) madeOrganization(ctx context.Context, id ledger.ID, res store.Result, err error) (store.Made[Organization], error) {
	if err != nil {
		return store.Made[Organization]{}, err
	}
	o, err := p.Organization(ctx, id)
	return store.Made[Organization]{It: o, Replayed: res.Replayed}, err
}

// Organization returns one organisation, or unknown_organization.
func (p *People) Organization(ctx context.Context, id ledger.ID) (Organization, error) {
	row, err := findOrganization(ctx, p.s, id)
	return row.organization(), err
}

// Organizations lists up to limit organisations behind the given one, in order of
// ids: all of them for the operator, for others those at which they hold a role. With a
// name, which is the whole one but for capitals and blanks, they are those that bear it;
// whoever administers an organisation or a programme finds any so, to ask it to take part.
func (p *People) Organizations(ctx context.Context, by Caller, name string, after ledger.ID, limit int) ([]Organization, error) {
	var among []ledger.ID
	everywhere := by.Operator
	for _, g := range by.Grants {
		if g.Scope.Kind == AtOrganization {
			among = append(among, g.Scope.ID)
		}
		everywhere = everywhere || name != "" && g.Role == Admin
	}
	if !everywhere && len(among) == 0 {
		return []Organization{}, nil
	}
	all := []Organization{}
	for {
		rows, err := listOrganizations(ctx, p.s, everywhere, among, after, limit)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if name == "" || strings.EqualFold(oneLine(r.Name), oneLine(name)) {
				all = append(all, r.organization())
			}
		}
		if len(rows) < limit || len(all) >= limit {
			return all[:min(len(all), limit)], nil
		}
		after = rows[len(rows)-1].Home
	}
}
