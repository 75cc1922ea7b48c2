package main

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/valyala/fasthttp"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// rush is clients that post entries as fast as they are answered.
type rush struct {
	v       village
	books   []ledger.ID
	clients int
	batch   int // entries in a request; 1 posts single ones
	entries int // in all, at least
	run     uint64
}

// rushResult is what a rush saw.
type rushResult struct {
	entries  int
	took     time.Duration
	p50, p99 time.Duration
}

func (r rushResult) perSecond() float64 { return float64(r.entries) / r.took.Seconds() }

// entryJSON writes an entry as a client would: shares bought in cash.
func entryJSON(b []byte, day string, n int) []byte {
	b = append(b, `{"id":"`...)
	b = append(b, uuid.Must(uuid.NewV7()).String()...)
	b = append(b, `","day":"`...)
	b = append(b, day...)
	b = append(b, `","memo":"Setoran","lines":[{"account":"1101","debit":`...)
	b = strconv.AppendInt(b, int64(1000+n%9000), 10)
	b = append(b, `},{"account":"3102","credit":"`...)
	b = strconv.AppendInt(b, int64(1000+n%9000), 10)
	return append(b, `"}]}`...)
}

func (l rush) do(tb testing.TB) rushResult {
	tb.Helper()
	client := &fasthttp.Client{MaxConnsPerHost: l.clients + 8, NoDefaultUserAgentHeader: true}
	defer client.CloseIdleConnections()
	var next atomic.Int64
	var failed atomic.Pointer[string]
	took := make([][]time.Duration, l.clients)
	start := time.Now()
	var wg sync.WaitGroup
	for c := range l.clients {
		wg.Go(func() {
			req, res := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
			req.Header.SetMethod(http.MethodPost)
			req.Header.Set("Authorization", "Bearer "+l.v.token)
			req.Header.SetContentType("application/json")
			var body []byte
			for failed.Load() == nil {
				n := int(next.Add(int64(l.batch))) - l.batch
				if n >= l.entries {
					return
				}
				book := l.books[n/l.batch%len(l.books)]
				day := ledger.MustDate("2026-01-01").AddDays(n % 300).String()
				path := "/entries"
				if l.batch == 1 {
					body = entryJSON(body[:0], day, n)
				} else {
					path = "/entries:batch"
					body = append(body[:0], `{"entries":[`...)
					for i := range l.batch {
						if i > 0 {
							body = append(body, ',')
						}
						body = entryJSON(body, day, n+i)
					}
					body = append(body, `]}`...)
				}
				req.SetRequestURI(l.v.address + "/v1/books/" + book.String() + path)
				req.SetBody(body)
				began := time.Now()
				if err := client.Do(req, res); err != nil || res.StatusCode()/100 != 2 {
					text := fmt.Sprintf("%v %d %s", err, res.StatusCode(), res.Body())
					failed.Store(&text)
					return
				}
				took[c] = append(took[c], time.Since(began))
			}
		})
	}
	wg.Wait()
	r := rushResult{entries: l.entries, took: time.Since(start)}
	if text := failed.Load(); text != nil {
		tb.Fatal(*text)
	}
	all := slices.Concat(took...)
	slices.Sort(all)
	r.p50, r.p99 = all[len(all)/2], all[len(all)*99/100]
	return r
}

// cpuOf is the processor time a process and its children have used, from the
// kernel's own accounts.
func cpuOf(pid int) time.Duration {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
	var ticks int64
	for _, f := range fields[11:15] {
		n, _ := strconv.ParseInt(f, 10, 64)
		ticks += n
	}
	return time.Duration(ticks) * time.Second / 100
}

func BenchmarkPosting(b *testing.B) {
	for _, db := range []string{"sqlite", "postgres"} {
		b.Run(db, func(b *testing.B) {
			address := sqliteAddress(b)
			if db == "postgres" {
				address = durable.postgres(b)
			}
			p := serve(b, address)
			v, pid := p.village, p.cmd.Process.Pid
			book, err := v.openBook(b.Context(), "bench", "group", "Uji beban")
			if err != nil {
				b.Fatal(err)
			}
			for _, clients := range []int{1, 8, 32, 128} {
				b.Run(strconv.Itoa(clients), func(b *testing.B) {
					rush{v: v, books: []ledger.ID{book.id}, clients: clients, batch: 1, entries: 2000}.do(b)
					before := cpuOf(pid)
					n := 20000
					if clients == 1 {
						n = 3000
					}
					r := rush{v: v, books: []ledger.ID{book.id}, clients: clients, batch: 1, entries: n}.do(b)
					b.ReportMetric(r.perSecond(), "entries/s")
					b.ReportMetric(float64(r.p50.Microseconds())/1000, "p50-ms")
					b.ReportMetric(float64(r.p99.Microseconds())/1000, "p99-ms")
					b.ReportMetric(float64((cpuOf(pid)-before).Microseconds())/float64(n), "cpu-us/entry")
				})
			}
		})
	}
}
