package store

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/uptrace/bun"
)

// CheckSeals names the seals that are missing, changed or switched off, and
// triggers on our tables that are none of ours. It says nothing about the books,
// which [Store.Check] proves without any seal; [Migrate] puts the seals back.
func (s *Store) CheckSeals(ctx context.Context) ([]string, error) {
	want := map[string]string{}
	for _, statement := range s.migrations().Seal() {
		if i := strings.Index(statement, " TRIGGER "); i >= 0 {
			name := strings.Fields(statement[i+len(" TRIGGER "):])[0]
			want[name] = statement[strings.Index(statement, "CREATE "):]
		}
	}
	query := "SELECT name, sql AS body FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
	if s.dialect == postgresDialect {
		query = `SELECT t.tgname AS name, CASE WHEN t.tgenabled IN ('O', 'A') THEN '' ELSE 'off' END AS body
			FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
			WHERE NOT t.tgisinternal AND c.relnamespace = (SELECT relnamespace FROM pg_class WHERE oid = 'entries'::regclass) ORDER BY t.tgname`
	}
	var rows []struct {
		bun.BaseModel `bun:"-"`

		Name string `bun:"name"`
		Body string `bun:"body"`
	}
	if err := s.db.NewRaw(query).Scan(ctx, &rows); err != nil {
		return nil, translate(err)
	}
	var wrong []string
	for _, r := range rows {
		body, ours := want[r.Name]
		switch {
		case !ours:
			wrong = append(wrong, fmt.Sprintf("trigger %s: it is none of ours", r.Name))
		case s.dialect == sqliteDialect && r.Body != body:
			wrong = append(wrong, fmt.Sprintf("trigger %s: it has been changed", r.Name))
		case s.dialect == postgresDialect && r.Body != "":
			wrong = append(wrong, fmt.Sprintf("trigger %s: it is switched off", r.Name))
		}
		delete(want, r.Name)
	}
	for name := range want {
		wrong = append(wrong, fmt.Sprintf("trigger %s: it is missing", name))
	}
	slices.Sort(wrong)
	return wrong, nil
}
