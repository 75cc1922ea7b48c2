package main

import (
	"path/filepath"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

func benchDatabase(tb testing.TB, name string) string {
	if name == "sqlite" {
		return "sqlite:" + filepath.Join(tb.TempDir(), "lumbung.db")
	}
	return storetest.NewCluster(tb, storetest.Server{Durable: true}).Address("postgres")
}
