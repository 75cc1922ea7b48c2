package api

import (
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// The cookie of a browser's session. A cookie with the prefix __Host- is accepted by
// browsers over TLS alone, and from this host alone; on plain http, which is this
// very machine, it cannot be set.
const (
	secureCookie = "__Host-lumbung"
	plainCookie  = "lumbung"
)

// sessionToken returns the token that came with the request, and whether a browser
// sent it as a cookie. An Authorization header wins, and a bad one lets nobody in.
// Where browsers come over TLS a cookie of the plain name counts for nothing: any other
// host of the same domain could have set it.
func (s *Server) sessionToken(c *fiber.Ctx) (token string, viaCookie bool) {
	if len(c.Request().Header.PeekAll(fiber.HeaderAuthorization)) > 0 {
		return bearer(c), false
	}
	name := plainCookie
	if s.secure(c) {
		name = secureCookie
	}
	token = c.Cookies(name)
	return token, token != ""
}

// csrfSafe reports whether a request with a cookie was made by a page of ours. What
// only reads is safe: no answer can be read across origins. For the rest the browser
// itself says where it comes from, or names the page's origin, which must be the public
// one, or this host's where there is none.
func (s *Server) csrfSafe(c *fiber.Ctx) bool {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		return true
	}
	switch c.Get("Sec-Fetch-Site") {
	case "same-origin", "none": // none: no page at all, but whoever sits there
		return true
	case "":
	default:
		return false
	}
	if s.config.Origin != "" {
		return strings.EqualFold(c.Get(fiber.HeaderOrigin), s.config.Origin)
	}
	origin, err := url.Parse(c.Get(fiber.HeaderOrigin))
	return err == nil && origin.Host != "" && strings.EqualFold(origin.Host, string(c.Request().Host()))
}
