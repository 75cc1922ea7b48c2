package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"slices"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Result is what became of a command.
type Result struct {
	Outcome  ledger.Outcome
	Code     string // why, when it was refused
	Resource string // what it made; the caller renders the answer from it
	Replayed bool   // it had happened before; nothing was done now
}

type deviceKey struct{}

// ByDevice is a context in which whatever is asked for comes from a device of ours:
// every record of a change names it, unless the command itself names one. The zero id
// is none.
func ByDevice(ctx context.Context, device ledger.ID) context.Context {
	return context.WithValue(ctx, deviceKey{}, device)
}

// Once runs fn for the command, in one transaction with the named books locked,
// unless the command has happened before: then it returns the first result and
// does nothing. The same id with another body is refused with id_reused.
//
// fn returns the resource that the answer is rendered from. When it returns an
// error nothing it did remains. An error of kind [ledger.Refused] is a decision:
// it is kept as the command's outcome and returned again on every repeat. Any
// other error is not kept, and the command may be sent again.
//
// fn shares its transaction with other commands and may run more than once. When
// it posts to a book that was not named it is run again with that book locked
// too ([NeedBooks]).
func (s *Store) Once(ctx context.Context, cmd ledger.Command, books []ledger.ID, fn func(ctx context.Context, s *Store) (string, error)) (Result, error) {
	if cmd.ID.IsZero() || cmd.Home.IsZero() {
		return Result{}, ledger.E(ledger.Invalid, "invalid_id", "id")
	}
	if s.tx != nil {
		panic("store: a command within a transaction")
	}
	if cmd.Device.IsZero() {
		cmd.Device, _ = ctx.Value(deviceKey{}).(ledger.ID)
	}
	books = append(slices.Clone(books), cmd.Home)
	for attempt := 1; ; attempt++ {
		j := &job{ctx: ctx, books: books, cmd: cmd, run: fn}
		if err := s.writer.submit(j); err != nil {
			return Result{}, err
		}
		var need NeedBooks
		switch {
		case errors.As(j.refusal, &need):
			if attempt == maxAttempts { // a book that is not there cannot be locked
				return Result{}, ledger.E(ledger.Missing, "unknown_book", "")
			}
			books = append(books, need.Books...)
		case duplicate(j.refusal) && attempt == 1:
			// Perhaps another server has just done this very command: look again.
		default:
			return j.res, translate(j.refusal)
		}
	}
}

// commandRow is a command that was decided.
type commandRow struct {
	bun.BaseModel `bun:"table:commands"`

	Home     ledger.ID      `bun:"home"`
	ID       ledger.ID      `bun:"id"`
	Name     string         `bun:"name"`
	Version  int64          `bun:"version"`
	Body     []byte         `bun:"body"`
	Outcome  ledger.Outcome `bun:"outcome"`
	Code     string         `bun:"code"`
	Resource string         `bun:"resource"`
	At       int64          `bun:"at"`
	Actor    ledger.ID      `bun:"actor"`
	Seal     []byte         `bun:"seal"`
}

type commandKey struct{ home, id ledger.ID }

// replay answers a command that was decided before.
func (s *Store) replay(old *commandRow, cmd ledger.Command) (Result, error) {
	if old.Name != cmd.Name || !hmac.Equal(old.Body, s.keyed("body", cmd.Body)) {
		return Result{}, ledger.E(ledger.Conflict, "id_reused", "id")
	}
	res := Result{Outcome: old.Outcome, Code: old.Code, Resource: old.Resource, Replayed: true}
	if old.Outcome == ledger.OutcomeRefused {
		return res, ledger.E(ledger.Refused, old.Code, "")
	}
	return res, nil
}

// keep writes down what became of a command.
func (b *batch) keep(cmd ledger.Command, res Result) {
	s := b.s
	row := &commandRow{Home: cmd.Home, ID: cmd.ID, Name: cmd.Name, Version: int64(cmd.Version), Body: s.keyed("body", cmd.Body),
		Outcome: res.Outcome, Code: res.Code, Resource: res.Resource, At: ledger.Micros(s.tx.at), Actor: cmd.Actor}
	row.Seal = s.sealCommand(row)
	b.commands = append(b.commands, row.Home, row.ID, row.Name, row.Version, row.Body, string(row.Outcome), row.Code, row.Resource, row.At, row.Actor, row.Seal)
	s.tx.known[commandKey{cmd.Home, cmd.ID}] = row
}

// keyed is a hash that only this installation can compute, so that what was
// asked cannot be guessed from it.
func (s *Store) keyed(tag string, parts ...[]byte) []byte {
	h := hmac.New(sha256.New, s.key)
	h.Write([]byte(tag))
	for _, p := range parts {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(p))))
		h.Write(p)
	}
	return h.Sum(nil)
}

func (s *Store) sealCommand(r *commandRow) []byte {
	return s.keyed("command", r.Home[:], r.ID[:], []byte(r.Name), binary.BigEndian.AppendUint64(nil, uint64(r.Version)), r.Body,
		[]byte(r.Outcome), []byte(r.Code), []byte(r.Resource), binary.BigEndian.AppendUint64(nil, uint64(r.At)), r.Actor[:])
}
