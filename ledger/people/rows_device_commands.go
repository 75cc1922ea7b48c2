package people

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

type deviceCommandRow struct {
	bun.BaseModel `bun:"table:device_commands"`

	Home     ledger.ID   `bun:"home"`
	Item     ledger.ID   `bun:"item"`
	Device   ledger.ID   `bun:"device"`
	Seq      int64       `bun:"seq"`
	ID       ledger.ID   `bun:"id"`
	Actor    ledger.ID   `bun:"actor"`
	Body     []byte      `bun:"body"` // the command as it was sent, see [packCommand]
	Digest   ledger.Hash `bun:"digest"`
	Since    int64       `bun:"since"`
	At       int64       `bun:"at"`
	Late     int64       `bun:"late"`
	State    string      `bun:"state"`
	Outcome  Answer      `bun:"outcome"`
	Code     string      `bun:"code"`
	Resource string      `bun:"resource"`
}

// The states of a command of a device.
const (
	stateHeld        = "held"        // one before it has not come, or it has just come itself
	stateDone        = "done"        // its handler has done it
	stateRefused     = "refused"     // a request that was decided with no
	stateQuarantined = "quarantined" // waits for the key-holders
	stateReleased    = "released"    // done on their word
	stateDismissed   = "dismissed"
)

func insertCommands(ctx context.Context, s *store.Store, rows []deviceCommandRow) error {
	if len(rows) == 0 {
		return nil
	}
	_, err := s.DB().NewInsert().Model(&rows).Exec(ctx)
	return err
}

// commandsAt returns the device's commands with the given numbers.
func commandsAt(ctx context.Context, s *store.Store, home, device ledger.ID, seqs []int64) ([]deviceCommandRow, error) {
	if len(seqs) == 0 {
		return nil, nil
	}
	var rows []deviceCommandRow
	err := s.DB().NewRaw("SELECT * FROM device_commands WHERE home = ? AND device = ? AND seq IN (?) ORDER BY seq, item", home, device, bun.List(seqs)).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// lastCame is the highest number of the device's commands that have come, or zero.
func lastCame(ctx context.Context, s *store.Store, home, device ledger.ID) (int64, error) {
	var last int64
	err := s.DB().NewRaw("SELECT coalesce(max(seq), 0) FROM device_commands WHERE home = ? AND device = ?", home, device).Scan(ctx, &last)
	return last, store.Translate(err)
}

// commandsBehind returns the device's commands that wait for their turn, and those
// that are dealt with behind the point up to which all are, in order.
func commandsBehind(ctx context.Context, s *store.Store, home, device ledger.ID, last int64) ([]deviceCommandRow, error) {
	var rows []deviceCommandRow
	err := s.DB().NewRaw(`SELECT * FROM device_commands WHERE home = ? AND device = ? AND (seq > ? OR state = 'held')
		ORDER BY seq, item`, home, device, last).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

func findItem(ctx context.Context, s *store.Store, home, item ledger.ID) (deviceCommandRow, error) {
	var row deviceCommandRow
	err := s.DB().NewRaw("SELECT * FROM device_commands WHERE home = ? AND item = ?", home, item).Scan(ctx, &row)
	return row, rowOr(err, ledger.E(ledger.Missing, "unknown_command", ""))
}

// itemsThatWait returns what waits for the key-holders or for commands before it,
// from a place in the order of arrival on.
func itemsThatWait(ctx context.Context, s *store.Store, home ledger.ID, afterAt int64, afterItem ledger.ID, limit int) ([]deviceCommandRow, error) {
	var rows []deviceCommandRow
	err := s.DB().NewRaw(`SELECT * FROM device_commands WHERE home = ? AND state IN ('held', 'quarantined')
		AND (at > ? OR at = ? AND item > ?) ORDER BY at, item LIMIT ?`, home, afterAt, afterAt, afterItem, limit).Scan(ctx, &rows)
	return rows, store.Translate(err)
}

// conclude writes what became of a command that was in one of the states.
func (r *deviceCommandRow) conclude(ctx context.Context, s *store.Store, from ...string) (bool, error) {
	res, err := s.DB().NewRaw("UPDATE device_commands SET state = ?, outcome = ?, code = ?, resource = ? WHERE home = ? AND item = ? AND state IN (?)",
		r.State, r.Outcome, r.Code, r.Resource, r.Home, r.Item, bun.List(from)).Exec(ctx)
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

type verdictRow struct {
	bun.BaseModel `bun:"table:device_verdicts"`

	Home    ledger.ID `bun:"home"`
	Item    ledger.ID `bun:"item"`
	Person  ledger.ID `bun:"person"`
	Verdict Verdict   `bun:"verdict"`
	Reason  string    `bun:"reason"`
	At      int64     `bun:"at"`
}

// keep writes the person's verdict, instead of an earlier one of hers.
func (r *verdictRow) keep(ctx context.Context, s *store.Store) error {
	_, err := s.DB().NewInsert().Model(r).On("CONFLICT (home, item, person) DO UPDATE").
		Set("verdict = excluded.verdict").Set("reason = excluded.reason").Set("at = excluded.at").Exec(ctx)
	return err
}

func verdictsOn(ctx context.Context, s *store.Store, home ledger.ID, items ...ledger.ID) ([]verdictRow, error) {
	if len(items) == 0 {
		return nil, nil
	}
	var rows []verdictRow
	err := s.DB().NewRaw("SELECT * FROM device_verdicts WHERE home = ? AND item IN (?) ORDER BY item, at, person", home, bun.List(items)).Scan(ctx, &rows)
	return rows, store.Translate(err)
}
