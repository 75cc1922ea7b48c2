package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// keyStore is the flags of every command that may open personal data.
type keyStore struct {
	Keys          string `env:"LUMBUNG_KEYS" placeholder:"ADDRESS" help:"The key store, a database of its own, or none: then only the operator is let in. Default: beside a SQLite database; with PostgreSQL in --data-dir."`
	MasterKeyFile string `env:"LUMBUNG_MASTER_KEY_FILE" placeholder:"FILE" help:"The master key of the key store. Default: beside it; made at first when there is neither."`
	DataDir       string `env:"LUMBUNG_DATA_DIR" placeholder:"DIR" help:"Where key store and master key of a PostgreSQL database are, on this machine."`
}

// noKeys is the address of a key store that is not wanted.
const noKeys = "none"

// errNoKeys says what to type where nobody has said where the keys of people are.
var errNoKeys = errors.New("where are the keys that personal data is sealed with? A PostgreSQL database has none beside it. " +
	"Type --data-dir=/var/lib/lumbung to keep them in that folder, where they are made at the first start; " +
	"or name a database of their own: --keys=postgres://... and --master-key-file=FILE, which several servers can share; " +
	"or --keys=none to serve without people, for the operator alone")

// folk is people on a database, with the key store behind them.
type folk struct {
	*people.People
	keys *store.Keys
}

func (f folk) Close() error {
	if f.keys == nil {
		return nil
	}
	return f.keys.Close()
}

// open puts people on the database, whose pages are at the origin. Where no key store is
// wanted there are none.
func (k keyStore) open(env *environment, s *store.Store, database, origin string) (folk, error) {
	address, master, err := k.places(database)
	if err != nil || address == noKeys {
		return folk{}, err
	}
	registered, err := people.Registered(env, s)
	if err != nil {
		return folk{}, err
	}
	key, err := masterKey(master, address, registered)
	if err != nil {
		return folk{}, err
	}
	keys, err := store.OpenKeys(env, address)
	if err != nil {
		return folk{}, err
	}
	vault, err := people.NewVault(env, keys, key)
	if err != nil {
		return folk{}, errors.Join(err, keys.Close())
	}
	return folk{people.New(s, vault, people.WithOrigin(origin)), keys}, nil
}

// check refuses, before anything is done to a database, that nobody has said where its
// keys are.
func (k keyStore) check(database string) error {
	if !strings.HasPrefix(database, "postgres") {
		return nil
	}
	_, _, err := k.places(database)
	return err
}

// places is where the key store and its master key are.
func (k keyStore) places(database string) (address, master string, err error) {
	address, master = k.Keys, k.MasterKeyFile
	base := besides(database, k.DataDir)
	if address == "" && base == "" {
		return "", "", errNoKeys
	}
	if address == "" {
		address = "sqlite:" + base + ".keys.db"
	}
	if master == "" && base != "" {
		master = base + ".master-key"
	}
	if file, lite := strings.CutPrefix(address, "sqlite:"); lite && master == "" {
		master = withoutEnding(file) + ".master-key"
	}
	if master == "" && address != noKeys {
		return "", "", errors.New("a key store on PostgreSQL needs its master key, a file with 64 hexadecimal digits that only its owner may read: " +
			"(umask 077; openssl rand -hex 32 >FILE), then --master-key-file=FILE")
	}
	return address, master, nil
}

// besides is how the files begin that belong to a database: they lie beside a SQLite
// one, and in the folder for one on PostgreSQL, under its name. It is empty when there is
// no such folder.
func besides(database, folder string) string {
	if path, lite := strings.CutPrefix(database, "sqlite:"); lite {
		return withoutEnding(path)
	}
	if folder == "" {
		return ""
	}
	name := ""
	if u, err := url.Parse(database); err == nil {
		name = filepath.Base(u.Path)
	}
	if strings.Trim(name, "./") == "" {
		name = "lumbung"
	}
	return filepath.Join(folder, name)
}

func withoutEnding(path string) string { return strings.TrimSuffix(path, filepath.Ext(path)) }

// masterKey reads the master key: 64 hexadecimal digits in a file that only its owner
// may read. It is made when neither it nor the key store is there, unless people are
// registered already: then theirs was lost, or is elsewhere.
func masterKey(path, keys string, registered bool) ([]byte, error) {
	digits, err := readPrivate("the master key", path)
	if errors.Is(err, fs.ErrNotExist) {
		file, lite := strings.CutPrefix(keys, "sqlite:")
		if _, err := os.Stat(file); !lite || !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("the master key %s is not there", path)
		}
		if registered {
			return nil, fmt.Errorf("people are registered in this database, but the key store %s and the master key %s are not there: bring both here, or say where they are with --keys and --master-key-file", file, path)
		}
		return newMasterKey(path, file)
	}
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(digits)
	if err != nil || len(key) != people.MasterSize {
		return nil, fmt.Errorf("the master key %s is not 64 hexadecimal digits", path)
	}
	return key, nil
}

// newMasterKey makes the master key, and the folders that it and the key store are in.
func newMasterKey(path, keys string) ([]byte, error) {
	for _, file := range []string{path, keys} {
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return nil, err
		}
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	key := store.Random(people.MasterSize)
	_, err = fmt.Fprintln(f, hex.EncodeToString(key))
	if err == nil {
		err = f.Sync() // what it seals must not be there without it
	}
	return key, errors.Join(err, f.Close())
}
