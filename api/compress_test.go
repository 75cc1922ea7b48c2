package api

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/valyala/fasthttp"

	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/people/phonetest"
)

type longOut struct {
	Body struct {
		Text string `json:"text" maxLength:"100000"`
	}
}

// addLong adds routes whose answers are long.
func addLong(s *Server) {
	long := func(size int) func(context.Context, *struct{}) (*longOut, error) {
		return func(context.Context, *struct{}) (*longOut, error) {
			out := &longOut{}
			out.Body.Text = strings.Repeat("Iuran bulan Maret. ", size/19+1)[:size]
			return out, nil
		}
	}
	add(s, Route{Method: http.MethodGet, Path: "/v1/long", Public: true}, long(20_000))
	add(s, Route{Method: http.MethodGet, Path: "/v1/short", Public: true}, long(100))
	add(s, Route{Method: http.MethodPost, Path: "/v1/sessions-like", Public: true}, long(20_000))
	add(s, Route{Method: http.MethodGet, Path: "/v1/stream", Public: true, Produces: "text/plain"}, func(context.Context, *struct{}) (*huma.StreamResponse, error) {
		return &huma.StreamResponse{Body: func(ctx huma.Context) {
			ctx.SetHeader("Content-Type", "text/plain")
			unwrap(ctx).fiber.Context().SetBodyStream(strings.NewReader(strings.Repeat("x", 20_000)), 20_000)
		}}, nil
	})
}

func TestLongAnswersAreCompressed(t *testing.T) {
	s := start(t, Config{}, addLong)
	whole := s.call("GET", "/v1/long", "", "Accept-Encoding", "identity").body
	for _, c := range []struct{ method, path, accept, encoding string }{
		{"GET", "/v1/long", "br", "br"},
		{"GET", "/v1/long", "gzip", "gzip"},
		{"GET", "/v1/long", "gzip, deflate, br, zstd", "br"},
		{"GET", "/v1/long", "gzip, br;q=0", "gzip"},
		{"GET", "/v1/long", "zstd", ""},
		{"GET", "/v1/long", "identity", ""},
		{"GET", "/v1/short", "br, gzip", ""},
		{"GET", "/v1/stream", "br, gzip", ""},
		{"POST", "/v1/sessions-like", "br, gzip", ""},
		{"HEAD", "/v1/long", "br, gzip", ""},
	} {
		name := c.method + " " + c.path + " for " + c.accept
		a := s.call(c.method, c.path, "", "Accept-Encoding", c.accept)
		if a.status != 200 || a.header.Get("Content-Encoding") != c.encoding {
			t.Errorf("%s: %d in %q, want %q", name, a.status, a.header.Get("Content-Encoding"), c.encoding)
			continue
		}
		if varies := strings.Contains(strings.Join(a.header.Values("Vary"), ","), "Accept-Encoding"); varies != (c.method+c.path == "GET/v1/long") {
			t.Errorf("%s varies with the encoding: %v", name, varies)
		}
		if c.encoding == "" {
			continue
		}
		if len(a.body) > len(whole)/10 {
			t.Errorf("%s: %d bytes of %d", name, len(a.body), len(whole))
		}
		unpack := fasthttp.AppendUnbrotliBytes
		if c.encoding == "gzip" {
			unpack = fasthttp.AppendGunzipBytes
		}
		got, err := unpack(nil, []byte(a.body))
		if err != nil || string(got) != whole {
			t.Errorf("%s unpacks to %d bytes, %v", name, len(got), err)
		}
	}
}

// What a device pulls is compressed too.
func TestWhatIsPulledIsCompressed(t *testing.T) {
	eachPhones(t, func(t *testing.T, h *phones) {
		phone := h.enrolled("HP")
		phone.Pull = &people.Pull{}
		x := phone.PushAll()
		a := h.call("POST", "/v1/sync", string(x.Body), append(phonetest.Headers(x), "Authorization", "", "Accept-Encoding", "br")...)
		if a.status != 200 || a.header.Get("Content-Encoding") != "br" {
			t.Errorf("%d in %q", a.status, a.header.Get("Content-Encoding"))
		}
	})
}
