package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
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

// Once runs fn for the command, in one transaction with the named books locked,
// unless the command has happened before: then it returns the first result and
// does nothing. The same id with another body is refused with id_reused.
//
// fn returns the resource that the answer is rendered from. When it returns an
// error nothing it did remains. An error of kind [ledger.Refused] is a decision:
// it is kept as the command's outcome and returned again on every repeat. Any
// other error is not kept, and the command may be sent again.
//
// After a connection that broke in the middle of a commit the command is looked
// up again, so that it happens exactly once even then.
func (s *Store) Once(ctx context.Context, cmd ledger.Command, books []ledger.ID, fn func(ctx context.Context, s *Store) (string, error)) (Result, error) {
	if cmd.ID.IsZero() || cmd.Home.IsZero() {
		return Result{}, ledger.E(ledger.Invalid, "invalid_id", "id")
	}
	for attempt := 1; ; attempt++ {
		var res Result
		var refusal error
		err := s.Tx(ctx, func(ctx context.Context, s *Store) (err error) {
			res, refusal, err = s.once(ctx, cmd, books, fn)
			return err
		})
		var need NeedBooks
		switch {
		case err == nil:
			return res, refusal
		case errors.As(err, &need):
			if attempt == maxAttempts { // a book that is not there cannot be locked
				return Result{}, ledger.E(ledger.Missing, "unknown_book", "")
			}
			books = slices.Concat(books, need.Books)
		case (duplicate(err) || lost(err)) && attempt < maxAttempts && pause(ctx, attempt) == nil:
			// Another request with this id was faster, or the outcome is
			// unknown: look it up by running again.
			s.retries.Add(1)
			if duplicate(err) && attempt > 2 {
				return Result{}, err
			}
		default:
			return Result{}, err
		}
	}
}

func (s *Store) once(ctx context.Context, cmd ledger.Command, books []ledger.ID, fn func(ctx context.Context, s *Store) (string, error)) (Result, error, error) {
	if s.tx.depth > 0 || s.tx.command.ID != (ledger.ID{}) {
		panic("store: a command within a command")
	}
	if err := s.lockBooks(ctx, append(slices.Clone(books), cmd.Home)); err != nil {
		return Result{}, nil, err
	}
	var seq, auditSeq int64
	if home, ok := s.tx.books[cmd.Home]; ok {
		seq, auditSeq = home.Sequence, home.auditSeq
	}
	body := s.keyed("body", cmd.Body)
	var old commandRow
	err := s.db.NewSelect().Model(&old).Where("home = ?", cmd.Home).Where("id = ?", cmd.ID).Scan(ctx)
	if err == nil {
		if old.Name != cmd.Name || !hmac.Equal(old.Body, body) {
			return Result{}, nil, ledger.E(ledger.Conflict, "id_reused", "id")
		}
		res := Result{Outcome: old.Outcome, Code: old.Code, Resource: old.Resource, Replayed: true}
		if old.Outcome == ledger.OutcomeRefused {
			return res, ledger.E(ledger.Refused, old.Code, ""), nil
		}
		return res, nil, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return Result{}, nil, err
	}
	s.tx.command = cmd
	row := commandRow{Home: cmd.Home, ID: cmd.ID, Name: cmd.Name, Version: int64(cmd.Version), Body: body,
		Outcome: ledger.OutcomePosted, At: ledger.Micros(s.tx.at), Actor: cmd.Actor}
	var refusal error
	err = s.Tx(ctx, func(ctx context.Context, s *Store) (err error) {
		row.Resource, err = fn(ctx, s)
		return err
	})
	if err != nil {
		if ledger.KindOf(err) != ledger.Refused {
			return Result{}, nil, err
		}
		refusal, row.Outcome, row.Code, row.Resource = err, ledger.OutcomeRefused, ledger.CodeOf(err), ""
	}
	// The chains of its home prove every command, so that none can be taken away
	// unnoticed: one that left nothing in them leaves a record of itself.
	if home, ok := s.tx.books[cmd.Home]; ok && home.Sequence == seq && home.auditSeq == auditSeq {
		decision := struct {
			Code string `json:"code"`
		}{row.Code}
		if err := s.record(ctx, home, change{"command." + string(row.Outcome), cmd.ID, decision}); err != nil {
			return Result{}, nil, err
		}
	}
	row.Seal = s.sealCommand(&row)
	if _, err := s.db.NewInsert().Model(&row).Exec(ctx); err != nil {
		return Result{}, nil, err
	}
	return Result{Outcome: row.Outcome, Code: row.Code, Resource: row.Resource}, refusal, nil
}

// keyed is a hash that only this installation can compute, so that what was
// asked cannot be guessed from it.
func (c *core) keyed(tag string, parts ...[]byte) []byte {
	h := hmac.New(sha256.New, c.key)
	h.Write([]byte(tag))
	for _, p := range parts {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(p))))
		h.Write(p)
	}
	return h.Sum(nil)
}

func (c *core) sealCommand(r *commandRow) []byte {
	return c.keyed("command", r.Home[:], r.ID[:], []byte(r.Name), binary.BigEndian.AppendUint64(nil, uint64(r.Version)), r.Body,
		[]byte(r.Outcome), []byte(r.Code), []byte(r.Resource), binary.BigEndian.AppendUint64(nil, uint64(r.At)), r.Actor[:])
}
