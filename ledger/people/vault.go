package people

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Vault seals personal data: AES-256-GCM under a key of each person's or
// household's own, which lies in the key store wrapped under the installation's
// master key. Destroying that key makes her data unreadable everywhere, in every
// backup as well.
type Vault struct {
	keys  *store.Keys
	wrap  cipher.AEAD
	index []byte // of the blind indexes
}

// MasterSize is the length of a master key, in bytes.
const MasterSize = 32

// checkID is where the key store keeps what tells whether a master key fits it.
var checkID = ledger.DeriveID(ledger.ID{}, "master key check")

// ErrMaster is what a master key gets that does not fit the key store, or is none.
var ErrMaster = errors.New("the master key does not fit the key store")

// NewVault opens the vault over a key store with the installation's master key,
// which must be the one it was made with ([ErrMaster]).
func NewVault(ctx context.Context, keys *store.Keys, master []byte) (*Vault, error) {
	if len(master) != MasterSize || hmac.Equal(master, make([]byte, MasterSize)) {
		return nil, ErrMaster
	}
	wrap, err := aead(derive(master, "lumbung.wrap.v1"))
	if err != nil {
		return nil, err
	}
	v := &Vault{keys: keys, wrap: wrap, index: derive(master, "lumbung.index.v1")}
	kept, err := keys.Keep(ctx, checkID, v.wrapped(checkID, store.Random(MasterSize)))
	if err != nil {
		return nil, err
	}
	if _, err := v.unwrapped(checkID, kept); err != nil {
		return nil, ErrMaster
	}
	return v, nil
}

func derive(master []byte, use string) []byte {
	key, err := hkdf.Key(sha256.New, master, nil, use, MasterSize)
	if err != nil {
		panic(err) // only a length beyond reason
	}
	return key
}

func aead(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

const nonceSize = 12

func (v *Vault) wrapped(subject ledger.ID, key []byte) []byte {
	nonce := store.Random(nonceSize)
	return v.wrap.Seal(nonce, nonce, key, append([]byte("lumbung.key.v1"), subject[:]...))
}

func (v *Vault) unwrapped(subject ledger.ID, wrapped []byte) (cipher.AEAD, error) {
	if len(wrapped) < nonceSize {
		return nil, ErrMaster
	}
	key, err := v.wrap.Open(nil, wrapped[:nonceSize], wrapped[nonceSize:], append([]byte("lumbung.key.v1"), subject[:]...))
	if err != nil {
		return nil, ErrMaster
	}
	return aead(key)
}

// Sealed is a piece of personal data as the database has it. It can be opened only
// at its own place: no row can be put in for another, nor an old version for a
// newer one.
type Sealed struct {
	Home, Subject ledger.ID // the home that registered her, and whose key it is
	Of            ledger.ID // the row it belongs to; the subject's own when zero
	Version       int64     // of the row
	Bytes         []byte
}

func (x Sealed) place() []byte {
	b := append([]byte("lumbung.sealed.v1"), x.Home[:]...)
	b = append(append(b, x.Subject[:]...), x.Of[:]...)
	return binary.BigEndian.AppendUint64(b, uint64(x.Version))
}

// Seal fills in the bytes. It makes the subject's key when she has none, so it must
// be called before the closure of a command, not in it.
func (v *Vault) Seal(ctx context.Context, x Sealed, plain []byte) (Sealed, error) {
	there, err := v.keys.Get(ctx, x.Subject)
	if err != nil {
		return Sealed{}, err
	}
	wrapped := there[x.Subject]
	if wrapped == nil {
		if wrapped, err = v.keys.Keep(ctx, x.Subject, v.wrapped(x.Subject, store.Random(MasterSize))); err != nil {
			return Sealed{}, err
		}
	}
	seal, err := v.unwrapped(x.Subject, wrapped)
	if err != nil {
		return Sealed{}, err
	}
	nonce := store.Random(nonceSize)
	x.Bytes = seal.Seal(nonce, nonce, plain, x.place())
	return x, nil
}

// Open returns what is in the sealed pieces, in order: nil for one whose key is
// destroyed. A piece that was altered or moved is an error.
func (v *Vault) Open(ctx context.Context, pieces ...Sealed) ([][]byte, error) {
	ids := make([]ledger.ID, len(pieces))
	for i, x := range pieces {
		ids[i] = x.Subject
	}
	wrapped, err := v.keys.Get(ctx, ids...)
	if err != nil {
		return nil, err
	}
	opened := make([][]byte, len(pieces))
	for i, x := range pieces {
		key := wrapped[x.Subject]
		if key == nil {
			continue
		}
		seal, err := v.unwrapped(x.Subject, key)
		if err != nil {
			return nil, err
		}
		if len(x.Bytes) < nonceSize {
			return nil, errAltered
		}
		if opened[i], err = seal.Open([]byte{}, x.Bytes[:nonceSize], x.Bytes[nonceSize:], x.place()); err != nil {
			return nil, errAltered
		}
	}
	return opened, nil
}

var errAltered = errors.New("sealed personal data was altered or moved")

// Forget destroys the subject's key, for good and everywhere.
func (v *Vault) Forget(ctx context.Context, subject ledger.ID) error {
	return v.keys.Destroy(ctx, subject)
}

// Index is a keyed hash of a value, by which an equal one can be found without
// keeping either. The use keeps a phone number and a NIK of the same digits apart.
func (v *Vault) Index(use, value string) []byte {
	h := hmac.New(sha256.New, v.index)
	h.Write([]byte(use + "\x00" + value))
	return h.Sum(nil)
}
