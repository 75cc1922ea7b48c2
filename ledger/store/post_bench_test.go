package store_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// BenchmarkPost is the posting path without HTTP: 32 callers, one book.
func BenchmarkPost(b *testing.B) {
	for name, address := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Migrated} {
		b.Run(name, func(b *testing.B) {
			a := address(b)
			s := storetest.Open(b, a)
			book := openBook(b, s, ledger.GroupBook)
			var n atomic.Int64
			b.SetParallelism(16)
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					e := simple(book, ledger.MustDate("2026-01-01").AddDays(int(n.Add(1)%300)).String(), "1101", "3102", 25000)
					if _, err := s.PostEntry(context.Background(), actor, e); err != nil {
						b.Error(err)
						return
					}
				}
			})
		})
	}
}
