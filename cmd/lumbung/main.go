// Command lumbung is the whole product in one program: the server, a demo
// village, and the tools an operator needs.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/words"
)

// version is set when the program is built.
var version = "dev"

// cli is the command line. Every flag can also be given in the environment.
type cli struct {
	Serve   serveCmd   `cmd:"" help:"Serve the ledger over HTTP."`
	Demo    demoCmd    `cmd:"" help:"Serve a demo village, on this machine only."`
	Migrate migrateCmd `cmd:"" help:"Bring the database to this program's schema."`
	Check   checkCmd   `cmd:"" help:"Prove every invariant of the database; exit 1 and name the first wrong row otherwise."`
	Export  exportCmd  `cmd:"" help:"Write a book as an hledger journal or as CSV."`
	Import  importCmd  `cmd:"" help:"Read an hledger journal into a new general book."`
	Backup  backupCmd  `cmd:"" help:"Write a snapshot of the whole database while it serves."`
	Restore restoreCmd `cmd:"" help:"Put a snapshot into a database of either kind, proved before it replaces anything."`
	User    userCmd    `cmd:"" help:"Who may sign in."`
	Card    cardCmd    `cmd:"" help:"Key cards."`

	Version kong.VersionFlag `help:"Print the version and exit."`
}

// database is the flag of every command that opens one.
type database struct {
	Database string `env:"LUMBUNG_DATABASE" default:"sqlite:lumbung.db" placeholder:"ADDRESS" help:"sqlite:PATH or postgres://USER@HOST/NAME."`
}

// environment is what a command works with.
type environment struct {
	context.Context
	log *slog.Logger
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	var c cli
	k := kong.Parse(&c, kong.Name("lumbung"), kong.Description("The ledger of the village granary."),
		kong.UsageOnError(), kong.Vars{"version": version})
	err := k.Run(&environment{ctx, slog.New(slog.NewJSONHandler(os.Stderr, nil))})
	if err != nil {
		fmt.Fprintln(os.Stderr, "lumbung:", told(err))
		stop()
		os.Exit(1)
	}
}

// told is an error with the sentence of its code, where it has one.
func told(err error) string {
	var e *ledger.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	return words.Sentence(words.English, e.Code, e.Params) + " (" + err.Error() + ")"
}
