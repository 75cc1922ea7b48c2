package api

import (
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/web"
)

// compressFrom is how many bytes an answer has that is worth compressing.
const compressFrom = 1 << 10

// compress makes large JSON answers small on the way to callers that can unpack
// them. The length of a compressed answer tells something of what is in it to
// whoever listens on the line and has a say in it too, so answers that make a
// secret are left alone: of commands only what a device pulls is compressed, which
// holds none and is asked for with a signature and not with a cookie. Files of the
// site come compressed from the build, and exports are streams.
func (s *Server) compress(c *fiber.Ctx) error {
	if err := c.Next(); err != nil {
		return err
	}
	r := c.Response()
	if c.Method() != fiber.MethodGet && !(c.Method() == people.SyncMethod && c.Path() == people.SyncPath) ||
		r.IsBodyStream() || len(r.Body()) < compressFrom || len(r.Header.ContentEncoding()) > 0 || c.Locals(routeKey) == siteRoute ||
		!strings.HasPrefix(string(r.Header.ContentType()), jsonType) {
		return nil
	}
	c.Append(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	accept := c.Get(fiber.HeaderAcceptEncoding)
	switch {
	case web.Accepts(accept, "br"):
		r.SetBodyRaw(fasthttp.AppendBrotliBytesLevel(nil, r.Body(), fasthttp.CompressBrotliDefaultCompression))
		c.Set(fiber.HeaderContentEncoding, "br")
	case web.Accepts(accept, "gzip"):
		r.SetBodyRaw(fasthttp.AppendGzipBytesLevel(nil, r.Body(), fasthttp.CompressBestSpeed))
		c.Set(fiber.HeaderContentEncoding, "gzip")
	}
	return nil
}
