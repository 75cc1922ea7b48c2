package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// featureTables are the tables of features that a snapshot carries, in the order
// in which they can be filled. Personal data in them is sealed under keys that are
// in no snapshot.
var featureTables = []string{"book_owners", "organizations", "areas", "programmes", "programme_organizations", "programme_groups", "proposals", "confirmations", "persons",
	"households", "household_members", "businesses", "categories", "consents", "roles", "logins", "credentials", "invitations", "devices",
	"device_commands", "device_verdicts", "reads", "payments", "approvals", "approval_limits", "approval_limit_changes"}

// sessionTables are of this moment: a restore ends all sessions, and no snapshot
// may bring one back that was ended. What backups hold is said of the books that
// stood here before.
var sessionTables = []string{"sessions", "attempts", "enrolments", "challenges", "backups"}

// A row of a feature's table in a snapshot is an object of its columns: a number, a
// text, null, or bytes and ids as a list with one element, in base64.
func (s *Store) snapshotFeatures(ctx context.Context, w *snapshotWriter) error {
	for _, table := range featureTables {
		if err := s.snapshotFeature(ctx, w, table); err != nil {
			return fmt.Errorf("%s: %w", table, err)
		}
	}
	return nil
}

func (s *Store) snapshotFeature(ctx context.Context, w *snapshotWriter, table string) (err error) {
	rows, err := s.db.QueryContext(ctx, "SELECT * FROM "+table+" ORDER BY 1, 2")
	if err != nil {
		return err
	}
	defer func() {
		if closing := rows.Close(); err == nil {
			err = closing
		}
	}()
	types, err := rows.ColumnTypes()
	if err != nil {
		return err
	}
	for rows.Next() {
		values := make([]any, len(types))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			return err
		}
		object := make(map[string]any, len(types))
		for i, t := range types {
			if object[t.Name()], err = portable(t, *values[i].(*any)); err != nil {
				return err
			}
		}
		if err := writeRows(w, table, []map[string]any{object}); err != nil {
			return err
		}
	}
	return rows.Err()
}

// portable is a value as the snapshot holds it.
func portable(t *sql.ColumnType, v any) (any, error) {
	if text, ok := v.(string); ok && strings.EqualFold(t.DatabaseTypeName(), "uuid") {
		id, err := ledger.ParseID(text)
		if err != nil && text != (ledger.ID{}).String() {
			return nil, err
		}
		return [][]byte{id[:]}, nil
	}
	switch v := v.(type) {
	case []byte:
		return [][]byte{v}, nil
	case int64, string, nil:
		return v, nil
	}
	return nil, fmt.Errorf("column %s holds a %T", t.Name(), v)
}

func (s *Store) loadFeature(ctx context.Context, table string, raws []json.RawMessage) error {
	for _, raw := range raws {
		var object map[string]any
		d := json.NewDecoder(bytes.NewReader(raw))
		d.UseNumber()
		if err := d.Decode(&object); err != nil {
			return err
		}
		var columns []string
		var values []any
		for _, name := range sortedKeys(object, strings.Compare) {
			v, err := loaded(object[name])
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			columns, values = append(columns, name), append(values, v)
		}
		_, err := s.db.NewRaw("INSERT INTO ? (?) VALUES (?)", bun.Ident(table), idents(columns), bun.List(values)).Exec(ctx)
		if err != nil {
			return translate(err)
		}
	}
	return nil
}

// idents are column names, quoted.
func idents(names []string) any {
	all := make([]bun.Ident, len(names))
	for i, n := range names {
		all[i] = bun.Ident(n)
	}
	return bun.List(all)
}

func loaded(v any) (any, error) {
	switch v := v.(type) {
	case nil:
		return bun.Safe("NULL"), nil // a list takes no nil
	case json.Number:
		return v.Int64()
	case []any:
		if len(v) == 1 {
			if text, ok := v[0].(string); ok {
				var b []byte
				err := json.Unmarshal([]byte(`"`+text+`"`), &b)
				return b, err
			}
		}
		return nil, fmt.Errorf("not a list with one element")
	}
	return v, nil
}
