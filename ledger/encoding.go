package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// Sealed is an entry as the database keeps it and as the chain proves it: ids
// and integers only. Names and free text stand in it as commitments.
type Sealed struct {
	Book       ID
	Sequence   int64
	ID         ID
	Day        Date
	Kind       string
	Memo       Hash // commitment to the memo; zero when there is none
	By         ID
	Command    ID
	Event      ID
	Reverses   ID
	RecordedAt int64 // microseconds since 1970 UTC
	Lines      []SealedLine
}

// SealedLine is a line of a [Sealed] entry.
type SealedLine struct {
	Account ID
	Minor   int64 // signed minor units, debit positive
	Fund    ID
	Party   ID
	Item    ID
	Memo    Hash
}

// Chain returns the hash of the entry that follows previous in its book's
// chain: SHA-256 over previous and the canonical encoding.
//
// The encoding, version 1: the domain tag, then every field in the order of
// the struct. Ids and hashes are their bytes; integers are 8 bytes big endian;
// strings are preceded by their length, the lines by their number. Nothing can
// be read in two ways, and nothing in it depends on JSON, time zones or locale.
func (s *Sealed) Chain(previous Hash) Hash {
	b := make([]byte, 0, 256+len(s.Lines)*112)
	b = append(b, "lumbung.entry.v1\x00"...)
	b = append(b, previous[:]...)
	b = append(b, s.Book[:]...)
	b = appendInt(b, s.Sequence)
	b = append(b, s.ID[:]...)
	b = appendInt(b, int64(s.Day))
	b = appendString(b, s.Kind)
	b = append(b, s.Memo[:]...)
	b = append(b, s.By[:]...)
	b = append(b, s.Command[:]...)
	b = append(b, s.Event[:]...)
	b = append(b, s.Reverses[:]...)
	b = appendInt(b, s.RecordedAt)
	b = appendInt(b, int64(len(s.Lines)))
	for i := range s.Lines {
		l := &s.Lines[i]
		b = append(b, l.Account[:]...)
		b = appendInt(b, l.Minor)
		b = append(b, l.Fund[:]...)
		b = append(b, l.Party[:]...)
		b = append(b, l.Item[:]...)
		b = append(b, l.Memo[:]...)
	}
	return sha256.Sum256(b)
}

// Audit is one record of a book's second chain: who changed what about the book
// itself (opened it, added an account or a fund, closed a period). Body is the
// canonical JSON of the thing after the change, without names.
type Audit struct {
	Home     ID
	Sequence int64
	At       int64 // microseconds since 1970 UTC
	Actor    ID
	Command  ID
	Device   ID // on which it was asked for; zero for none of ours
	Action   string
	Subject  ID
	Body     string
}

// Chain returns the hash of the record that follows previous, encoded as
// [Sealed.Chain] says under a domain tag of its own, and under another one with the
// device that it names.
func (a *Audit) Chain(previous Hash) Hash {
	b := append([]byte(nil), "lumbung.audit.v1\x00"...)
	if !a.Device.IsZero() {
		b = append(append(b[:0], "lumbung.audit.v2\x00"...), a.Device[:]...)
	}
	b = append(b, previous[:]...)
	b = append(b, a.Home[:]...)
	b = appendInt(b, a.Sequence)
	b = appendInt(b, a.At)
	b = append(b, a.Actor[:]...)
	b = append(b, a.Command[:]...)
	b = appendString(b, a.Action)
	b = append(b, a.Subject[:]...)
	b = appendString(b, a.Body)
	return sha256.Sum256(b)
}

// Salt makes a commitment unguessable. It lies with the text it belongs to and
// is erased with it.
type Salt [32]byte

// Commit returns the commitment to a text: it shows later that the text is the
// one that was written, and says nothing about it once the salt is erased. The
// empty text commits to the zero hash.
func Commit(salt Salt, text string) Hash {
	if text == "" {
		return Hash{}
	}
	b := append([]byte("lumbung.text.v1\x00"), salt[:]...)
	return sha256.Sum256(append(b, text...))
}

// Micros is the resolution instants are kept in: microseconds since 1970 UTC.
func Micros(t time.Time) int64 { return t.UnixMicro() }

func appendInt(b []byte, n int64) []byte { return binary.BigEndian.AppendUint64(b, uint64(n)) }

func appendString(b []byte, s string) []byte { return append(appendInt(b, int64(len(s))), s...) }
