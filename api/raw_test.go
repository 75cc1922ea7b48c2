package api

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Requests no decent client sends: each is refused as a problem, and the
// connection is closed, so that nothing can be smuggled behind it.
func TestMalformedRequests(t *testing.T) {
	s := start(t, Config{}, addSample)
	auth := "Authorization: Bearer " + testToken + "\r\nContent-Type: application/json\r\n"
	post := "POST " + samplePath + " HTTP/1.1\r\nHost: x\r\n" + auth
	behind := "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
	for _, c := range []struct {
		name, request string
		status        int
		code          string
	}{
		{"nonsense", "hello there\r\n\r\n", 400, "bad_request"},
		{"two Content-Length, different", post + "Content-Length: 2\r\nContent-Length: 50\r\n\r\n{}" + behind, 400, "bad_request"},
		{"Content-Length and chunked", post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + behind, 400, "bad_request"},
		{"chunked and Content-Length", post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n" + behind, 400, "bad_request"},
		{"another transfer encoding", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n" + behind, 400, "bad_request"},
		{"Content-Length of letters", post + "Content-Length: two\r\n\r\n{}" + behind, 400, "bad_request"},
		{"negative Content-Length", post + "Content-Length: -1\r\n\r\n{}" + behind, 400, "bad_request"},
		{"Content-Length with a plus", post + "Content-Length: +2\r\n\r\n{}" + behind, 400, "bad_request"},
		{"broken chunk", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n" + behind, 400, "bad_request"},
		{"space before the colon", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A : b\r\n\r\n" + behind, 400, "bad_request"},
		{"no host", "GET /healthz HTTP/1.1\r\n\r\n" + behind, 400, "bad_request"},
		{"two hosts", "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + behind, 400, "bad_request"},
		{"host with a space", "GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n" + behind, 400, "bad_request"},
		{"NUL in a header", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: a\x00b\r\n\r\n" + behind, 400, "bad_request"},
		{"large header", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: " + strings.Repeat("a", 64<<10) + "\r\n\r\n", 431, "header_too_large"},
		{"large request line", "GET /" + strings.Repeat("a", 64<<10) + " HTTP/1.1\r\nHost: x\r\n\r\n", 431, "header_too_large"},
		{"large body", post + fmt.Sprintf("Content-Length: %d\r\n\r\n{", 2<<20), 413, "body_too_large"},
		{"large chunked body", post + "Transfer-Encoding: chunked\r\n\r\n" + fmt.Sprintf("%x\r\n%s\r\n", 2<<20, strings.Repeat(" ", 2<<20)), 413, "body_too_large"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := s.raw(c.request)
			if a.status != c.status || a.problem.Code != c.code {
				t.Errorf("answered %d %s, want %d %s", a.status, a.body, c.status, c.code)
			}
			if !a.closes {
				t.Error("the connection stays open")
			}
			if a.header.Get("X-Content-Type-Options") != "nosniff" || a.header.Get("X-Request-Id") == "" {
				t.Error("headers are missing:", a.header)
			}
		})
	}
}

// Odd but harmless: answered, and as one request.
func TestOddRequests(t *testing.T) {
	s := start(t, Config{}, addSample)
	for _, c := range []struct {
		name, request string
		status        int
	}{
		{"HTTP/1.0", "GET /healthz HTTP/1.0\r\nHost: x\r\n\r\n", 200},
		{"absolute address", "GET http://elsewhere/healthz HTTP/1.1\r\nHost: x\r\n\r\n", 200},
		{"dots in the path", "GET /v1/../healthz HTTP/1.1\r\nHost: x\r\n\r\n", 401},
		{"two slashes", "GET //healthz HTTP/1.1\r\nHost: x\r\n\r\n", 404},
		{"escaped letters", "GET /health%7A HTTP/1.1\r\nHost: x\r\n\r\n", 404},
		{"asterisk", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 404},
		{"two tokens", "GET /metrics HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer " + testToken + "\r\n\r\n", 401},
		{"parameter twice", "GET /healthz?a=1&a=2 HTTP/1.1\r\nHost: x\r\n\r\n", 422},
		{"broken escape in a parameter", "GET /healthz?%zz=%zz HTTP/1.1\r\nHost: x\r\n\r\n", 422},
	} {
		if a := s.raw(c.request); a.status != c.status {
			t.Errorf("%s answered %d %s, want %d", c.name, a.status, a.body, c.status)
		}
	}
}

// A client that sends half a request is told so and let go.
func TestSlowRequest(t *testing.T) {
	s := start(t, Config{ReadTimeout: 100 * time.Millisecond}, nil)
	a := s.raw("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{")
	if a.status != 408 || a.problem.Code != "request_timeout" {
		t.Error(a.status, a.body)
	}
}

// The body limit is the configured one, to the byte.
func TestBodyLimit(t *testing.T) {
	s := start(t, Config{BodyLimit: 1000}, addSample)
	body := sampleGood + strings.Repeat(" ", 1000-len(sampleGood))
	if a := s.call("POST", samplePath, body); a.status != 201 {
		t.Error("at the limit:", a.status, a.body)
	}
	if a := s.raw("POST " + samplePath + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n" + body + " "); a.status != 413 {
		t.Error("over the limit:", a.status, a.body)
	}
}

// Requests sent at once on one connection are answered one by one, in order.
func TestPipeline(t *testing.T) {
	s := start(t, Config{}, nil)
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	_, _ = io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: x\r\n\r\nGET /readyz HTTP/1.1\r\nHost: x\r\n\r\n")
	r := bufio.NewReader(conn)
	ids := map[string]bool{}
	for _, want := range []int{200, 404, 200} {
		resp, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		a := read(t, resp)
		if a.status != want || ids[a.header.Get("X-Request-Id")] {
			t.Error(a.status, a.header)
		}
		ids[a.header.Get("X-Request-Id")] = true
	}
}
