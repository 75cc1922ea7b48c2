package people

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type personRow struct {
	bun.BaseModel `bun:"table:persons"`

	Home       ledger.ID `bun:"home"`
	ID         ledger.ID `bun:"id"`
	Sealed     []byte    `bun:"sealed"`
	Version    int64     `bun:"version"`
	PhoneIndex []byte    `bun:"phone_index"`
	NIKIndex   []byte    `bun:"nik_index"`
	Area       ledger.ID `bun:"area"`
	MergedInto ledger.ID `bun:"merged_into"`
	ErasedAt   int64     `bun:"erased_at"`
	CreatedAt  int64     `bun:"created_at"`
}

func (r *personRow) sealed() Sealed {
	return Sealed{Home: r.Home, Subject: r.ID, Version: r.Version, Bytes: r.Sealed}
}

func (r *personRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func (r *personRow) update(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw(`UPDATE persons SET sealed = ?, version = ?, phone_index = ?, nik_index = ?, area = ?, merged_into = ?, erased_at = ?
		WHERE home = ? AND id = ?`, r.Sealed, r.Version, r.PhoneIndex, r.NIKIndex, r.Area, r.MergedInto, r.ErasedAt, r.Home, r.ID).Exec(ctx)
	return err
}

// findPerson finds a person wherever she is registered.
func findPerson(ctx context.Context, s *store.Store, id ledger.ID) (personRow, error) {
	var row personRow
	err := s.DB().NewRaw("SELECT * FROM persons WHERE id = ?", id).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_person", ""))
}

// findPersonAt finds a person that a home registered.
func findPersonAt(ctx context.Context, s *store.Store, home, id ledger.ID, field string) (personRow, error) {
	var row personRow
	err := s.DB().NewRaw("SELECT * FROM persons WHERE home = ? AND id = ?", home, id).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_person", field))
}

// personsOf are those a home registered, and where it is a group, those with a role
// in it; without the merged and the erased, in order of ids.
func personsOf(ctx context.Context, s *store.Store, home, after ledger.ID, limit int) ([]personRow, error) {
	var rows []personRow
	now := ledger.Micros(s.At())
	err := s.DB().NewRaw(`SELECT * FROM persons WHERE id > ? AND merged_into = ? AND erased_at = 0 AND (home = ? OR id IN (
			SELECT person FROM roles WHERE scope = ? AND scope_kind = 'group' AND since <= ? AND (until = 0 OR until > ?) AND (revoked_at = 0 OR revoked_at > ?)))
		ORDER BY id LIMIT ?`, after, ledger.ID{}, home, home, now, now, now, limit).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// personsByID are the persons with the ids, wherever they are registered.
func personsByID(ctx context.Context, s *store.Store, ids []ledger.ID) ([]personRow, error) {
	var rows []personRow
	if len(ids) == 0 {
		return nil, nil
	}
	err := s.DB().NewRaw("SELECT * FROM persons WHERE id IN (?) ORDER BY id", bun.List(ids)).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// personsMergedInto are those that live on in the person.
func personsMergedInto(ctx context.Context, s *store.Store, home, id ledger.ID) ([]personRow, error) {
	var rows []personRow
	err := s.DB().NewRaw("SELECT * FROM persons WHERE home = ? AND merged_into = ? ORDER BY id", home, id).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// personsLike are those with the phone or the NIK, wherever they are registered. An
// index that is nil is like none.
func personsLike(ctx context.Context, s *store.Store, phone, nik []byte, but ledger.ID) ([]personRow, error) {
	var rows []personRow
	if phone == nil && nik == nil {
		return nil, nil
	}
	err := s.DB().NewRaw("SELECT * FROM persons WHERE (phone_index = ? OR nik_index = ?) AND id <> ? AND erased_at = 0 ORDER BY id",
		phone, nik, but).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

func pointMerged(ctx context.Context, s *store.Store, home, from, into ledger.ID) error {
	_, err := s.DB().NewRaw("UPDATE persons SET merged_into = ? WHERE home = ? AND merged_into = ?", into, home, from).Exec(ctx)
	return err
}

// registrarOf is the organisation that registered a group, zero for none and for a
// home that is an organisation itself.
func registrarOf(ctx context.Context, s *store.Store, home ledger.ID) (ledger.ID, error) {
	var all []ledger.ID
	err := s.DB().NewRaw("SELECT organization FROM book_owners WHERE book = ?", home).Scan(ctx, &all)
	if err != nil || len(all) == 0 {
		return ledger.ID{}, store.Translate(err)
	}
	return all[0], nil
}

// organizationNames are the names of the organisations there are of the given ones.
func organizationNames(ctx context.Context, s *store.Store, homes ...ledger.ID) (map[ledger.ID]string, error) {
	names := map[ledger.ID]string{}
	if len(homes) == 0 {
		return names, nil
	}
	var rows []struct {
		Home ledger.ID `bun:"home"`
		Name string    `bun:"name"`
	}
	err := s.DB().NewRaw("SELECT home, name FROM organizations WHERE home IN (?)", bun.List(homes)).Scan(ctx, &rows)
	for _, r := range rows {
		names[r.Home] = r.Name
	}
	return names, store.Translate(err)
}

// checkHome refuses to register people where nobody is registered: at a book that is
// not a group's.
func checkHome(ctx context.Context, s *store.Store, home ledger.ID) error {
	var kinds []string
	err := s.DB().NewRaw("SELECT kind FROM books WHERE id = ?", home).Scan(ctx, &kinds)
	if err == nil && len(kinds) == 1 && kinds[0] != "group" && kinds[0] != "organization" {
		return ledger.E(ledger.Conflict, "not_a_group", "")
	}
	return err
}

// checkArea refuses an area that neither the home nor its registrar has.
func checkArea(ctx context.Context, s *store.Store, home, area ledger.ID) error {
	if area.IsZero() {
		return nil
	}
	registrar, err := registrarOf(ctx, s, home)
	if err != nil {
		return err
	}
	var n int
	err = s.DB().NewRaw("SELECT count(*) FROM areas WHERE home IN (?, ?) AND id = ?", home, registrar, area).Scan(ctx, &n)
	if err == nil && n == 0 {
		return ledger.E(ledger.Invalid, "unknown_area", "area")
	}
	return err
}

type categoryRow struct {
	bun.BaseModel `bun:"table:categories"`

	Home   ledger.ID `bun:"home"`
	ID     ledger.ID `bun:"id"`
	Code   string    `bun:"code"`
	NameID string    `bun:"name_id"`
	NameEN string    `bun:"name_en"`
	Active int64     `bun:"active"`
}

func (r *categoryRow) category() Category {
	return Category{ID: r.ID, Home: r.Home, Code: r.Code, NameID: r.NameID, NameEN: r.NameEN, Active: r.Active == 1}
}

func (r *categoryRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func (r *categoryRow) update(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw("UPDATE categories SET name_id = ?, name_en = ?, active = ? WHERE home = ? AND id = ?",
		r.NameID, r.NameEN, r.Active, r.Home, r.ID).Exec(ctx)
	return err
}

func findCategory(ctx context.Context, s *store.Store, home, id ledger.ID) (categoryRow, error) {
	var row categoryRow
	err := s.DB().NewRaw("SELECT * FROM categories WHERE home = ? AND id = ?", home, id).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_category", ""))
}

func categoriesOf(ctx context.Context, s *store.Store, home ledger.ID) ([]categoryRow, error) {
	var rows []categoryRow
	err := s.DB().NewRaw("SELECT * FROM categories WHERE home = ? ORDER BY code", home).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// Registered reports whether anybody was ever registered on the database, so that
// there must be a key store that belongs to it.
func Registered(ctx context.Context, s *store.Store) (bool, error) {
	var n int
	err := s.DB().NewRaw("SELECT count(*) FROM (SELECT 1 FROM persons LIMIT 1) AS anybody").Scan(ctx, &n)
	return n > 0, store.Translate(err)
}
