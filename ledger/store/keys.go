package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Keys is a database of its own that holds one wrapped key per person or
// household, outside every snapshot: what is destroyed here is unreadable
// everywhere. It knows nothing of what the keys are for.
type Keys struct {
	dialect dialect
	writers *bun.DB
	readers *bun.DB
}

// OpenKeys opens the key store at the address, which must not be that of the
// books, and makes it on first use.
func OpenKeys(ctx context.Context, address string) (*Keys, error) {
	d, err := dialectOf(address)
	if err != nil {
		return nil, err
	}
	k := &Keys{dialect: d}
	if k.writers, k.readers, err = d.open(address, options{anyAge: true}); err != nil {
		return nil, err
	}
	words := d.migrations().Words()
	_, err = k.writers.ExecContext(ctx, fmt.Sprintf("CREATE TABLE IF NOT EXISTS person_keys (id %s NOT NULL PRIMARY KEY, wrapped %s NOT NULL) %s",
		words["id"], words["bytes"], words["keyed"]))
	if err != nil && !madeMeanwhile(err) {
		return nil, errors.Join(fmt.Errorf("open key store: %w", err), k.Close())
	}
	return k, nil
}

// Close closes the key store.
func (k *Keys) Close() error { return errors.Join(k.readers.Close(), k.writers.Close()) }

// Get returns the wrapped keys that there are of the given ids.
func (k *Keys) Get(ctx context.Context, ids ...ledger.ID) (map[ledger.ID][]byte, error) {
	found := make(map[ledger.ID][]byte, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	var rows []struct {
		bun.BaseModel `bun:"table:person_keys"`

		ID      ledger.ID `bun:"id"`
		Wrapped []byte    `bun:"wrapped"`
	}
	err := k.readers.NewRaw("SELECT id, wrapped FROM person_keys WHERE id IN (?)", bun.List(ids)).Scan(ctx, &rows)
	for _, r := range rows {
		found[r.ID] = r.Wrapped
	}
	return found, translate(err)
}

// Keep keeps a wrapped key under the id unless there is one, and returns the one
// that is there.
func (k *Keys) Keep(ctx context.Context, id ledger.ID, wrapped []byte) ([]byte, error) {
	_, err := k.writers.NewRaw("INSERT INTO person_keys (id, wrapped) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", id, wrapped).Exec(ctx)
	if err != nil {
		return nil, translate(err)
	}
	var kept []byte
	err = k.writers.NewRaw("SELECT wrapped FROM person_keys WHERE id = ?", id).Scan(ctx, &kept)
	return kept, translate(err)
}

// Destroy overwrites the key and takes it out, so that on SQLite it is in no page
// of the file and in no log of it. It is no error that there is none.
func (k *Keys) Destroy(ctx context.Context, id ledger.ID) error {
	var wrapped []byte
	err := k.writers.NewRaw("SELECT wrapped FROM person_keys WHERE id = ?", id).Scan(ctx, &wrapped)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return translate(err)
	}
	if _, err := k.writers.NewRaw("UPDATE person_keys SET wrapped = ? WHERE id = ?", make([]byte, len(wrapped)), id).Exec(ctx); err != nil {
		return translate(err)
	}
	if _, err := k.writers.NewRaw("DELETE FROM person_keys WHERE id = ?", id).Exec(ctx); err != nil {
		return translate(err)
	}
	if k.dialect == sqliteDialect {
		if _, err := k.writers.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
			return err
		}
	}
	return nil
}
