package people

import (
	"context"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// MyData is everything that a home holds about a person, for herself.
type MyData struct {
	Person     Person      `json:"person"`
	Merged     []Person    `json:"merged" doc:"Other records of her, which live on in this one"`
	Consents   []Consent   `json:"consents"`
	Roles      []RoleHeld  `json:"roles"`
	Households []LivedIn   `json:"households"`
	Businesses []Business  `json:"businesses"`
	Looks      []Look      `json:"looks" doc:"Who looked at her data; the newest thousand"`
	Sessions   []SessionOf `json:"sessions"`
	SignIn     []SignInWay `json:"sign_in" doc:"Ways of signing in, without what they are proved with"`
}

// RoleHeld is a role that somebody holds or held.
type RoleHeld struct {
	Role      string     `json:"role"`
	Kind      ScopeKind  `json:"scope_kind"`
	Scope     ledger.ID  `json:"scope,omitzero"`
	Of        string     `json:"of,omitempty" doc:"The name of the organisation, programme or group"`
	Since     time.Time  `json:"since"`
	Until     *time.Time `json:"until,omitempty"`
	RevokedAt *time.Time `json:"revoked_at,omitempty"`
}

// LivedIn is a household that somebody lives or lived in.
type LivedIn struct {
	Household ledger.ID  `json:"household"`
	Address   string     `json:"address,omitempty"`
	Relation  string     `json:"relation"`
	Since     time.Time  `json:"since"`
	Until     *time.Time `json:"until,omitempty"`
}

// SessionOf is a time of being signed in, without its token.
type SessionOf struct {
	ID        ledger.ID  `json:"id"`
	How       string     `json:"how"`
	Agent     string     `json:"agent,omitempty"`
	CreatedAt time.Time  `json:"created_at"`
	SeenAt    time.Time  `json:"seen_at"`
	ExpiresAt time.Time  `json:"expires_at"`
	RevokedAt *time.Time `json:"revoked_at,omitempty"`
}

// SignInWay is a way of signing in.
type SignInWay struct {
	Kind      string     `json:"kind" example:"card"`
	CreatedAt time.Time  `json:"created_at"`
	RevokedAt *time.Time `json:"revoked_at,omitempty"`
}

// mostLooks are shown with somebody's data; the list of them has pages.
const mostLooks = 1000

// instant is a time from the database; none is nil.
func instant(micros int64) *time.Time {
	if micros == 0 {
		return nil
	}
	t := time.UnixMicro(micros).UTC()
	return &t
}

// MyData returns everything held about a person. That it was done stands in the reads
// (unknown_person).
func (p *People) MyData(ctx context.Context, by Caller, person ledger.ID) (MyData, error) {
	row, err := findPerson(ctx, p.s, person)
	if err != nil {
		return MyData{}, err
	}
	if err := p.note(ctx, by, row.Home, "person.data", person); err != nil {
		return MyData{}, err
	}
	var d MyData
	err = p.s.Read(ctx, func(ctx context.Context, s *store.Store) error {
		d, err = (&People{s: s, v: p.v}).data(ctx, by, row)
		return err
	})
	return d, err
}

func (p *People) data(ctx context.Context, by Caller, row personRow) (MyData, error) {
	d := MyData{Merged: []Person{}, Consents: []Consent{}, Roles: []RoleHeld{}, Households: []LivedIn{}, Sessions: []SessionOf{}, SignIn: []SignInWay{}}
	same, err := clusterOf(ctx, p.s, row)
	if err != nil {
		return d, err
	}
	facts, err := p.open(ctx, same)
	if err != nil {
		return d, err
	}
	d.Person = row.person(facts[0])
	for i := range same[1:] {
		hers := facts[i+1]
		if hers != nil {
			hers = hers.withoutOthers(facts[0])
		}
		d.Merged = append(d.Merged, same[i+1].person(hers))
	}
	ids := idsOf(same)
	consents, err := consentsOf(ctx, p.s, row.Home, ids)
	if err != nil {
		return d, err
	}
	for _, c := range consents {
		d.Consents = append(d.Consents, c.consent())
	}
	if d.Roles, err = p.rolesShown(ctx, ids); err != nil {
		return d, err
	}
	if d.Households, err = p.householdsShown(ctx, row.Home, ids); err != nil {
		return d, err
	}
	trades, err := tradesOfPersons(ctx, p.s, row.Home, ids)
	if err != nil {
		return d, err
	}
	if d.Businesses, err = p.shownTrades(ctx, trades); err != nil {
		return d, err
	}
	reads, err := readsOf(ctx, p.s, row.Home, ids, 0, ledger.ID{}, mostLooks)
	if err != nil {
		return d, err
	}
	if d.Looks, err = p.looks(ctx, by, row, reads); err != nil {
		return d, err
	}
	return d, p.signInShown(ctx, &d, ids)
}

func (p *People) rolesShown(ctx context.Context, ids []ledger.ID) ([]RoleHeld, error) {
	rows, err := rolesEverHeld(ctx, p.s, ids)
	if err != nil {
		return nil, err
	}
	scopes := make([]ledger.ID, len(rows))
	for i, r := range rows {
		scopes[i] = r.Scope
	}
	names, err := scopeNames(ctx, p.s, scopes)
	all := make([]RoleHeld, len(rows))
	for i, r := range rows {
		all[i] = RoleHeld{Role: r.Role, Kind: ScopeKind(r.ScopeKind), Scope: r.Scope, Of: names[r.Scope], Since: time.UnixMicro(r.Since).UTC(),
			Until: instant(r.Until), RevokedAt: instant(r.RevokedAt)}
	}
	return all, err
}

func (p *People) householdsShown(ctx context.Context, home ledger.ID, ids []ledger.ID) ([]LivedIn, error) {
	rows, err := householdsWith(ctx, p.s, home, ids)
	all := make([]LivedIn, len(rows))
	for i, l := range rows {
		all[i] = LivedIn{Household: l.Household, Relation: l.Relation, Since: time.UnixMicro(l.Since).UTC(), Until: instant(l.Until)}
		if l.Until != 0 {
			continue // where others live since is not hers to know
		}
		row, err := findHousehold(ctx, p.s, home, l.Household, "")
		if err != nil {
			return nil, err
		}
		f, err := p.openHousehold(ctx, &row)
		if err != nil {
			return nil, err
		}
		if f != nil {
			all[i].Address = f.Address
		}
	}
	return all, err
}

func (p *People) signInShown(ctx context.Context, d *MyData, ids []ledger.ID) error {
	sessions, err := signInSessionsOf(ctx, p.s, ids)
	if err != nil {
		return err
	}
	for _, x := range sessions {
		d.Sessions = append(d.Sessions, SessionOf{ID: x.ID, How: x.How, Agent: x.Agent, CreatedAt: time.UnixMicro(x.CreatedAt).UTC(),
			SeenAt: time.UnixMicro(x.SeenAt).UTC(), ExpiresAt: time.UnixMicro(x.ExpiresAt).UTC(), RevokedAt: instant(x.RevokedAt)})
	}
	ways, err := signInWaysOf(ctx, p.s, ids)
	if err != nil {
		return err
	}
	for _, w := range ways {
		d.SignIn = append(d.SignIn, SignInWay{Kind: w.Kind, CreatedAt: time.UnixMicro(w.CreatedAt).UTC(), RevokedAt: instant(w.RevokedAt)})
	}
	return nil
}
