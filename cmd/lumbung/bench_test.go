package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
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

// rush is clients that post entries as fast as they are answered. The day moves
// on as the entries come; one in twenty is for an earlier day of the last month,
// as in books that real people keep.
type rush struct {
	v       village
	books   []ledger.ID
	clients int
	batch   int // entries in a request; 1 posts single ones
	entries int // in all, at least
	lines   int // pairs of lines in every hundredth single entry; 1 when 0
}

// rushResult is what a rush saw.
type rushResult struct {
	entries  int
	took     time.Duration
	p50, p99 time.Duration
}

func (r rushResult) perSecond() float64 { return float64(r.entries) / r.took.Seconds() }

// entryJSON writes an entry as a client would: shares bought in cash.
func entryJSON(b []byte, day string, n, pairs int) []byte {
	b = append(b, `{"id":"`...)
	b = append(b, uuid.Must(uuid.NewV7()).String()...)
	b = append(b, `","day":"`...)
	b = append(b, day...)
	b = append(b, `","memo":"Setoran","lines":[`...)
	for i := range pairs {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, `{"account":"1101","debit":`...)
		b = strconv.AppendInt(b, int64(1000+n%9000), 10)
		b = append(b, `},{"account":"3102","credit":"`...)
		b = strconv.AppendInt(b, int64(1000+n%9000), 10)
		b = append(b, `"}`...)
	}
	return append(b, `]}`...)
}

// workday is the day of the n-th entry.
func workday(n int) string {
	day := ledger.MustDate("2024-01-01").AddDays(n / 600 % 1000)
	if n%20 == 7 {
		day = day.AddDays(-n / 20 % 28)
	}
	return day.String()
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
				day := workday(n)
				path := "/entries"
				if l.batch == 1 {
					pairs := 1
					if l.lines > 1 && n%100 == 0 {
						pairs = l.lines
					}
					body = entryJSON(body[:0], day, n, pairs)
				} else {
					path = "/entries:batch"
					body = append(body[:0], `{"entries":[`...)
					for i := range l.batch {
						if i > 0 {
							body = append(body, ',')
						}
						body = entryJSON(body, day, n+i, 1)
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
				if l.lines <= 1 || n%100 != 0 {
					took[c] = append(took[c], time.Since(began)) // of the small ones alone
				}
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

// cpuOf is the processor time that a program and PostgreSQL's processes have
// used, from the kernel's own accounts.
func cpuOf(pid int) time.Duration {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	var ticks int64
	for _, path := range stats {
		raw, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		name := string(raw[strings.IndexByte(string(raw), '(')+1 : strings.LastIndexByte(string(raw), ')')])
		if name != "postgres" && path != fmt.Sprintf("/proc/%d/stat", pid) {
			continue
		}
		fields := strings.Fields(string(raw[strings.LastIndexByte(string(raw), ')')+1:]))
		for _, f := range fields[11:13] {
			n, _ := strconv.ParseInt(f, 10, 64)
			ticks += n
		}
	}
	return time.Duration(ticks) * time.Second / 100
}
