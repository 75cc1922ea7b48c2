package people

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type householdRow struct {
	bun.BaseModel `bun:"table:households"`

	Home      ledger.ID `bun:"home"`
	ID        ledger.ID `bun:"id"`
	Sealed    []byte    `bun:"sealed"`
	Version   int64     `bun:"version"`
	Area      ledger.ID `bun:"area"`
	ErasedAt  int64     `bun:"erased_at"`
	CreatedAt int64     `bun:"created_at"`
}

func (r *householdRow) sealed() Sealed {
	return Sealed{Home: r.Home, Subject: r.ID, Version: r.Version, Bytes: r.Sealed}
}

func (r *householdRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func (r *householdRow) update(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw("UPDATE households SET sealed = ?, version = ?, area = ?, erased_at = ? WHERE home = ? AND id = ?",
		r.Sealed, r.Version, r.Area, r.ErasedAt, r.Home, r.ID).Exec(ctx)
	return err
}

func findHousehold(ctx context.Context, s *store.Store, home, id ledger.ID, field string) (householdRow, error) {
	var row householdRow
	err := s.DB().NewRaw("SELECT * FROM households WHERE home = ? AND id = ?", home, id).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_household", field))
}

func householdsOf(ctx context.Context, s *store.Store, home, after ledger.ID, limit int) ([]householdRow, error) {
	var rows []householdRow
	err := s.DB().NewRaw("SELECT * FROM households WHERE home = ? AND id > ? AND erased_at = 0 ORDER BY id LIMIT ?", home, after, limit).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

type livingRow struct {
	bun.BaseModel `bun:"table:household_members"`

	Home      ledger.ID `bun:"home"`
	Household ledger.ID `bun:"household"`
	Person    ledger.ID `bun:"person"`
	Relation  string    `bun:"relation"`
	Since     int64     `bun:"since"`
	Until     int64     `bun:"until"`
}

func (r *livingRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func (r *livingRow) end(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw("UPDATE household_members SET until = ? WHERE home = ? AND household = ? AND person = ? AND since = ?",
		r.Until, r.Home, r.Household, r.Person, r.Since).Exec(ctx)
	return err
}

// livingIn are all who ever lived in the households, in the order they came.
func livingIn(ctx context.Context, s *store.Store, home ledger.ID, households []ledger.ID) ([]livingRow, error) {
	var rows []livingRow
	if len(households) == 0 {
		return nil, nil
	}
	err := s.DB().NewRaw("SELECT * FROM household_members WHERE home = ? AND household IN (?) ORDER BY since, person",
		home, bun.List(households)).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// householdsWith are the households that the persons ever lived in.
func householdsWith(ctx context.Context, s *store.Store, home ledger.ID, persons []ledger.ID) ([]livingRow, error) {
	var rows []livingRow
	err := s.DB().NewRaw("SELECT * FROM household_members WHERE home = ? AND person IN (?) ORDER BY since, household",
		home, bun.List(persons)).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

type tradeRow struct {
	bun.BaseModel `bun:"table:businesses"`

	Home      ledger.ID `bun:"home"`
	ID        ledger.ID `bun:"id"`
	Person    ledger.ID `bun:"person"`
	Household ledger.ID `bun:"household"`
	Sealed    []byte    `bun:"sealed"`
	Version   int64     `bun:"version"`
	Book      ledger.ID `bun:"book"`
	CreatedAt int64     `bun:"created_at"`
}

func (r *tradeRow) sealed() Sealed {
	return Sealed{Home: r.Home, Subject: r.Person, Of: r.ID, Version: r.Version, Bytes: r.Sealed}
}

func (r *tradeRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func (r *tradeRow) update(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewRaw("UPDATE businesses SET household = ?, sealed = ?, version = ?, book = ? WHERE home = ? AND id = ?",
		r.Household, r.Sealed, r.Version, r.Book, r.Home, r.ID).Exec(ctx)
	return err
}

func findTrade(ctx context.Context, s *store.Store, home, id ledger.ID) (tradeRow, error) {
	var row tradeRow
	err := s.DB().NewRaw("SELECT * FROM businesses WHERE home = ? AND id = ?", home, id).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_business", ""))
}

func tradesOf(ctx context.Context, s *store.Store, home, after ledger.ID, limit int) ([]tradeRow, error) {
	var rows []tradeRow
	err := s.DB().NewRaw("SELECT * FROM businesses WHERE home = ? AND id > ? ORDER BY id LIMIT ?", home, after, limit).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

func tradesOfPersons(ctx context.Context, s *store.Store, home ledger.ID, persons []ledger.ID) ([]tradeRow, error) {
	var rows []tradeRow
	err := s.DB().NewRaw("SELECT * FROM businesses WHERE home = ? AND person IN (?) ORDER BY id", home, bun.List(persons)).Scan(ctx, &rows)
	return rows, store.Translate(err)
}
