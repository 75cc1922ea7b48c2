package store_test

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger/store"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
)

// bench is one of the two databases.
type bench struct {
	engine, address string
	s               *store.Store
	wholes          []wholeRow
	yards           []*yard
}

// wholeRow is work on everything there is.
type wholeRow struct {
	Engine, Work          string
	Entries               int64
	Seconds               float64
	BytesPerEntry, PeakMB float64
}

func bigBook(b *testing.B) int {
	n, err := strconv.Atoi(cmp.Or(os.Getenv("LUMBUNG_BENCH_ENTRIES"), "1000000"))
	if err != nil || n < 1000 || n == smallBook {
		b.Fatal("LUMBUNG_BENCH_ENTRIES must be a number from 1000 on, and not 10000")
	}
	return n
}

func openBench(b *testing.B, engine string) *bench {
	db := &bench{engine: engine}
	kept := os.Getenv("LUMBUNG_BENCH_KEEP")
	switch {
	case engine == "sqlite" && kept == "":
		db.address = storetest.SQLite(b)
	case engine == "sqlite":
		db.address = "sqlite:" + filepath.Join(kept, "bench.db")
	case os.Getenv("LUMBUNG_BENCH_POSTGRES") == "":
		// As a server with 4 GB would be set up; the rest are PostgreSQL's own settings.
		db.address = storetest.NewCluster(b, storetest.Server{Settings: map[string]string{"shared_buffers": "1GB", "max_wal_size": "8GB"}}).Address("postgres")
	default:
		db.address = os.Getenv("LUMBUNG_BENCH_POSTGRES")
	}
	if err := store.Migrate(context.Background(), db.address); err != nil {
		b.Fatal(err)
	}
	db.s = storetest.Open(b, db.address)
	return db
}

// settle does what a database does by itself when left alone for a while, and
// measures its size.
func (db *bench) settle(b *testing.B) {
	driver, address, tend, size := "sqlite", strings.TrimPrefix(db.address, "sqlite:"), "PRAGMA wal_checkpoint(TRUNCATE)",
		"SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
	if db.engine == "postgres" {
		driver, address, tend, size = "pgx", db.address, "VACUUM (ANALYZE)", "SELECT pg_database_size(current_database())"
	}
	raw, err := sql.Open(driver, address)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = raw.Close() }() // nothing was written
	var bytes, entries int64
	if _, err := raw.Exec(tend); err != nil {
		b.Fatal(err)
	}
	if err := raw.QueryRow(size).Scan(&bytes); err != nil {
		b.Fatal(err)
	}
	for _, y := range db.yards {
		entries += int64(y.entries)
	}
	db.wholes = append(db.wholes, wholeRow{Engine: db.engine, Work: "size", Entries: entries, BytesPerEntry: float64(bytes) / float64(entries)})
}

// whole measures what reads everything there is, each once however often the
// benchmark is run.
func (db *bench) whole(b *testing.B, table *summary) {
	ctx := context.Background()
	works := []struct {
		name string
		run  func() (int64, error)
	}{
		{"check", func() (int64, error) {
			r, err := db.s.Check(ctx)
			if err == nil && !r.OK() {
				err = fmt.Errorf("check: %s", r.Findings[0])
			}
			return r.Entries, err
		}},
		{"snapshot", func() (int64, error) {
			digest := sha256.New()
			return db.yards[0].book.Sequence + db.yards[1].book.Sequence, db.s.Snapshot(ctx, struct{ io.Writer }{digest})
		}},
	}
	for _, w := range works {
		var row *wholeRow
		b.Run(w.name, func(b *testing.B) {
			if row == nil {
				peak := watchMemory()
				start := time.Now()
				entries, err := w.run()
				if err != nil {
					b.Fatal(err)
				}
				row = &wholeRow{Engine: db.engine, Work: w.name, Entries: entries, Seconds: time.Since(start).Seconds(), PeakMB: peak()}
				db.wholes = append(db.wholes, *row)
			}
			b.ReportMetric(row.Seconds, "s")
			b.ReportMetric(row.PeakMB, "MB-peak")
		})
	}
	table.Wholes = append(table.Wholes, db.wholes...)
}

// watchMemory returns a function that says by how many megabytes this process
// grew at most since, as Linux counts them; elsewhere 0.
func watchMemory() func() float64 {
	debug.FreeOSMemory()
	resident := func() int64 {
		raw, _ := os.ReadFile("/proc/self/statm")
		if fields := strings.Fields(string(raw)); len(fields) > 1 {
			pages, _ := strconv.ParseInt(fields[1], 10, 64)
			return pages * int64(os.Getpagesize())
		}
		return 0
	}
	before, stop := resident(), make(chan struct{})
	var most atomic.Int64
	go func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
				most.Store(max(most.Load(), resident()))
			}
		}
	}()
	return func() float64 {
		close(stop)
		return float64(max(0, most.Load()-before)) / (1 << 20)
	}
}
