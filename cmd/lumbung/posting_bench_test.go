package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// figure is one line of the benchmark's table.
type figure struct {
	Database string  `json:"database"`
	What     string  `json:"what"`
	Rate     float64 `json:"per_second"`
	P50      float64 `json:"p50_ms"`
	P99      float64 `json:"p99_ms"`
	CPU      float64 `json:"cpu_us"` // of server and database, per entry
	Alloc    float64 `json:"alloc_bytes"`
	Allocs   float64 `json:"allocs"`
	Disk     float64 `json:"disk_bytes"`
	OfRaw    float64 `json:"of_raw"` // against the database's bare sets of 100
}

// BenchmarkPosting measures entries per second through the real binary and HTTP,
// with durable settings, beside what the same database does bare, in one run on
// one machine with the clients on it too. LUMBUNG_BENCH_ENTRIES is the size of the
// big database (default a million), LUMBUNG_BENCH_POSTING_JSON a file for the figures.
func BenchmarkPosting(b *testing.B) {
	var all []figure
	fiberNothing := bareFiber(b)
	for _, db := range []string{"sqlite", "postgres"} {
		address := sqliteAddress(b)
		if db == "postgres" {
			address = durable.postgres(b)
		}
		raw := rawCommits(b, address)
		all = append(all, figure{Database: db, What: "bare: one tiny insert per commit", Rate: raw[1]},
			figure{Database: db, What: "bare: sets of 100 tiny inserts", Rate: raw[100]})
		p := serve(b, address)
		y := &yard{b: b, db: db, address: address, p: p, best: raw[100]}
		hot := y.books(1)
		thousand := y.books(1000)
		y.rush("warming up", rush{books: hot, clients: 32, batch: 1, entries: 3000}, false)
		for _, clients := range []int{1, 8, 32, 128} {
			y.rush(fmt.Sprintf("hot book, %d clients", clients), rush{books: hot, clients: clients, batch: 1, entries: 600 * min(clients, 40)}, true)
		}
		y.rush("1,000 books, 32 clients", rush{books: thousand, clients: 32, batch: 1, entries: 20000}, true)
		y.rush("hot book, batches of 100, 8 clients", rush{books: hot, clients: 8, batch: 100, entries: 60000}, true)
		y.rush("1,000 books, batches of 100, 8 clients", rush{books: thousand, clients: 8, batch: 100, entries: 60000}, true)
		y.rush("hot book, 32 clients, 1 in 100 of 200 lines", rush{books: hot, clients: 32, batch: 1, entries: 20000, lines: 100}, true)
		y.operations("operations (new accounts), 32 clients", hot[0], 32, 3000)
		big := 1_000_000
		if n, err := strconv.Atoi(os.Getenv("LUMBUNG_BENCH_ENTRIES")); err == nil {
			big = n
		}
		y.rush(fmt.Sprintf("filling to %d entries, batches of 500", big), rush{books: hot, clients: 4, batch: 500, entries: big}, true)
		y.rush(fmt.Sprintf("hot book on %d entries, 32 clients", big), rush{books: hot, clients: 32, batch: 1, entries: 20000}, true)
		y.rush(fmt.Sprintf("1,000 books on %d entries, 32 clients", big), rush{books: thousand, clients: 32, batch: 1, entries: 20000}, true)
		all = append(all, y.figures...)
		p.stop(b)
	}
	all = append(all, fiberNothing)
	printFigures(b, all)
}

// yard is one database with the server on it.
type yard struct {
	b       *testing.B
	db      string
	address string
	p       *process
	best    float64
	figures []figure
}

func (y *yard) books(n int) []ledger.ID {
	ids := make([]ledger.ID, n)
	for i := range ids {
		book, err := y.p.openBook(y.b.Context(), fmt.Sprintf("bench %d %d", n, i), "group", "Uji beban")
		if err != nil {
			y.b.Fatal(err)
		}
		ids[i] = book.id
	}
	return ids
}

func (y *yard) rush(what string, r rush, counts bool) {
	r.v = y.p.village
	cpu, disk, bytes, allocs := cpuOf(y.p.cmd.Process.Pid), y.disk(), y.metric("go_memstats_alloc_bytes_total"), y.metric("go_memstats_mallocs_total")
	res := r.do(y.b)
	if !counts {
		return
	}
	n := float64(res.entries)
	y.keep(figure{Database: y.db, What: what, Rate: res.perSecond(), P50: ms(res.p50), P99: ms(res.p99),
		CPU:   float64((cpuOf(y.p.cmd.Process.Pid) - cpu).Microseconds()) / n,
		Alloc: (y.metric("go_memstats_alloc_bytes_total") - bytes) / n, Allocs: (y.metric("go_memstats_mallocs_total") - allocs) / n,
		Disk: float64(y.disk()-disk) / n})
}

// keep adds a figure to the table and reports it as a benchmark of its own, in
// the form that benchstat reads.
func (y *yard) keep(f figure) {
	f.OfRaw = f.Rate / y.best
	y.figures = append(y.figures, f)
	name := strings.NewReplacer(", ", "/", " ", "-", ",", "").Replace(f.Database + "/" + f.What)
	y.b.Run(name, func(b *testing.B) {
		b.ReportMetric(0, "ns/op")
		for unit, v := range map[string]float64{"entries/s": f.Rate, "p50-ms": f.P50, "p99-ms": f.P99, "cpu-us/entry": f.CPU, "B/entry": f.Alloc,
			"allocs/entry": f.Allocs, "disk-B/entry": f.Disk, "of-raw": f.OfRaw} {
			b.ReportMetric(v, unit)
		}
	})
}

