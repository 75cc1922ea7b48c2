package store

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"time"

	"github.com/uptrace/bun"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// A snapshot is JSON lines: a head, then a line per row, then an end with the
// number of rows and the SHA-256 of every byte before it. The rows of a book
// stand together: the book, its changes, chart, funds and commands, then its
// journal in order of sequence, lines before the headers that seal them.
// Balances are not in it: they follow from the lines. Nothing in it depends on
// the database it came from.
type snapshotLine struct {
	Snapshot  int             `json:"snapshot,omitempty"` // the format's version, in the head
	CreatedAt string          `json:"created_at,omitempty"`
	Table     string          `json:"table,omitempty"`
	Row       json.RawMessage `json:"row,omitempty"`
	Rows      *int64          `json:"rows,omitempty"` // in the end
	SHA256    string          `json:"sha256,omitempty"`
}

const snapshotVersion = 1

type settingRow struct {
	bun.BaseModel `bun:"table:settings"`

	Name  string `bun:"name"`
	Value []byte `bun:"value"`
}

// snapshotWriter writes lines and keeps count of them.
type snapshotWriter struct {
	w    *bufio.Writer
	sum  hash.Hash
	rows int64
}

func (w *snapshotWriter) line(l snapshotLine) error {
	raw, err := json.Marshal(l)
	if err != nil {
		return err
	}
	raw = append(raw, '\n')
	w.sum.Write(raw)
	_, err = w.w.Write(raw)
	return err
}

func writeRows[T any](w *snapshotWriter, table string, rows []T) error {
	for i := range rows {
		raw, err := json.Marshal(&rows[i])
		if err != nil {
			return err
		}
		if err := w.line(snapshotLine{Table: table, Row: raw}); err != nil {
			return err
		}
		w.rows++
	}
	return nil
}

// snapshot writes everything in the database, from one consistent state, and says
// what that was.
func (s *Store) snapshot(ctx context.Context, out io.Writer) (Backup, error) {
	w := &snapshotWriter{w: bufio.NewWriterSize(out, 1<<20), sum: sha256.New()}
	b := Backup{At: s.now().UTC()} // before the state is seen: what was there by then is in it
	err := s.Read(ctx, func(ctx context.Context, s *Store) error {
		if err := w.line(snapshotLine{Snapshot: snapshotVersion, CreatedAt: b.At.Format(time.RFC3339)}); err != nil {
			return err
		}
		var settings []settingRow
		if err := s.db.NewRaw("SELECT * FROM settings ORDER BY name").Scan(ctx, &settings); err != nil {
			return err
		}
		if err := writeRows(w, "settings", settings); err != nil {
			return err
		}
		err := s.db.NewRaw("SELECT id AS book, seq, epoch, ? AS at FROM books WHERE state <> ? ORDER BY id", ledger.Micros(b.At), stateImporting).Scan(ctx, &b.rows)
		if err != nil {
			return err
		}
		for _, r := range b.rows {
			if err := s.snapshotBook(ctx, w, r.Book); err != nil {
				return err
			}
		}
		if err := s.snapshotFeatures(ctx, w); err != nil {
			return err
		}
		return w.line(snapshotLine{Rows: &w.rows, SHA256: hex.EncodeToString(w.sum.Sum(nil))})
	})
	return b, errors.Join(err, w.w.Flush())
}

func (s *Store) snapshotBook(ctx context.Context, w *snapshotWriter, id ledger.ID) error {
	if err := dump[bookRow](ctx, s, w, "books", "id = ?", id); err != nil {
		return err
	}
	if err := dump[auditRow](ctx, s, w, "audit", "home = ? ORDER BY seq", id); err != nil {
		return err
	}
	if err := dump[accountRow](ctx, s, w, "accounts", "book = ? ORDER BY id", id); err != nil {
		return err
	}
	if err := dump[fundRow](ctx, s, w, "funds", "book = ? ORDER BY id", id); err != nil {
		return err
	}
	if err := dump[limitRow](ctx, s, w, "limits", "book = ? ORDER BY account, per", id); err != nil {
		return err
	}
	last := ledger.ID{}
	for {
		var rows []commandRow
		if err := s.db.NewRaw("SELECT * FROM commands WHERE home = ? AND id > ? ORDER BY id LIMIT 2000", id, last).Scan(ctx, &rows); err != nil {
			return err
		}
		if err := writeRows(w, "commands", rows); err != nil {
			return err
		}
		if len(rows) < 2000 {
			break
		}
		last = rows[len(rows)-1].ID
	}
	const chunk = 2000
	for from := int64(1); ; from += chunk {
		to := from + chunk - 1
		before := w.rows
		if err := dump[lineRow](ctx, s, w, "lines", "book = ? AND seq BETWEEN ? AND ? ORDER BY seq, n", id, from, to); err != nil {
			return err
		}
		if err := dump[entryRow](ctx, s, w, "entries", "book = ? AND seq BETWEEN ? AND ? ORDER BY seq", id, from, to); err != nil {
			return err
		}
		if err := dump[textRow](ctx, s, w, "texts", "book = ? AND seq BETWEEN ? AND ? ORDER BY seq, n", id, from, to); err != nil {
			return err
		}
		if w.rows == before {
			return nil
		}
	}
}

func dump[T any](ctx context.Context, s *Store, w *snapshotWriter, table, where string, args ...any) error {
	var rows []T
	if err := s.db.NewRaw("SELECT * FROM "+table+" WHERE "+where, args...).Scan(ctx, &rows); err != nil {
		return err
	}
	return writeRows(w, table, rows)
}

// readSnapshot calls row for every row and returns an error unless the snapshot
// is whole and unchanged. Rows are handed out before that is known.
func readSnapshot(r io.Reader, row func(table string, raw json.RawMessage) error) error {
	in := bufio.NewReaderSize(r, 1<<20)
	sum := sha256.New()
	var rows int64
	for n := 1; ; n++ {
		raw, err := in.ReadBytes('\n')
		if err == io.EOF {
			return errors.New("the snapshot is cut off: it has no end")
		}
		if err != nil {
			return err
		}
		var l snapshotLine
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		if err := d.Decode(&l); err != nil {
			return fmt.Errorf("line %d of the snapshot cannot be read: %w", n, err)
		}
		switch {
		case n == 1:
			if l.Snapshot != snapshotVersion {
				return fmt.Errorf("not a snapshot of version %d", snapshotVersion)
			}
		case l.Rows != nil:
			// To the byte: the end is the one line that no digest covers.
			end, err := json.Marshal(snapshotLine{Rows: &rows, SHA256: hex.EncodeToString(sum.Sum(nil))})
			if err != nil {
				return err
			}
			if !bytes.Equal(raw, append(end, '\n')) {
				return errors.New("the snapshot has been changed: its digest does not fit")
			}
			if _, err := in.ReadByte(); err != io.EOF {
				return errors.New("the snapshot goes on after its end")
			}
			return nil
		default:
			rows++
			if err := row(l.Table, l.Row); err != nil {
				return fmt.Errorf("line %d of the snapshot: %w", n, err)
			}
		}
		sum.Write(raw)
	}
}
