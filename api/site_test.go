package api

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/lumbung-ledger/lumbung/web"
)

// site is a small web app.
func site() []web.File {
	return []web.File{
		{Path: "/", Type: "text/html; charset=utf-8", ETag: `"first"`, Plain: []byte("the first page")},
		{Path: "/group", Type: "text/html; charset=utf-8", ETag: `"group"`, Plain: []byte("the group's door"), Brotli: []byte("pressed")},
		{Path: "/assets/group-1a2b.js", Type: "text/javascript; charset=utf-8", ETag: `"script"`, Immutable: true, Plain: []byte("script")},
		{Path: "/sw.js", Type: "text/javascript; charset=utf-8", ETag: `"worker"`, Plain: []byte("worker")},
		{Path: "/icon.svg", Type: "image/svg+xml", ETag: `"svg"`, Plain: []byte("icon")},
		{Path: "/icon.png", Type: "image/png", ETag: `"png"`, Plain: []byte("icon")},
	}
}

func bodyOf(t *testing.T, answer *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestTheWebAppIsServed(t *testing.T) {
	for _, c := range []struct {
		what, method, path, encoding, have string
		status                             int
		body, cache                        string
		loaded                             bool // by a page, under whose policy it is
	}{
		{what: "the first page", path: "/", status: 200, body: "the first page", cache: "no-cache"},
		{what: "a door", path: "/group", status: 200, body: "the group's door", cache: "no-cache"},
		{what: "a place below a door", path: "/group/books/0196", status: 200, body: "the group's door", cache: "no-cache"},
		{what: "what a browser can unpress comes pressed", path: "/group", encoding: "gzip, br", status: 200, body: "pressed", cache: "no-cache"},
		{what: "what a browser has does not come again", path: "/group", have: `"group"`, status: 304, cache: "no-cache"},
		{what: "what it has of another build does", path: "/group", have: `"older"`, status: 200, body: "the group's door", cache: "no-cache"},
		{what: "a script may be kept", path: "/assets/group-1a2b.js", status: 200, body: "script", cache: "public, max-age=31536000, immutable", loaded: true},
		{what: "the service worker", path: "/sw.js", status: 200, body: "worker", cache: "no-cache"},
		{what: "a picture that can hold scripts", path: "/icon.svg", status: 200, body: "icon", cache: "no-cache"},
		{what: "a picture that cannot", path: "/icon.png", status: 200, body: "icon", cache: "no-cache", loaded: true},
		{what: "a script of another build is not there", path: "/assets/group-9z9z.js", status: 404, cache: "no-store"},
		{what: "nothing is below a file", path: "/assets/group-1a2b.js/x", status: 404, cache: "no-store"},
		{what: "a door with another name", path: "/groups", status: 404, cache: "no-store"},
		{what: "nobody writes to a page", method: http.MethodPost, path: "/group", status: 405, cache: "no-store"},
	} {
		t.Run(c.what, func(t *testing.T) {
			s := New(Config{Site: site()})
			method := c.method
			if method == "" {
				method = http.MethodGet
			}
			r := httptest.NewRequest(method, c.path, nil)
			r.Header.Set("Accept-Encoding", c.encoding)
			r.Header.Set("If-None-Match", c.have)
			answer, err := s.app.Test(r, -1)
			if err != nil {
				t.Fatal(err)
			}
			body := bodyOf(t, answer)
			if answer.StatusCode != c.status || c.status == 200 && body != c.body {
				t.Errorf("answered %d %q, want %d %q", answer.StatusCode, body, c.status, c.body)
			}
			if got := answer.Header.Get("Cache-Control"); got != c.cache {
				t.Errorf("may be kept: %q, want %q", got, c.cache)
			}
			if answer.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Error("the strict headers are missing")
			}
			if got := answer.Header.Get("Content-Security-Policy") != ""; got == c.loaded {
				t.Errorf("has a policy of its own: %v", got)
			}
		})
	}
}

func TestWithoutTheWebAppTheFirstPageSaysSo(t *testing.T) {
	answer, err := New(Config{}).app.Test(httptest.NewRequest(http.MethodGet, "/", nil), -1)
	if err != nil {
		t.Fatal(err)
	}
	if body := bodyOf(t, answer); answer.StatusCode != 200 || body != notBuilt {
		t.Errorf("answered %d %q", answer.StatusCode, body)
	}
}
