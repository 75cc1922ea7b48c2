package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// keyStore is the flags of every command that may open personal data.
type keyStore struct {
	Keys          string `env:"LUMBUNG_KEYS" placeholder:"ADDRESS" help:"The key store, a database of its own; default: beside a SQLite database, none with PostgreSQL."`
	MasterKeyFile string `env:"LUMBUNG_MASTER_KEY_FILE" placeholder:"FILE" help:"The master key of the key store; made at first when there is neither."`
}

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

// open puts people on the database. Without a key store there are none: then only the
// operator is let in.
func (k keyStore) open(env *environment, s *store.Store, database, origin string) (folk, error) {
	address, master := k.Keys, k.MasterKeyFile
	path, lite := strings.CutPrefix(database, "sqlite:")
	base := strings.TrimSuffix(path, filepath.Ext(path))
	if address == "" && lite {
		address = "sqlite:" + base + ".keys.db"
	}
	if address == "" {
		env.log.Warn("no key store: nobody can be registered or sign in; name one with --keys")
		return folk{}, nil
	}
	if master == "" {
		if !lite {
			return folk{}, errors.New("the key store needs its master key: --master-key-file")
		}
		master = base + ".master-key"
	}
	key, err := masterKey(master, address)
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

// masterKey reads the master key: 64 hexadecimal digits in a file that only its owner
// may read. It is made when neither it nor the key store is there.
func masterKey(path, keys string) ([]byte, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if file, lite := strings.CutPrefix(keys, "sqlite:"); lite {
			if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
				key := store.Random(people.MasterSize)
				return key, os.WriteFile(path, []byte(hex.EncodeToString(key)+"\n"), 0o600)
			}
		}
		return nil, fmt.Errorf("the master key %s is not there", path)
	}
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("the master key %s can be read by others: chmod 600 it", path)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(strings.TrimSpace(string(raw)))
	if err != nil || len(key) != people.MasterSize {
		return nil, fmt.Errorf("the master key %s is not 64 hexadecimal digits", path)
	}
	return key, nil
}
