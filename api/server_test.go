package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// Each kind of error has its status, its headers, and nothing of the cause.
func TestProblems(t *testing.T) {
	results := map[string]error{
		"invalid":         ledger.E(ledger.Invalid, "unbalanced", "lines"),
		"unauthenticated": ledger.E(ledger.Unauthenticated, "unauthenticated", ""),
		"forbidden":       ledger.E(ledger.Forbidden, "forbidden", ""),
		"missing":         ledger.E(ledger.Missing, "unknown_entry", ""),
		"conflict":        fmt.Errorf("posting: %w", ledger.E(ledger.Conflict, "closed_period", "day", "through", "2026-01-31")),
		"refused":         ledger.E(ledger.Refused, "already_reversed", ""),
		"limited":         ledger.E(ledger.Limited, "limited", "", "retry_after", "30"),
		"busy":            ledger.E(ledger.Busy, "busy", ""),
		"late":            fmt.Errorf("reading: %w", context.DeadlineExceeded),
		"broken":          errors.New("the password is 4711"),
		"several":         ledger.Join(ledger.E(ledger.Conflict, "account_closed", "account").At("lines[0]"), ledger.E(ledger.Conflict, "unknown_fund", "fund").At("lines[1]")),
		"typeless":        &ledger.Error{Code: "unbalanced"},
	}
	s := start(t, Config{}, func(s *Server) {
		for name, err := range results {
			add(s, Route{Method: http.MethodGet, Path: "/v1/" + name, Action: "test"},
				func(context.Context, *struct{}) (*struct{}, error) { return nil, err })
		}
		add(s, Route{Method: http.MethodGet, Path: "/v1/panic", Action: "test"},
			func(context.Context, *struct{}) (*struct{}, error) { panic("the password is 4711") })
	})
	for _, c := range []struct {
		path   string
		status int
		code   string
		fields string
		header string
		value  string
	}{
		{"invalid", 422, "unbalanced", "lines:unbalanced", "Retry-After", ""},
		{"unauthenticated", 401, "unauthenticated", "", "WWW-Authenticate", "Bearer"},
		{"forbidden", 403, "forbidden", "", "WWW-Authenticate", ""},
		{"missing", 404, "unknown_entry", "", "", ""},
		{"conflict", 409, "closed_period", "day:closed_period", "", ""},
		{"refused", 409, "already_reversed", "", "", ""},
		{"limited", 429, "limited", "", "Retry-After", "30"},
		{"busy", 503, "busy", "", "Retry-After", "2"},
		{"late", 503, "busy", "", "Retry-After", "2"},
		{"broken", 500, "internal", "", "", ""},
		{"several", 409, "several_problems", "lines[0].account:account_closed lines[1].fund:unknown_fund", "", ""},
		{"typeless", 500, "internal", "", "", ""},
		{"panic", 500, "internal", "", "", ""},
	} {
		a := s.call("GET", "/v1/"+c.path, "")
		if a.status != c.status || a.problem.Code != c.code || fieldsOf(a.problem) != c.fields || c.header != "" && a.header.Get(c.header) != c.value {
			t.Errorf("%s answered %d %v %s, want %+v", c.path, a.status, a.header, a.body, c)
		}
		if strings.Contains(a.body, "the password") {
			t.Errorf("%s tells its cause: %s", c.path, a.body)
		}
		if a.problem.Type != "urn:lumbung:problem:"+c.code || a.problem.RequestID != a.header.Get("X-Request-Id") {
			t.Errorf("%s: %s", c.path, a.body)
		}
	}
	log := s.log.String()
	for _, want := range []string{"the password is 4711", "server_test.go", "goroutine"} {
		if !strings.Contains(log, want) {
			t.Errorf("the log does not tell %q", want)
		}
	}
}

