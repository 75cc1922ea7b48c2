package store_test

import (
	"context"
	"sync/atomic"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// BenchmarkPost is the posting path without HTTP: 32 callers, on one book and on
// a thousand.
func BenchmarkPost(b *testing.B) {
	for _, db := range []struct {
		name    string
		address func(testing.TB) string
	}{{"sqlite", storetest.SQLite}, {"postgres", storetest.Migrated}} {
		for _, yard := range []struct {
			name  string
			books int
		}{{"one_book", 1}, {"1000_books", 1000}} {
			b.Run(db.name+"/"+yard.name, func(b *testing.B) {
				s := storetest.Open(b, db.address(b))
				books := make([]ledger.Book, yard.books)
				for i := range books {
					books[i] = openBook(b, s, ledger.GroupBook)
				}
				var n atomic.Int64
				b.SetParallelism(16)
				b.ReportAllocs()
				b.ResetTimer()
				b.RunParallel(func(pb *testing.PB) {
					for pb.Next() {
						i := int(n.Add(1))
						day := ledger.MustDate("2026-01-01").AddDays(i % 300).String()
						if _, err := s.PostEntry(context.Background(), actor, simple(books[i%len(books)], day, "1101", "3102", 25000)); err != nil {
							b.Error(err)
							return
						}
					}
				})
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "entries/s")
			})
		}
	}
}