// operations opens accounts, each a closure of its own in the writer.
func (y *yard) operations(what string, book ledger.ID, clients, n int) {
	cpu, start := cpuOf(y.p.cmd.Process.Pid), time.Now()
	work := make(chan int)
	done := make(chan error, clients)
	for range clients {
		go func() {
			var failed error
			for i := range work {
				if failed == nil {
					failed = y.p.call(y.b.Context(), "POST", "/v1/books/"+book.String()+"/accounts",
						map[string]any{"code": fmt.Sprintf("op %d", i), "names": map[string]string{"id": "Akun"}, "class": "asset"}, nil)
				}
			}
			done <- failed
		}()
	}
	for i := range n {
		work <- i
	}
	close(work)
	for range clients {
		if err := <-done; err != nil {
			y.b.Fatal(err)
		}
	}
	y.keep(figure{Database: y.db, What: what, Rate: float64(n) / time.Since(start).Seconds(),
		CPU: float64((cpuOf(y.p.cmd.Process.Pid) - cpu).Microseconds()) / float64(n)})
}

// disk is how much room the database takes.
func (y *yard) disk() int64 {
	if isSQLite(y.address) {
		var sum int64
		files, _ := filepath.Glob(strings.TrimPrefix(y.address, "sqlite:") + "*")
		for _, f := range files {
			if info, err := os.Stat(f); err == nil && !strings.HasSuffix(f, "-wal") {
				sum += info.Size()
			}
		}
		return sum
	}
	var size int64
	if err := open(y.b, y.address).QueryRow("SELECT pg_database_size(current_database())").Scan(&size); err != nil {
		y.b.Fatal(err)
	}
	return size
}

// metric reads one number of the server's own.
func (y *yard) metric(name string) float64 {
	for _, line := range strings.Split(y.p.get(y.b, "/metrics"), "\n") {
		if v, ok := strings.CutPrefix(line, name+" "); ok {
			f, _ := strconv.ParseFloat(v, 64)
			return f
		}
	}
	y.b.Fatalf("no metric %s", name)
	return 0
}

// rawCommits is how many rows a second the database takes bare: one tiny insert
// per commit, and a hundred in one statement per commit.
func rawCommits(b *testing.B, address string) map[int]float64 {
	b.Helper()
	db := open(b, address)
	db.SetMaxOpenConns(1)
	if isSQLite(address) {
		exe(b, db, "PRAGMA journal_mode = WAL")
		exe(b, db, "PRAGMA synchronous = FULL")
	}
	exe(b, db, "CREATE TABLE bench_bare (a bigint, b bigint)")
	rates := map[int]float64{}
	for _, rows := range []int{1, 100} {
		values := strings.TrimSuffix(strings.Repeat("(1, 2), ", rows), ", ")
		n, start := 0, time.Now()
		for ; time.Since(start) < 2*time.Second; n += rows {
			exe(b, db, "INSERT INTO bench_bare (a, b) VALUES "+values)
		}
		rates[rows] = float64(n) / time.Since(start).Seconds()
	}
	exe(b, db, "DROP TABLE bench_bare")
	return rates
}

// bareFiber is how many requests a second Fiber answers with nothing.
func bareFiber(b *testing.B) figure {
	b.Helper()
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Post("/*", func(c *fiber.Ctx) error { return c.SendStatus(204) })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	go func() { _ = app.Listener(l) }()
	defer func() { _ = app.Shutdown() }()
	res := rush{v: village{address: "http://" + l.Addr().String()}, books: []ledger.ID{{1}}, clients: 32, batch: 1, entries: 60000}.do(b)
	return figure{Database: "none", What: "Fiber answering nothing, 32 clients", Rate: res.perSecond(), P50: ms(res.p50), P99: ms(res.p99)}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// printFigures prints the table and writes the figures where asked.
func printFigures(b *testing.B, all []figure) {
	b.Helper()
	fmt.Printf("\n| database | what | entries/s | p50 ms | p99 ms | CPU us/entry | allocs/entry | disk B/entry | of bare sets |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, f := range all {
		fmt.Printf("| %s | %s | %.0f | %s | %s | %s | %s | %s | %s |\n", f.Database, f.What, f.Rate, orDash(f.P50, "%.1f"), orDash(f.P99, "%.1f"),
			orDash(f.CPU, "%.0f"), orDash(f.Allocs, "%.0f"), orDash(f.Disk, "%.0f"), orDash(f.OfRaw, "%.2f"))
	}
	if path := os.Getenv("LUMBUNG_BENCH_POSTING_JSON"); path != "" {
		raw, err := json.MarshalIndent(all, "", "  ")
		if err = cmp.Or(err, os.WriteFile(path, append(raw, '\n'), 0o600)); err != nil {
			b.Fatal(err)
		}
	}
}

func orDash(v float64, format string) string {
	if v == 0 {
		return ""
	}
	return fmt.Sprintf(format, v)
}
