package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/report"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type cardCmd struct {
	Print cardPrintCmd `cmd:"" help:"Give somebody a key card and write it as a PDF to print."`
}

type cardPrintCmd struct {
	database
	keyStore
	Person string `required:"" placeholder:"ID" help:"Whose it is."`
	Out    string `short:"o" required:"" placeholder:"FILE" help:"Where to. Whoever has the file is that person: print it, then delete it."`
	Force  bool   `help:"Write over a file that is there."`
}

// Run makes a new card; the ones before go on working until they are revoked.
func (c *cardPrintCmd) Run(env *environment) error {
	person, err := ledger.ParseID(c.Person)
	if err != nil {
		return errors.New("--person is not an id")
	}
	if _, err := os.Stat(c.Out); err == nil && !c.Force && c.Out != "-" {
		return fmt.Errorf("%s is there already, perhaps the card of another: name a new file, or say --force", c.Out)
	}
	return withPeople(env, c.database, c.keyStore, func(s *store.Store, p *people.People) error {
		who, err := p.Card(env, person)
		if err != nil {
			return err
		}
		of, err := p.HomeName(env, person)
		if err != nil {
			return err
		}
		made, err := p.IssueCard(env, operator, store.NewID(), person)
		if err != nil {
			return err
		}
		err = output(c.Out, func(w io.Writer) error { return report.KeyCard(w, who.Name, of, made.It.Text) })
		if err != nil {
			// Nobody will ever hold it.
			return errors.Join(err, p.RevokeCard(env, operator, store.NewID(), person, made.It.ID))
		}
		cards, err := p.KeyCards(env, person)
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "Card %s; she has %d in force now.\n", made.It.ID, len(cards))
		return nil
	})
}
