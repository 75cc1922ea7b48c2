package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type demoCmd struct {
	Database string `default:"sqlite:demo.db" placeholder:"ADDRESS" help:"The demo's own database."`
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
	address := "http://" + l.Addr().String()
	err = serveOn(env, s, l, store.HashToken(token), func() error {
		v := village{address: address, token: token}
		books, err := v.build(env)
		if err != nil {
			return fmt.Errorf("building the village: %w", err)
		}
		fmt.Printf("\nThe demo village is open at %s\n", address)
		fmt.Printf("  API reference    %s/reference\n", address)
		fmt.Printf("  Operator token   %s\n", token)
		for _, b := range books {
			fmt.Printf("  %-24s %s\n", b.name, b.id)
		}
		fmt.Printf("\nTry: curl -H 'Authorization: Bearer %s' %s/v1/books/%s/trial-balance\n", token, address, books[0].id)
		fmt.Println("Stop with Ctrl-C.")
		return nil
	})
	return errors.Join(err, s.Close())
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
