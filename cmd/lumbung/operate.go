package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/report"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type migrateCmd struct{ database }

// Run migrates.
func (c *migrateCmd) Run(env *environment) error {
	if err := store.Migrate(env, c.Database, store.WithLog(env.log)); err != nil {
		return err
	}
	fmt.Println("The database has this program's schema.")
	return nil
}

type checkCmd struct{ database }

// Run proves the database and prints the report.
func (c *checkCmd) Run(env *environment) error {
	return withStore(env, c.Database, func(s *store.Store) error {
		r, err := s.Check(env)
		if err != nil {
			return err
		}
		seals, err := s.CheckSeals(env)
		if err != nil {
			return err
		}
		fmt.Printf("%d books, %d entries, %d lines\n", r.Books, r.Entries, r.Lines)
		for _, wrong := range seals {
			fmt.Println(wrong)
		}
		if r.OK() && len(seals) > 0 {
			return errors.New("the books hold, but not all seals are on: run lumbung migrate, and find out who took them off")
		}
		if r.OK() {
			fmt.Println("Everything holds.")
			return nil
		}
		for _, f := range r.Findings {
			fmt.Println(f)
		}
		if r.More > 0 {
			fmt.Printf("... and %d more\n", r.More)
		}
		return fmt.Errorf("the first wrong row: %s", r.Findings[0])
	})
}

type exportCmd struct {
	database
	Book   string `placeholder:"ID" help:"Which book; may be left out when there is only one."`
	Format string `enum:"hledger,csv" default:"hledger" help:"hledger or csv."`
	Lang   string `enum:"id,en" default:"id" help:"Language of account names in CSV."`
	Output string `short:"o" default:"-" placeholder:"FILE" help:"Where to; - is standard output, a name ending in .gz is compressed."`
}

// Run writes the book.
func (c *exportCmd) Run(env *environment) error {
	return withStore(env, c.Database, func(s *store.Store) error {
		book, err := c.book(env, s)
		if err != nil {
			return err
		}
		return output(c.Output, func(w io.Writer) error {
			if c.Format == "csv" {
				return report.Table(env, s, book, c.Lang, w)
			}
			return report.Journal(env, s, book, w)
		})
	})
}

func (c *exportCmd) book(env *environment, s *store.Store) (ledger.Book, error) {
	if c.Book != "" {
		id, err := ledger.ParseID(c.Book)
		if err != nil {
			return ledger.Book{}, errors.New("--book is not an id")
		}
		return s.Book(env, id)
	}
	books, err := s.Books(env, ledger.ID{}, 20)
	if err != nil {
		return ledger.Book{}, err
	}
	if len(books) != 1 {
		for _, b := range books {
			fmt.Fprintf(os.Stderr, "%s  %-10s %s\n", b.ID, b.Kind, b.Name)
		}
		return ledger.Book{}, errors.New("say which book with --book")
	}
	return books[0], nil
}

type backupCmd struct {
	database
	Output string `short:"o" required:"" placeholder:"FILE" help:"Where to; a name ending in .gz is compressed. Of one to standard output (-) phones hear nothing."`
}

// Run writes the snapshot. When it is safe in its file, phones are told what the
// backup holds; what went to standard output may have gone anywhere.
func (c *backupCmd) Run(env *environment) error {
	return withStore(env, c.Database, func(s *store.Store) error {
		if c.Output == "-" {
			return s.Snapshot(env, os.Stdout)
		}
		_, err := s.Backup(env, func(snapshot func(io.Writer) error) error { return output(c.Output, snapshot) })
		return err
	})
}

type restoreCmd struct {
	database
	File    string `arg:"" type:"existingfile" help:"The snapshot."`
	Replace bool   `help:"Replace the books that are in the database."`
}

// Run restores.
func (c *restoreCmd) Run(env *environment) (err error) {
	f, err := input(c.File)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	done, err := store.Restore(env, c.Database, f, c.Replace, store.WithLog(env.log))
	if err != nil {
		return err
	}
	fmt.Printf("Restored and proved: %d books, %d entries.\n", done.Books, done.Entries)
	return nil
}

// withStore opens the database, which must have this program's schema.
func withStore(env *environment, address string, fn func(*store.Store) error) error {
	s, err := store.Open(env, address, store.WithLog(env.log))
	if err != nil {
		return err
	}
	return errors.Join(fn(s), s.Close())
}
