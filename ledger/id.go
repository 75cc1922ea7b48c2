package ledger

import (
	"crypto/sha256"
	"database/sql/driver"
	"encoding/hex"
	"errors"

	"github.com/google/uuid"
)

// ID names a thing for ever. Whoever creates the thing makes its id: a UUIDv7
// for most things, a random v4 for books (they lead every key, and time-ordered
// keys would put every new book on one shard), a v8 made by [DeriveID] for
// things that follow from others. The zero ID means "none".
type ID [16]byte

// ParseID reads the canonical form "018f3c1e-....", in either case. It refuses
// everything else, the zero id included, with invalid_id.
func ParseID(s string) (ID, error) {
	if len(s) == 36 {
		if u, err := uuid.Parse(s); err == nil && u != uuid.Nil {
			return ID(u), nil
		}
	}
	return ID{}, E(Invalid, "invalid_id", "")
}

// MustID is [ParseID] for constants in code and tests; it panics on bad input.
func MustID(s string) ID {
	id, err := ParseID(s)
	if err != nil {
		panic("ledger: bad id " + s)
	}
	return id
}

// DeriveID returns the UUIDv8 that belongs to name under home. The same home
// and name give the same id everywhere, so that two devices which derive the
// same thing mean the same thing.
func DeriveID(home ID, name string) ID {
	h := sha256.New()
	h.Write([]byte("lumbung.id.v1\x00"))
	h.Write(home[:])
	h.Write([]byte(name))
	var id ID
	copy(id[:], h.Sum(nil))
	id[6] = id[6]&0x0f | 0x80 // version 8
	id[8] = id[8]&0x3f | 0x80 // RFC 9562 variant
	return id
}

// IsZero reports whether the id means "none".
func (id ID) IsZero() bool { return id == ID{} }

// String returns the canonical form.
func (id ID) String() string { return uuid.UUID(id).String() }

// MarshalText writes the canonical form, and nothing for the zero id.
func (id ID) MarshalText() ([]byte, error) {
	if id.IsZero() {
		return nil, nil
	}
	return []byte(id.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (id *ID) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*id = ID{}
		return nil
	}
	parsed, err := ParseID(string(text))
	if err == nil {
		*id = parsed
	}
	return err
}

// Value hands the sixteen bytes to the database; the store's dialect turns them
// into a BLOB on SQLite and a uuid on PostgreSQL.
func (id ID) Value() (driver.Value, error) { return id[:], nil }

// Scan reads an id as either database returns it: sixteen bytes or a uuid's
// text. Bytes of any other length are no id, also where they spell one: no index
// would find them.
func (id *ID) Scan(src any) error {
	switch v := src.(type) {
	case []byte:
		if len(v) == 16 {
			copy(id[:], v)
			return nil
		}
	case string:
		u, err := uuid.Parse(v)
		if err != nil {
			return errDamaged
		}
		*id = ID(u)
		return nil
	}
	return errDamaged
}

// errDamaged is what reading a damaged row says: it is no problem of a caller's.
var errDamaged = errors.New("ledger: the database holds what was never written")

// Hash is a SHA-256 sum: a link of a book's chain or a commitment to a text.
type Hash [32]byte

// IsZero reports whether the hash means "none".
func (h Hash) IsZero() bool { return h == Hash{} }

// String returns the sum in lower-case hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// MarshalText writes hexadecimal.
func (h Hash) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads 64 hexadecimal digits.
func (h *Hash) UnmarshalText(text []byte) error {
	if len(text) != 64 {
		return E(Invalid, "invalid_hash", "")
	}
	if _, err := hex.Decode(h[:], text); err != nil {
		return E(Invalid, "invalid_hash", "")
	}
	return nil
}

// Value hands the bytes to the database.
func (h Hash) Value() (driver.Value, error) { return h[:], nil }

// Scan reads the bytes back.
func (h *Hash) Scan(src any) error {
	if v, ok := src.([]byte); ok && len(v) == len(h) {
		copy(h[:], v)
		return nil
	}
	return errDamaged
}
