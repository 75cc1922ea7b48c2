package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"

	"github.com/lumbung-ledger/lumbung/api"
	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type demoCmd struct {
	Database string `default:"sqlite:demo.db" placeholder:"ADDRESS" help:"The demo's own database."`
	DataDir  string `default:"." placeholder:"DIR" help:"Where the keys and sign-ins of a demo on PostgreSQL are; those of a SQLite file lie beside it."`
	Listen   string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen, on this machine."`
}

// Run serves the demo village, building it through its own API at first.
func (c *demoCmd) Run(env *environment) error {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil || !isLoopback(host) {
		return errors.New("the demo listens on this machine only: --listen=127.0.0.1:PORT")
	}
	// The terminal is for the addresses; requests that went well need no lines.
	env.log = slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	s, err := openStore(env, c.Database)
	if err != nil {
		return err
	}
	if err := c.claim(env, s); err != nil {
		return errors.Join(err, s.Close())
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	token := newToken()
	address := browsable(l)
	f, err := keyStore{DataDir: c.DataDir}.open(env, s, c.Database, address)
	if err != nil {
		return errors.Join(err, l.Close(), s.Close())
	}
	err = serveOn(env, api.Config{Store: s, People: f.People}, l, store.HashToken(token), func() error {
		books, err := c.build(env, s, village{address: "http://" + l.Addr().String(), token: token})
		if err != nil {
			return fmt.Errorf("building the village: %w", err)
		}
		fmt.Printf("\nThe demo village is open at %s\n", address)
		fmt.Printf("  API reference    %s/reference\n", address)
		fmt.Printf("  Operator token   %s\n", token)
		for _, b := range books {
			fmt.Printf("  %-24s %s\n", b.name, b.id)
		}
		if err := c.letIn(env, s, f, address); err != nil {
			return fmt.Errorf("letting people in: %w", err)
		}
		fmt.Println("Stop with Ctrl-C.")
		return nil
	})
	return errors.Join(err, f.Close(), s.Close())
}

// build builds the books of the village, unless they are built and perhaps belong to
// somebody already: the operator's token is good for no such book.
func (c *demoCmd) build(env *environment, s *store.Store, v village) ([]villageBook, error) {
	mark, err := s.Setting(env, "demo")
	if err != nil {
		return nil, err
	}
	if string(mark) != "built" {
		if _, err := v.build(env); err != nil {
			return nil, err
		}
		if err := s.SetSetting(env, "demo", []byte("built")); err != nil {
			return nil, err
		}
	}
	var books []villageBook
	for _, key := range []string{"group", "business", "programme"} {
		b, err := s.Book(env, villageBookID(key))
		if err != nil {
			return nil, err
		}
		books = append(books, villageBook{b.ID, b.Name})
	}
	return books, nil
}

// letIn hands the books over to their owners, lets the people settle, and shows how
// they sign in.
func (c *demoCmd) letIn(env *environment, s *store.Store, f folk, address string) error {
	t := newTownsfolk(f.People, s)
	file := signInsFile(c.Database, c.DataDir)
	peopled, err := s.Setting(env, "demo_people")
	if err != nil {
		return err
	}
	var all signIns
	if peopled != nil {
		if all, err = readSignIns(file); err == nil && len(all) == 0 {
			fmt.Printf("\nThe people are there, but %s is gone, where their sign-ins were: make reset starts afresh.\n", file)
			return nil
		}
	} else {
		if err = t.settle(env); err == nil {
			all, err = t.equip(env, file)
		}
		if err == nil {
			err = s.SetSetting(env, "demo_people", []byte("1"))
		}
	}
	if err != nil {
		return err
	}
	fmt.Printf("\nWho is there, and how they sign in (whole cards in %s):\n", file)
	if err := all.print(os.Stdout); err != nil {
		return err
	}
	fmt.Println("\nWhere they sign in:")
	for _, d := range [][2]string{{"group", "the group, on its phone or their own"}, {"programme", "offices, trainers, donors"}, {"workshop", "a household business"}} {
		fmt.Printf("  %-33s %s\n", address+"/"+d[0], d[1])
	}
	x := all["M01"]
	fmt.Printf("\nTry: curl %s/v1/sessions -H 'Content-Type: application/json' -d '{\"login\": \"%s\", \"secret\": \"%s\"}'\n", address, x.login, x.secret)
	fmt.Printf("then, with the token it answers: curl %s/v1/books/%s/trial-balance -H 'Authorization: Bearer TOKEN'\n", address, villageBookID("group"))
	return nil
}

// claim marks an empty database as the demo's, and refuses one that has books
// and no such mark.
func (c *demoCmd) claim(env *environment, s *store.Store) error {
	mark, err := s.Setting(env, "demo")
	if err != nil || mark != nil {
		return err
	}
	books, err := s.Books(env, ledger.ID{}, 1)
	if err != nil {
		return err
	}
	if len(books) > 0 {
		return errors.New("this database is not the demo's: choose another")
	}
	return s.SetSetting(env, "demo", []byte("1"))
}
