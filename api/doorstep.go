package api

import (
	"bytes"
	"slices"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// doorstep refuses two sorts of requests before fiber sees them: methods fiber
// has never heard of, which it would answer in plain text, and requests that say
// in two ways where they end, which a proxy in front of us may have understood
// in the other way (fasthttp lets Transfer-Encoding win, silently).
func (s *Server) doorstep(next fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(ctx *fasthttp.RequestCtx) {
		switch {
		case endsTwice(&ctx.Request.Header):
			ctx.SetConnectionClose()
			s.refuse(ctx, fiber.ErrBadRequest, "")
		case !slices.Contains(fiber.DefaultMethods, string(ctx.Method())):
			s.refuse(ctx, fiber.ErrMethodNotAllowed, "GET, HEAD, POST, PUT, PATCH, DELETE")
		default:
			next(ctx)
		}
	}
}

func (s *Server) refuse(ctx *fasthttp.RequestCtx, err error, allow string) {
	c := s.app.AcquireCtx(ctx)
	defer s.app.ReleaseCtx(c)
	_ = s.frame(c, func() error { // frame has answered every error itself
		if allow != "" {
			c.Set(fiber.HeaderAllow, allow)
		}
		return err
	})
}

// endsTwice reports whether a request has both a Transfer-Encoding and a
// Content-Length. Only the raw headers still tell: fasthttp has tidied the others.
func endsTwice(h *fasthttp.RequestHeader) bool {
	length, encoding := false, false
	for line := range bytes.SplitSeq(h.RawHeaders(), []byte("\n")) {
		name, _, _ := bytes.Cut(line, []byte(":"))
		length = length || bytes.EqualFold(name, []byte(fiber.HeaderContentLength))
		encoding = encoding || bytes.EqualFold(name, []byte(fiber.HeaderTransferEncoding))
	}
	return length && encoding
}
