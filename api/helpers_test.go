package api

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
)

const testToken = "the operator's token"

// Routes that tests add do something too.
func init() {
	for _, action := range []string{"me", "test", "x", "samples.post", "numbers.list"} {
		policy[action] = installation
	}
}

// logBuffer keeps what a server logged.
type logBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// testServer is a server on a port of its own.
type testServer struct {
	*Server
	t    testing.TB
	addr string
	log  *logBuffer
}

// start serves cfg with the routes that register adds, until the test ends.
func start(t testing.TB, cfg Config, register func(s *Server)) *testServer {
	t.Helper()
	log := &logBuffer{}
	cfg.Log = slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	cfg.OperatorToken = func(token string) bool { return token == testToken }
	s := New(cfg)
	if register != nil {
		register(s)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- s.Serve(l) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = s.Shutdown(ctx)
		if err := <-done; err != nil {
			t.Error("serve:", err)
		}
	})
	return &testServer{Server: s, t: t, addr: l.Addr().String(), log: log}
}

// answer is what came back.
type answer struct {
	status  int
	header  http.Header
	body    string
	closes  bool // the connection
	problem Problem
}

// call sends one request as the operator; headers come in pairs and replace the
// usual ones ("" leaves one away).
func (s *testServer) call(method, path, body string, headers ...string) answer {
	s.t.Helper()
	req, err := http.NewRequest(method, "http://"+s.addr+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+testToken)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Del(headers[i])
		if headers[i+1] != "" {
			req.Header.Set(headers[i], headers[i+1])
		}
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	return read(s.t, resp)
}

// raw sends bytes as they are and reads one answer.
func (s *testServer) raw(request string) answer {
	s.t.Helper()
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
	go func() { _, _ = io.WriteString(conn, request) }()
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		s.t.Fatalf("no answer to %.80q: %v", request, err)
	}
	return read(s.t, resp)
}

func read(t testing.TB, resp *http.Response) answer {
	t.Helper()
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{status: resp.StatusCode, header: resp.Header, body: string(body), closes: resp.Close}
	if a.status >= 400 && len(body) > 0 {
		if got := resp.Header.Get("Content-Type"); got != problemType {
			t.Errorf("%d answered as %q: %s", a.status, got, body)
		}
		if err := json.Unmarshal(body, &a.problem); err != nil {
			t.Errorf("%d answered %q: %v", a.status, body, err)
		}
		if a.problem.Status != a.status || a.problem.Code == "" || a.problem.Detail == "" || a.problem.Title == "" || a.problem.RequestID == "" {
			t.Errorf("incomplete problem: %s", body)
		}
	}
	return a
}

// A route much like that of journal entries, to try everything on.
type sampleLine struct {
	Account ledger.ID  `json:"account"`
	Fund    *ledger.ID `json:"fund,omitempty"`
	Debit   Amount     `json:"debit,omitzero"`
	Credit  Amount     `json:"credit,omitzero"`
	Count   int        `json:"count,omitempty" minimum:"1" maximum:"10"`
	Note    string     `json:"note,omitempty" maxLength:"5" minLength:"2"`
}

type sampleInput struct {
	Book ledger.ID `path:"book"`
	Idempotent
	Body struct {
		ID    ledger.ID    `json:"id,omitzero"`
		Day   ledger.Date  `json:"day"`
		Head  ledger.Hash  `json:"head,omitzero"`
		Kind  string       `json:"kind,omitempty" enum:"sale,purchase"`
		Lines []sampleLine `json:"lines" minItems:"1" maxItems:"3"`
		Due   Amount       `json:"due"`
		At    time.Time    `json:"at,omitzero"`
	}
}

type sampleOutput struct {
	Body struct {
		ID    ledger.ID   `json:"id"`
		Day   ledger.Date `json:"day"`
		Due   string      `json:"due"`
		Debit string      `json:"debit"`
		Lines []string    `json:"lines"`
	}
}

func addSample(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/samples", Action: "samples.post", Tag: "samples",
		Summary: "Post a sample", Status: http.StatusCreated}, postSample)
}

func postSample(_ context.Context, in *sampleInput) (*sampleOutput, error) {
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	out := &sampleOutput{}
	out.Body.ID, out.Body.Day, out.Body.Due = id, in.Body.Day, in.Body.Due.String()
	out.Body.Debit = in.Body.Lines[0].Debit.String()
	return out, nil
}