func TestLanguages(t *testing.T) {
	s := start(t, Config{}, nil)
	for header, want := range map[string]string{
		"":                              "id",
		"id":                            "id",
		"en":                            "en",
		"en-GB,en;q=0.9":                "en",
		"EN":                            "en",
		"id;q=0.2, en;q=0.8":            "en",
		"en;q=0.2, id;q=0.8":            "id",
		"in":                            "id", // the old code of Indonesian
		"fr":                            "id",
		"fr, en;q=0.1":                  "en",
		"en;q=0":                        "id",
		"en;q=0, id;q=0.1":              "id",
		"*":                             "id",
		"zz-broken-;;q=x":               "id",
		strings.Repeat("en,", 1000):     "id",
		"en\x80":                        "id",
		"de-DE,de;q=0.9,en-US;q=0.8":    "en",
		"id-ID,id;q=0.9,en-US;q=0.8":    "id",
		"x-klingon, en-US-x-twain":      "en",
		strings.Repeat("a-", 120) + "a": "id",
	} {
		a := s.call("GET", "/nowhere", "", "Accept-Language", header)
		if got := a.header.Get("Content-Language"); got != want {
			t.Errorf("Accept-Language %.60q answered in %q, want %q", header, got, want)
		}
		if !strings.Contains(a.header.Get("Vary"), "Accept-Language") {
			t.Errorf("%.60q: Vary is %q", header, a.header.Get("Vary"))
		}
	}
	if a := s.call("GET", "/nowhere", ""); a.problem.Detail != "Yang dicari tidak ada." || a.problem.Title != "Permintaan tidak dimengerti" {
		t.Error(a.body)
	}
	if a := s.call("GET", "/nowhere", "", "Accept-Language", "en"); a.problem.Detail != "There is no such thing." {
		t.Error(a.body)
	}
}

// Strangers learn nothing below /v1; HTTP's own refusals are problems too.
func TestRoutesAndCallers(t *testing.T) {
	s := start(t, Config{}, addSample)
	for _, c := range []struct {
		method, path, auth string
		status             int
		code               string
	}{
		{"GET", "/healthz", "", 200, ""},
		{"HEAD", "/healthz", "", 200, ""},
		{"GET", "/v1/healthz", "", 200, ""},
		{"GET", "/v1/readyz", "", 200, ""},
		{"GET", "/v1/openapi.json", "", 200, ""},
		{"GET", "/reference", "", 200, ""},
		{"GET", "/metrics", "", 401, "unauthenticated"},
		{"GET", "/v1/metrics", "", 401, "unauthenticated"},
		{"GET", "/v1/metrics", "Bearer " + testToken, 200, ""},
		{"GET", "/v1/metrics", "bearer " + testToken, 200, ""},
		{"GET", "/v1/metrics", "Basic " + testToken, 401, "unauthenticated"},
		{"GET", "/v1/metrics", "Bearer", 401, "unauthenticated"},
		{"GET", "/v1/metrics", "Bearer ", 401, "unauthenticated"},
		{"GET", "/v1/metrics", "Bearer  " + testToken, 401, "unauthenticated"},
		{"GET", "/v1/metrics", "Bearer " + strings.Repeat("x", 600), 401, "unauthenticated"},
		{"POST", samplePath, "", 401, "unauthenticated"},
		{"POST", samplePath, "Bearer wrong", 401, "unauthenticated"},
		{"GET", samplePath, "", 401, "unauthenticated"},
		{"GET", samplePath, "Bearer " + testToken, 405, "method_not_allowed"},
		{"GET", "/v1/nowhere", "", 401, "unauthenticated"},
		{"GET", "/v1/nowhere", "Bearer " + testToken, 404, "not_found"},
		{"GET", "/v1", "", 401, "unauthenticated"},
		{"GET", "/v1/", "", 401, "unauthenticated"},
		{"GET", "/v1/healthz/", "", 401, "unauthenticated"},
		{"GET", "/v1/healthz/", "Bearer " + testToken, 404, "not_found"},
		{"GET", "/V1/healthz", "", 404, "not_found"},
		{"GET", "/v1/Healthz", "Bearer " + testToken, 404, "not_found"},
		{"GET", "/nowhere", "", 404, "not_found"},
		{"DELETE", "/healthz", "", 405, "method_not_allowed"},
		{"BREW", "/healthz", "", 405, "method_not_allowed"},
		{"BREW", "/v1/healthz", "", 401, "unauthenticated"},
		{"POST", "/v1/books/not-an-id/samples", "Bearer " + testToken, 422, "invalid_id"},
		{"POST", "/v1/books/%00/samples", "Bearer " + testToken, 422, "nul_character"},
		{"POST", "/v1/books/%ff/samples", "Bearer " + testToken, 422, "invalid_utf8"},
		{"POST", "/v1/books/a%2Fb/samples", "Bearer " + testToken, 422, "invalid_id"},
		{"POST", samplePath + "?what=1", "Bearer " + testToken, 422, "unknown_parameter"},
	} {
		body := ""
		if c.method == "POST" {
			body = sampleGood
		}
		a := s.call(c.method, c.path, body, "Authorization", c.auth)
		if a.status != c.status || a.problem.Code != c.code {
			t.Errorf("%s %s %q answered %d %s, want %d %s", c.method, c.path, c.auth, a.status, a.body, c.status, c.code)
		}
		switch allow := a.header.Get("Allow"); {
		case c.status == 405 && allow == "":
			t.Errorf("%s %s: no Allow", c.method, c.path)
		case c.status == 401 && (allow != "" || a.header.Get("WWW-Authenticate") != "Bearer"):
			t.Errorf("%s %s: %v", c.method, c.path, a.header)
		}
	}
}

