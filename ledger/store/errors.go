package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// translate turns what the database refuses into the problem the caller has.
// It is the only place that does.
func translate(err error) error {
	var known *ledger.Error
	switch {
	case err == nil, errors.As(err, &known):
		return err
	case errors.Is(err, context.DeadlineExceeded), retryable(err):
		return errors.Join(ledger.E(ledger.Busy, "busy", ""), err)
	case lost(err):
		return errors.Join(ledger.E(ledger.Busy, "busy", ""), err)
	case outOfRange(err):
		return errors.Join(ledger.E(ledger.Conflict, "balance_out_of_range", "lines"), err)
	case duplicate(err) && isOf(err, "entries_by_reverses", "entries.book, entries.reverses", "reversed twice"):
		return errors.Join(ledger.E(ledger.Conflict, "already_reversed", ""), err)
	case isOf(err, "reversed twice"):
		return errors.Join(ledger.E(ledger.Conflict, "already_reversed", ""), err)
	case duplicate(err) && isOf(err, "accounts_book_code_key", "accounts.code"),
		duplicate(err) && isOf(err, "funds_book_code_key", "funds.code"):
		return errors.Join(ledger.E(ledger.Conflict, "duplicate_code", "code"), err)
	case duplicate(err), isOf(err, "entry id used twice"):
		return errors.Join(ledger.E(ledger.Conflict, "id_reused", "id"), err)
	}
	return err
}

// isOf reports whether the error names one of the given constraints.
func isOf(err error, names ...string) bool {
	text := err.Error()
	for _, n := range names {
		if strings.Contains(text, n) {
			return true
		}
	}
	return false
}

func isNetworkError(err error) bool {
	var op *net.OpError
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) || errors.As(err, &op)
}
