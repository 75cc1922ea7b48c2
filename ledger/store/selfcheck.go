package store

import (
	"context"
	"fmt"
	"strings"
)

// selfCheck refuses settings under which an acknowledged entry could be lost or
// a seal passed by. It looks at the settings in force, not at those asked for.
func (s *Store) selfCheck(ctx context.Context) error {
	want := [][2]string{
		{"PRAGMA journal_mode", "wal"}, {"PRAGMA synchronous", "2"}, {"PRAGMA foreign_keys", "1"},
		{"PRAGMA recursive_triggers", "1"}, {"PRAGMA ignore_check_constraints", "0"}, {"PRAGMA writable_schema", "0"},
	}
	if s.dialect == postgresDialect {
		want = [][2]string{
			{"SHOW fsync", "on"}, {"SHOW full_page_writes", "on"}, {"SHOW synchronous_commit", "on"},
			{"SHOW server_encoding", "UTF8"}, {"SHOW session_replication_role", "origin"},
		}
	}
	for _, w := range want {
		var got string
		if err := s.writers.NewRaw(w[0]).Scan(ctx, &got); err != nil {
			return fmt.Errorf("self-check %q: %w", w[0], err)
		}
		if !strings.EqualFold(got, w[1]) {
			return fmt.Errorf("unsafe database setting: %s is %q and must be %q", strings.Fields(w[0])[1], got, w[1])
		}
	}
	if s.dialect == postgresDialect {
		return s.selfCheckPostgres(ctx)
	}
	return nil
}

func (s *Store) selfCheckPostgres(ctx context.Context) error {
	var version int
	if err := s.writers.NewRaw("SELECT current_setting('server_version_num')::int").Scan(ctx, &version); err != nil {
		return err
	}
	if version < 140000 {
		return fmt.Errorf("PostgreSQL %d is too old: 14 or newer is needed", version/10000)
	}
	if !s.anyAge { // a server; migrating and restoring are done as the owner of the tables
		if err := s.checkRole(ctx); err != nil {
			return err
		}
	}
	var checksums string
	if err := s.writers.NewRaw("SHOW data_checksums").Scan(ctx, &checksums); err != nil {
		return err
	}
	if checksums != "on" {
		s.log.WarnContext(ctx, "the PostgreSQL cluster has no data checksums; a failing disk may go unnoticed until the next check")
	}
	return nil
}

// checkRole warns, with what to type, when the server does not work as lumbung_app.
func (s *Store) checkRole(ctx context.Context) error {
	var role, user string
	if err := s.writers.NewRaw("SELECT current_user, session_user").Scan(ctx, &role, &user); err != nil {
		return err
	}
	if role == "lumbung_app" {
		return nil
	}
	var there, member bool
	if err := s.writers.NewRaw("SELECT count(*) > 0, coalesce(bool_or(pg_has_role(session_user, oid, 'MEMBER')), false) FROM pg_roles WHERE rolname = 'lumbung_app'").Scan(ctx, &there, &member); err != nil {
		return err
	}
	why := "the role lumbung_app has no rights to the tables: run lumbung migrate as their owner"
	switch {
	case !there:
		why = "there is no role lumbung_app: let an administrator type CREATE ROLE lumbung_app NOLOGIN; GRANT lumbung_app TO " + user + "; then start again"
	case !member:
		why = "the user is no member of the role lumbung_app: let an administrator type GRANT lumbung_app TO " + user + "; then start again"
	}
	s.log.WarnContext(ctx, "the server works as the owner of the tables: only the seals keep it from changing the journal; "+why, "role", role)
	return nil
}