func TestMediaTypes(t *testing.T) {
	s := start(t, Config{}, addSample)
	for _, c := range []struct {
		contentType, encoding string
		status                int
	}{
		{"application/json", "", 201},
		{"Application/JSON; charset=utf-8", "", 201},
		{"application/json; charset=latin1", "", 415},
		{"application/json", "gzip", 415},
		{"application/json", "identity", 415},
		{"text/plain", "", 415},
		{"application/x-www-form-urlencoded", "", 415},
		{"multipart/form-data; boundary=x", "", 415},
		{"application/merge-patch+json", "", 415},
		{"json", "", 415},
		{";;;", "", 415},
		{"", "", 415},
	} {
		a := s.call("POST", samplePath, sampleGood, "Content-Type", c.contentType, "Content-Encoding", c.encoding)
		if a.status != c.status || c.status == 415 && a.problem.Code != "unsupported_media_type" {
			t.Errorf("%q %q answered %d %s, want %d", c.contentType, c.encoding, a.status, a.body, c.status)
		}
	}
	for _, accept := range []string{"text/html", "application/cbor", "image/png;q=0.1", "json", ""} {
		a := s.call("POST", samplePath, sampleGood, "Accept", accept)
		if a.status != 201 || a.header.Get("Content-Type") != "application/json" {
			t.Errorf("Accept %q answered %d %s", accept, a.status, a.header.Get("Content-Type"))
		}
	}
}

func TestHeaders(t *testing.T) {
	s := start(t, Config{}, addSample)
	for _, path := range []string{"/healthz", "/nowhere", "/v1/openapi.json", "/reference"} {
		a := s.call("GET", path, "")
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "X-Frame-Options": "DENY",
		} {
			if got := a.header.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
		csp := a.header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'self'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %s", path, csp)
		}
		if a.header.Get("Server") != "" {
			t.Errorf("%s tells its server: %s", path, a.header.Get("Server"))
		}
	}
	for given, kept := range map[string]bool{
		"abcd-1234": true, "": false, "short": false, strings.Repeat("x", 65): false, "with spaces inside": false, "new\tline-12345": false,
	} {
		got := s.call("GET", "/healthz", "", "X-Request-ID", given).header.Get("X-Request-ID")
		if kept != (got == given) || len(got) < 8 {
			t.Errorf("request id %q became %q", given, got)
		}
	}
}

// What a handler keeps of one request stays what it was while others are served
// on the same connection.
func TestStringsAreCopies(t *testing.T) {
	var (
		mu   sync.Mutex
		kept [][3]string
	)
	type input struct {
		Name   string `path:"name"`
		Query  string `query:"q"`
		Header string `header:"X-Note"`
	}
	s := start(t, Config{}, func(s *Server) {
		add(s, Route{Method: http.MethodGet, Path: "/v1/keep/{name}", Action: "test"}, func(_ context.Context, in *input) (*struct{}, error) {
			mu.Lock()
			defer mu.Unlock()
			kept = append(kept, [3]string{in.Name, in.Query, in.Header})
			return nil, nil
		})
	})
	var want [][3]string
	for i := range 50 {
		letter := strings.Repeat(string(rune('a'+i%26)), 1+i%9)
		want = append(want, [3]string{letter, letter + "q", letter + "h"})
		if a := s.call("GET", "/v1/keep/"+letter+"?q="+letter+"q", "", "X-Note", letter+"h"); a.status != 204 {
			t.Fatal(a.status, a.body)
		}
	}
	for i := range want {
		if kept[i] != want[i] {
			t.Errorf("request %d: %v became %v", i, want[i], kept[i])
		}
	}
}

func TestDeadline(t *testing.T) {
	s := start(t, Config{Deadline: 20 * time.Millisecond}, func(s *Server) {
		add(s, Route{Method: http.MethodGet, Path: "/v1/slow", Action: "test"}, func(ctx context.Context, _ *struct{}) (*struct{}, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		})
	})
	if a := s.call("GET", "/v1/slow", ""); a.status != 503 || a.problem.Code != "busy" || a.header.Get("Retry-After") != "2" {
		t.Error(a.status, a.body)
	}
}

