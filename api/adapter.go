package api

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
)

// adapter lets huma register its operations on fiber.
type adapter struct{ server *Server }

// Handle registers one operation. A GET also answers HEAD.
func (a adapter) Handle(op *huma.Operation, handler func(huma.Context)) {
	path := fiberPath(op.Path)
	serve := func(c *fiber.Ctx) error {
		c.Locals(routeKey, op.Path)
		handler(&request{server: a.server, op: op, fiber: c, ctx: c.UserContext()})
		return nil
	}
	if op.Method == http.MethodGet {
		a.server.app.Add(http.MethodHead, path, serve)
	}
	a.server.app.Add(op.Method, path, serve)
}

// ServeHTTP is how huma's own test tools would call an API. Ours call a listener.
func (a adapter) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	http.Error(w, "use a listener", http.StatusNotImplemented)
}

// fiberPath turns /v1/books/{id} into /v1/books/:id, and a colon of the path's
// own into one that fiber takes for a colon.
func fiberPath(path string) string {
	return strings.NewReplacer(":", `\:`, "{", ":", "}", "").Replace(path)
}

// request is huma's view of one fiber request. Every string that leaves it is a
// copy: fasthttp uses its buffers again for the next request on the connection.
type request struct {
	server *Server
	op     *huma.Operation
	fiber  *fiber.Ctx
	ctx    context.Context
	status int
}

// unwrap returns our request behind whatever huma put around it.
func unwrap(ctx huma.Context) *request {
	for {
		switch c := ctx.(type) {
		case *request:
			return c
		case interface{ Unwrap() huma.Context }:
			ctx = c.Unwrap()
		default:
			panic("api: a huma context of somebody else")
		}
	}
}

// WithContext returns the request with another context, which the fiber request
// gets too.
func (r *request) WithContext(ctx context.Context) huma.Context {
	r.fiber.SetUserContext(ctx)
	other := *r
	other.ctx = ctx
	return &other
}

func (r *request) Operation() *huma.Operation { return r.op }
func (r *request) Context() context.Context   { return r.ctx }
func (r *request) TLS() *tls.ConnectionState  { return r.fiber.Context().TLSConnectionState() }
func (r *request) Method() string             { return strings.Clone(r.fiber.Method()) }
func (r *request) Host() string               { return strings.Clone(r.fiber.Hostname()) }
func (r *request) RemoteAddr() string         { return r.fiber.Context().RemoteAddr().String() }

func (r *request) Version() huma.ProtoVersion {
	return huma.ProtoVersion{Proto: string(r.fiber.Request().Header.Protocol())}
}

func (r *request) URL() url.URL {
	u, err := url.ParseRequestURI(string(r.fiber.Request().RequestURI()))
	if err != nil {
		return url.URL{Path: strings.Clone(r.fiber.Path())}
	}
	return *u
}

// Param returns a path parameter. It is unescaped here, after routing, so that
// an escaped slash can never lead to another route.
func (r *request) Param(name string) string {
	raw := strings.Clone(r.fiber.Params(name))
	if plain, err := url.PathUnescape(raw); err == nil {
		return plain
	}
	return raw
}

func (r *request) Query(name string) string {
	return string(r.fiber.Context().QueryArgs().Peek(name))
}

// Header returns a header. What the caller would accept is not asked: answers
// are JSON, and huma would look for a format of any name it finds there.
func (r *request) Header(name string) string {
	if name == fiber.HeaderAccept {
		return jsonType
	}
	return string(r.fiber.Request().Header.Peek(name))
}

func (r *request) EachHeader(visit func(name, value string)) {
	for name, value := range r.fiber.Request().Header.All() {
		visit(string(name), string(value))
	}
}

// BodyReader reads the body as it was sent: what was compressed stays so, and
// the body limit is the real limit.
func (r *request) BodyReader() io.Reader { return bytes.NewReader(r.fiber.BodyRaw()) }

func (r *request) GetMultipartForm() (*multipart.Form, error) {
	return nil, errors.New("api: no multipart forms")
}

// SetReadDeadline does nothing: the body has been read before a handler runs.
func (r *request) SetReadDeadline(time.Time) error { return nil }

func (r *request) SetStatus(code int) {
	r.status = code
	r.fiber.Status(code)
}

func (r *request) Status() int                     { return r.status }
func (r *request) SetHeader(name, value string)    { r.fiber.Set(name, value) }
func (r *request) AppendHeader(name, value string) { r.fiber.Append(name, value) }
func (r *request) BodyWriter() io.Writer           { return r.fiber.Context() }
