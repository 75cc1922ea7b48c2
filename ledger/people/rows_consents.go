package people

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type consentRow struct {
	bun.BaseModel `bun:"table:consents"`

	Home        ledger.ID `bun:"home"`
	ID          ledger.ID `bun:"id"`
	Person      ledger.ID `bun:"person"`
	Purpose     string    `bun:"purpose"`
	TextVersion string    `bun:"text_version"`
	Language    string    `bun:"language"`
	How         string    `bun:"how"`
	Witness     ledger.ID `bun:"witness"`
	GivenAt     int64     `bun:"given_at"`
	WithdrawnAt int64     `bun:"withdrawn_at"`
}

func (r *consentRow) insert(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).Exec(ctx)
	return err
}

func findConsent(ctx context.Context, s *store.Store, home, id ledger.ID) (consentRow, error) {
	var row consentRow
	err := s.DB().NewRaw("SELECT * FROM consents WHERE home = ? AND id = ?", home, id).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_consent", ""))
}

// consentsOf are all that the persons ever gave at the home, oldest first.
func consentsOf(ctx context.Context, s *store.Store, home ledger.ID, persons []ledger.ID) ([]consentRow, error) {
	var rows []consentRow
	err := s.DB().NewRaw("SELECT * FROM consents WHERE home = ? AND person IN (?) ORDER BY given_at, id", home, bun.List(persons)).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// withdrawConsents ends every consent of the persons to the purpose.
func withdrawConsents(ctx context.Context, s *store.Store, home ledger.ID, persons []ledger.ID, purpose string) error {
	_, err := s.DB().NewRaw("UPDATE consents SET withdrawn_at = ? WHERE home = ? AND person IN (?) AND purpose = ? AND withdrawn_at = 0",
		ledger.Micros(s.At()), home, bun.List(persons), purpose).Exec(ctx)
	return err
}