func TestReady(t *testing.T) {
	var broken error
	s := start(t, Config{Ready: func(context.Context) error { return broken }}, nil)
	if a := s.call("GET", "/readyz", ""); a.status != 200 {
		t.Error(a.status, a.body)
	}
	broken = errors.New("no database at 10.0.0.7")
	a := s.call("GET", "/readyz", "")
	if a.status != 503 || a.problem.Code != "busy" || strings.Contains(a.body, "10.0.0.7") {
		t.Error(a.status, a.body)
	}
	if a := s.call("GET", "/healthz", ""); a.status != 200 {
		t.Error(a.status)
	}
}

// Shutdown says "not ready" at once, takes no new connections, and finishes what
// has begun.
func TestShutdown(t *testing.T) {
	begun, goOn := make(chan struct{}), make(chan struct{})
	s := start(t, Config{DrainDelay: 300 * time.Millisecond}, func(s *Server) {
		add(s, Route{Method: http.MethodGet, Path: "/v1/slow", Action: "test"}, func(ctx context.Context, _ *struct{}) (*health, error) {
			close(begun)
			<-goOn
			return healthy(), ctx.Err()
		})
	})
	slow := make(chan answer)
	go func() { slow <- s.call("GET", "/v1/slow", "") }()
	<-begun
	down := make(chan error)
	go func() { down <- s.Shutdown(context.Background()) }()
	for !s.draining.Load() {
		time.Sleep(time.Millisecond)
	}
	if a := s.call("GET", "/readyz", ""); a.status != 503 || a.problem.Code != "shutting_down" {
		t.Error("while draining:", a.status, a.body)
	}
	if a := s.call("GET", "/healthz", ""); a.status != 200 {
		t.Error("while draining:", a.status, a.body)
	}
	refused := false
	for range 100 {
		client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: time.Second}
		resp, err := client.Get("http://" + s.addr + "/healthz")
		if refused = err != nil; refused {
			break
		}
		resp.Body.Close()
		time.Sleep(20 * time.Millisecond)
	}
	if !refused {
		t.Error("still accepting after the drain delay")
	}
	close(goOn)
	if a := <-slow; a.status != 200 {
		t.Error("what had begun was answered", a.status, a.body)
	}
	if err := <-down; err != nil {
		t.Error(err)
	}
}

// When the patience of a shutdown ends, so do the handlers.
func TestImpatientShutdown(t *testing.T) {
	begun, ended := make(chan struct{}), make(chan error, 1)
	s := start(t, Config{}, func(s *Server) {
		add(s, Route{Method: http.MethodGet, Path: "/v1/slow", Action: "test"}, func(ctx context.Context, _ *struct{}) (*struct{}, error) {
			close(begun)
			<-ctx.Done()
			ended <- ctx.Err()
			return nil, ctx.Err()
		})
	})
	slow := make(chan answer, 1)
	go func() { slow <- s.call("GET", "/v1/slow", "") }()
	<-begun
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if err := s.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if a := <-slow; a.status != 503 || a.problem.Code != "shutting_down" {
		t.Error(a.status, a.body)
	}
}

func TestCallerAndMetrics(t *testing.T) {
	var seen people.Caller
	s := start(t, Config{}, func(s *Server) {
		add(s, Route{Method: http.MethodGet, Path: "/v1/who", Action: "me"}, func(ctx context.Context, _ *struct{}) (*struct{}, error) {
			seen = CallerFrom(ctx)
			if RequestIDFrom(ctx) == "" {
				t.Error("no request id")
			}
			return nil, nil
		})
	})
	s.call("GET", "/v1/who", "")
	s.call("GET", "/v1/name-of-a-person", "")
	if !seen.Operator || seen.Person != ledger.DeriveID(ledger.ID{}, "operator") {
		t.Error(seen)
	}
	a := s.call("GET", "/metrics", "")
	for _, want := range []string{
		`lumbung_http_requests_total{method="GET",route="/v1/who",status="204"} 1`,
		`lumbung_http_requests_total{method="GET",route="none",status="404"} 1`,
		`lumbung_http_request_duration_seconds_count{method="GET",route="/v1/who"} 1`,
		"lumbung_http_requests_in_flight 1", "go_goroutines",
	} {
		if !strings.Contains(a.body, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
	for _, where := range []string{a.body, s.log.String()} {
		if strings.Contains(where, "name-of-a-person") || strings.Contains(where, testToken) {
			t.Error("a raw path or a token has been kept")
		}
	}
}
