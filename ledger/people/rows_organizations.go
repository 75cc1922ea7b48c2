package people

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type organizationRow struct {
	bun.BaseModel `bun:"table:organizations"`

	Home      ledger.ID        `bun:"home"`
	Kind      OrganizationKind `bun:"kind"`
	Name      string           `bun:"name"`
	CreatedAt int64            `bun:"created_at"`
}

func (r *organizationRow) organization() Organization {
	return Organization{ID: r.Home, Kind: r.Kind, Name: r.Name, CreatedAt: momentOf(r.CreatedAt)}
}

func (r *organizationRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func (r *organizationRow) rename(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw("UPDATE organizations SET name = ? WHERE home = ?", r.Name, r.Home).Exec(ctx)
	return err
}

func findOrganization(ctx context.Context, s *store.Store, id ledger.ID) (organizationRow, error) {
	var row organizationRow
	err := s.DB().NewRaw("SELECT * FROM organizations WHERE home = ?", id).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_organization", ""))
}

// listOrganizations lists all organisations, or those among the given ones.
func listOrganizations(ctx context.Context, s *store.Store, all bool, among []ledger.ID, after ledger.ID, limit int) ([]organizationRow, error) {
	query, args := "SELECT * FROM organizations WHERE home > ?", []any{after}
	if !all {
		query, args = query+" AND home IN (?)", append(args, bun.List(among))
	}
	var rows []organizationRow
	err := s.DB().NewRaw(query+" ORDER BY home LIMIT ?", append(args, limit)...).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

type areaRow struct {
	bun.BaseModel `bun:"table:areas"`

	Home   ledger.ID `bun:"home"`
	ID     ledger.ID `bun:"id"`
	Parent ledger.ID `bun:"parent"`
	Kind   AreaKind  `bun:"kind"`
	Name   string    `bun:"name"`
}

func insertAreas(ctx context.Context, s *store.Store, home ledger.ID, areas []Area) error {
	rows := make([]areaRow, len(areas))
	for i, a := range areas {
		rows[i] = areaRow{Home: home, ID: a.ID, Parent: a.Parent, Kind: a.Kind, Name: a.Name}
	}
	_, err := s.DB().NewInsert().Model(&rows).Exec(ctx)
	return err
}

func areasOf(ctx context.Context, s *store.Store, home ledger.ID) ([]Area, error) {
	var rows []areaRow
	err := s.DB().NewRaw(`SELECT * FROM areas WHERE home = ?
		ORDER BY CASE kind WHEN 'city' THEN 0 WHEN 'kecamatan' THEN 1 ELSE 2 END, name, id`, home).Scan(ctx, &rows)
	all := make([]Area, len(rows))
	for i, r := range rows {
		all[i] = Area{ID: r.ID, Parent: r.Parent, Kind: r.Kind, Name: r.Name}
	}
	return all, store.Translate(err)
}

type programmeRow struct {
	bun.BaseModel `bun:"table:programmes"`

	Home      ledger.ID   `bun:"home"`
	ID        ledger.ID   `bun:"id"`
	Name      string      `bun:"name"`
	Starts    ledger.Date `bun:"starts"`
	Ends      ledger.Date `bun:"ends"`
	CreatedAt int64       `bun:"created_at"`
}

func (r *programmeRow) programme() Programme {
	return Programme{ID: r.ID, Lead: r.Home, Name: r.Name, Starts: r.Starts, Ends: r.Ends, CreatedAt: momentOf(r.CreatedAt)}
}

func (r *programmeRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func (r *programmeRow) update(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw("UPDATE programmes SET name = ?, starts = ?, ends = ? WHERE home = ? AND id = ?", r.Name, r.Starts, r.Ends, r.Home, r.ID).Exec(ctx)
	return err
}

func errUnknownProgramme() error { return ledger.E(ledger.Missing, "unknown_programme", "") }

func findProgramme(ctx context.Context, s *store.Store, id ledger.ID) (programmeRow, error) {
	var row programmeRow
	err := s.DB().NewRaw("SELECT * FROM programmes WHERE id = ?", id).Scan(ctx, &row)
	return row, rowOr(err, errUnknownProgramme())
}

func programmesIn(ctx context.Context, s *store.Store, ids []ledger.ID) ([]programmeRow, error) {
	var rows []programmeRow
	err := s.DB().NewRaw("SELECT * FROM programmes WHERE id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

type partnerRow struct {
	bun.BaseModel `bun:"table:programme_organizations"`

	Home         ledger.ID `bun:"home"`
	Programme    ledger.ID `bun:"programme"`
	Organization ledger.ID `bun:"organization"`
	Role         Part      `bun:"role"`
	Since        int64     `bun:"since"` // 0 until it accepts
	Until        int64     `bun:"until"`
	OfferedBy    ledger.ID `bun:"offered_by"`
	OfferedAt    int64     `bun:"offered_at"`
	AcceptedBy   ledger.ID `bun:"accepted_by"`
}

func (r *partnerRow) partner() Partner {
	return Partner{Organization: r.Organization, Part: r.Role, OfferedAt: momentOf(r.OfferedAt), Since: instant(r.Since), Until: instant(r.Until)}
}

func (r *partnerRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func (r *partnerRow) update(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw(`UPDATE programme_organizations SET since = ?, until = ?, offered_by = ?, offered_at = ?, accepted_by = ?
		WHERE home = ? AND programme = ? AND organization = ? AND role = ?`,
		r.Since, r.Until, r.OfferedBy, r.OfferedAt, r.AcceptedBy, r.Home, r.Programme, r.Organization, r.Role).Exec(ctx)
	return err
}

func findPart(ctx context.Context, s *store.Store, home, programme, organization ledger.ID, part Part) (partnerRow, error) {
	var row partnerRow
	err := s.DB().NewRaw("SELECT * FROM programme_organizations WHERE home = ? AND programme = ? AND organization = ? AND role = ?",
		home, programme, organization, part).Scan(ctx, &row)
	return row, rowOr(err, errUnknownProgramme())
}

func partnersOf(ctx context.Context, s *store.Store, home, programme ledger.ID) ([]partnerRow, error) {
	var rows []partnerRow
	err := s.DB().NewRaw(`SELECT * FROM programme_organizations WHERE home = ? AND programme = ?
		ORDER BY CASE role WHEN 'lead' THEN 0 ELSE 1 END, offered_at, organization, role`, home, programme).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// partsOf are the parts of an organisation in the programmes of whatever home.
func partsOf(ctx context.Context, s *store.Store, organization ledger.ID) ([]partnerRow, error) {
	var rows []partnerRow
	err := s.DB().NewRaw("SELECT * FROM programme_organizations WHERE organization = ? ORDER BY programme, role", organization).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// takingPart are the organisations that have a part in a programme now.
func takingPart(ctx context.Context, s *store.Store, home, programme ledger.ID) ([]Taking, error) {
	now := ledger.Micros(s.At())
	var rows []partnerRow
	err := s.DB().NewRaw(`SELECT * FROM programme_organizations WHERE home = ? AND programme = ? AND since > 0 AND since <= ? AND (until = 0 OR until > ?)
		ORDER BY organization, role`, home, programme, now, now).Scan(ctx, &rows)
	all := make([]Taking, len(rows))
	for i, r := range rows {
		all[i] = Taking{r.Organization, r.Role}
	}
	return all, store.Translate(err)
}
