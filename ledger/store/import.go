package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// ImportChunk is how many entries an import writes at a time, so that others
// may post in between.
const ImportChunk = 500

// Import writes a whole journal into a new general book: the book with its
// accounts, the entries a chunk at a time, and at the end makes it visible. All
// must have been checked before; an entry that the store refuses leaves an
// invisible book behind and nothing else. The same import with the same book id
// goes on where a broken one stopped.
func (s *Store) Import(ctx context.Context, actor ledger.ID, b ledger.Book, accounts []ledger.Account, entries []ledger.Entry) (ledger.Book, error) {
	if err := b.Check(); err != nil {
		return ledger.Book{}, err
	}
	digest := importDigest(accounts, entries)
	run := func(id ledger.ID, step string, fn func(ctx context.Context, s *Store) (string, error)) error {
		cmd := ledger.Command{ID: id, Home: b.ID, Name: importCommand, Version: 1, Body: append([]byte(step), digest...), Actor: actor}
		_, err := s.Once(ctx, cmd, []ledger.ID{b.ID}, fn)
		return err
	}
	err := run(b.ID, "open", func(ctx context.Context, s *Store) (string, error) {
		_, err := s.addBook(ctx, b, stateImporting, accounts)
		return b.ID.String(), err
	})
	if err != nil {
		return ledger.Book{}, err
	}
	n := 0
	for chunk := range slices.Chunk(entries, ImportChunk) {
		n++
		step := fmt.Sprintf("chunk %d", n)
		err := run(ledger.DeriveID(b.ID, "import:"+step), step, func(ctx context.Context, s *Store) (string, error) {
			_, err := s.Post(ctx, chunk...)
			return b.ID.String(), err
		})
		if err != nil {
			return ledger.Book{}, err
		}
	}
	err = run(ledger.DeriveID(b.ID, "import:end"), "end", func(ctx context.Context, s *Store) (string, error) {
		end, err := s.locked(ctx, b.ID)
		if err != nil {
			return "", err
		}
		return b.ID.String(), s.changeBook(ctx, end, "book.imported", func(r *bookRow) { r.State = stateOpen })
	})
	if err != nil {
		return ledger.Book{}, err
	}
	return s.Book(ctx, b.ID)
}

// importDigest tells one journal from another, so that an import is not
// continued with a different file.
func importDigest(accounts []ledger.Account, entries []ledger.Entry) []byte {
	h := sha256.New()
	part := func(b []byte) {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b))))
		h.Write(b)
	}
	for _, a := range accounts {
		part(a.ID[:])
	}
	for _, e := range entries {
		part(e.ID[:])
		part([]byte(e.Day.String()))
		part([]byte(e.Memo))
		part(binary.BigEndian.AppendUint64(nil, uint64(len(e.Lines))))
		for _, l := range e.Lines {
			account := l.Account()
			part(account[:])
			part([]byte(l.Signed().String()))
			part([]byte(l.Memo))
		}
	}
	return h.Sum(nil)
}
