package store_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// A snapshot of another installation brings the key of its command hashes. A
// server that was there before goes on with that one.
func TestARestoreBesideARunningServerIsNoticed(t *testing.T) {
	storetest.EachAddress(t, func(t *testing.T, address string) {
		ctx := context.Background()
		other := storetest.Open(t, storetest.SQLite(t))
		b := openBook(t, other, ledger.GroupBook)
		e := simple(b, "2026-03-01", "1101", "3102", 25000)
		if _, err := other.PostEntry(ctx, actor, e); err != nil {
			t.Fatal(err)
		}
		var snapshot bytes.Buffer
		if err := other.Snapshot(ctx, &snapshot); err != nil {
			t.Fatal(err)
		}
		serving := storetest.Open(t, address)
		openBook(t, serving, ledger.GroupBook)
		if _, err := store.Restore(ctx, address, bytes.NewReader(snapshot.Bytes()), true); err != nil {
			t.Fatal(err)
		}
		if again, err := serving.PostEntry(ctx, actor, e); err != nil || !again.Replayed {
			t.Errorf("a repeat: %v %v", again.Replayed, err)
		}
		if _, err := serving.PostEntry(ctx, actor, simple(b, "2026-03-02", "1101", "3102", 5000)); err != nil {
			t.Error(err)
		}
		openBook(t, serving, ledger.BusinessBook)
		mustHold(t, serving)
	})
}
