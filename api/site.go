package api

import (
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
