package api

import (
	"errors"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/lumbung-ledger/lumbung/web"
)

// notBuilt is what the first page says of a program without the web app.
const notBuilt = "Aplikasi web belum dibangun. Ketik: make build\nThe web app was not built. Type: make build\n"

// siteRoute stands for all files in logs and metrics: their names change with every build.
const siteRoute = "site"

// addSite serves the web app: public files that hold nobody's data. They are the
// only answers that may be kept, and only those whose name changes with their bytes
// without asking again.
func addSite(s *Server) {
	for _, f := range s.config.Site {
		s.app.Get(f.Path, showFile(f))
		if f.Door() {
			s.app.Get(f.Path+"/*", showFile(f))
		}
	}
	if len(s.config.Site) == 0 {
		s.app.Get("/", func(c *fiber.Ctx) error {
			c.Locals(routeKey, siteRoute)
			return c.Type("txt", "utf-8").SendString(notBuilt)
		})
	}
}

// nowhere is what somebody sees who has mistyped an address outside the API.
const nowhere = `<!doctype html>
<html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Lumbung</title>
<h1>Alamat ini tidak ada</h1>
<p>Mungkin salah ketik. <a href="/">Ke halaman awal</a></p>
<div lang="en"><h2>There is no such address</h2>
<p>It may be mistyped. <a href="/">To the first page</a></p></div>
`

// lost answers a browser that asks for a page where there is none.
func (s *Server) lost(c *fiber.Ctx, err error) error {
	var e *fiber.Error
	reading := c.Method() == fiber.MethodGet || c.Method() == fiber.MethodHead
	path := c.Path()
	if !errors.As(err, &e) || e.Code != fiber.StatusNotFound || !reading || path == "/v1" || strings.HasPrefix(path, "/v1/") ||
		!strings.Contains(c.Get(fiber.HeaderAccept), "text/html") {
		return err
	}
	return c.Status(fiber.StatusNotFound).Type("html", "utf-8").SendString(nowhere)
}

func showFile(f web.File) fiber.Handler {
	return func(c *fiber.Ctx) error {
		c.Locals(routeKey, siteRoute)
		c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
		c.Set(fiber.HeaderETag, f.ETag)
		c.Set(fiber.HeaderCacheControl, "no-cache")
		if !ownPolicy(f) {
			c.Response().Header.Del(fiber.HeaderContentSecurityPolicy)
		}
		if f.Immutable {
			c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
		}
		if strings.Contains(c.Get(fiber.HeaderIfNoneMatch), f.ETag) {
			return c.SendStatus(fiber.StatusNotModified)
		}
		body, encoding := f.Body(c.Get(fiber.HeaderAcceptEncoding))
		if encoding != "" {
			c.Set(fiber.HeaderContentEncoding, encoding)
		}
		c.Set(fiber.HeaderContentType, f.Type)
		return c.Send(body)
	}
}

// ownPolicy reports whether a browser runs the file in its own right, so that its own
// content policy counts: a page, a picture that can hold scripts, the service worker.
// What a page loads is under the page's policy.
func ownPolicy(f web.File) bool {
	return strings.HasPrefix(f.Type, "text/html") || strings.HasPrefix(f.Type, "image/svg") || f.Path == "/sw.js"
}
