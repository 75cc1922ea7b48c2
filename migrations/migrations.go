// Package migrations holds the database schema as plain SQL.
//
// common/ has the schema itself, one numbered file per step, written once for
// both databases: words in double braces stand for what the two call
// differently (the types of an id and of bytes, the ending of a table). The
// folders sqlite/ and postgres/ have the seals: triggers that refuse wrong
// books whoever writes them. The seals are no part of a step: they are put on
// anew by every migration, can be lifted as a whole, and an engine that has no
// triggers runs without them (package store's Check proves the same).
package migrations

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed common/*.sql sqlite/*.sql postgres/*.sql
var files embed.FS

// Dialect is a database we know the words of.
type Dialect string

// The two databases.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Common returns the numbered steps, templates over [Dialect.Words].
func Common() fs.FS {
	sub, err := fs.Sub(files, "common")
	if err != nil {
		panic(err)
	}
	return sub
}

// Words returns what stands for the words in double braces.
func (d Dialect) Words() map[string]string {
	if d == SQLite {
		return map[string]string{
			"id": "BLOB", "bytes": "BLOB", "int": "INTEGER", "text": "TEXT",
			"none":  "X'00000000000000000000000000000000'",
			"table": "STRICT", "keyed": "STRICT, WITHOUT ROWID", "hot": "STRICT, WITHOUT ROWID",
			"sealed_by": ", FOREIGN KEY (book, seq) REFERENCES entries (book, seq) DEFERRABLE INITIALLY DEFERRED",
		}
	}
	return map[string]string{
		"id": "uuid", "bytes": "bytea", "int": "bigint", "text": "text",
		"none":  "'00000000-0000-0000-0000-000000000000'",
		"table": "", "keyed": "", "hot": "WITH (fillfactor = 70)",
		"sealed_by": "",
	}
}

// Seal returns the statements that put the seals on, replacing any that are
// there; Unseal those that lift them.
func (d Dialect) Seal() []string   { return d.statements("seal.sql") }
func (d Dialect) Unseal() []string { return d.statements("unseal.sql") }

// Grants returns the statements that make the application's role, which may not
// update, delete or truncate the journal, and give it what it needs.
func (d Dialect) Grants() []string {
	if d == SQLite {
		return nil
	}
	return d.statements("grants.sql")
}

// Split is the line between two statements of a file.
const Split = "--bun:split"

func (d Dialect) statements(name string) []string {
	raw, err := files.ReadFile(string(d) + "/" + name)
	if err != nil {
		panic(err)
	}
	var all []string
	for _, s := range strings.Split(string(raw), Split) {
		if s = strings.TrimSpace(s); s != "" {
			all = append(all, s)
		}
	}
	return all
}
