package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// routeKey is where the adapter leaves the pattern of the route it found.
const routeKey = "lumbung.route"

// noRoute stands in logs and metrics for a request that met no route: raw paths
// would put names into logs and have no end as labels.
const noRoute = "none"

type requestIDKey struct{}

// RequestIDFrom returns the id of the request ctx belongs to.
func RequestIDFrom(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// frame is what happens around every request, whatever becomes of it: an id, a
// deadline, the headers that hold for all answers, recovery from panics,
// problems in one form, one line in the log and one tick of the metrics.
func (s *Server) frame(c *fiber.Ctx, next func() error) error {
	start := time.Now()
	id := requestID(c.Get(fiber.HeaderXRequestID))
	ctx := s.arrived(context.WithValue(s.base, requestIDKey{}, id), c)
	ctx, cancel := context.WithTimeout(ctx, s.config.Deadline)
	defer cancel()
	c.SetUserContext(ctx)
	setHeaders(c, id)
	if secureFrom(ctx) {
		keepSecure(c)
	}
	s.metrics.inFlight.Inc()
	defer s.metrics.inFlight.Dec()
	if err := s.guarded(c, next); err != nil {
		s.fail(c, s.hide(c, err))
	}
	s.record(c, time.Since(start))
	return nil
}

// setHeaders sets what holds for every answer. Answers are for this caller and
// this moment, so nobody may keep them; what may be kept says so itself.
func setHeaders(c *fiber.Ctx, id string) {
	c.Set(fiber.HeaderXRequestID, id)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set(fiber.HeaderXFrameOptions, "DENY")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(self), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)")
	c.Set(fiber.HeaderCacheControl, "no-store")
}

// keepSecure tells browsers to come over TLS alone for a year, but for localhost, where
// other programs of the same machine are too.
func keepSecure(c *fiber.Ctx) {
	if host, _, _ := strings.Cut(string(c.Request().Host()), ":"); !strings.EqualFold(host, "localhost") {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000")
	}
}

// requestID keeps an id a proxy in front of us has made, if it looks like one.
func requestID(given string) string {
	if len(given) >= 8 && len(given) <= 64 && onlyHas(given, nameSigns+".") {
		return given
	}
	return uuid.Must(uuid.NewV7()).String()
}

// panicError is a panic on its way to the log.
type panicError struct{ value any }

func (e panicError) Error() string { return fmt.Sprint("panic: ", e.value) }

func (s *Server) guarded(c *fiber.Ctx, next func() error) (err error) {
	defer func() {
		if value := recover(); value != nil {
			s.log.LogAttrs(c.UserContext(), slog.LevelError, "a handler panicked",
				slog.String("request_id", RequestIDFrom(c.UserContext())), slog.String("stack", string(debug.Stack())))
			err = panicError{value}
		}
	}()
	return next()
}

// hide answers a stranger below /v1 in one way, whether the path exists or not.
func (s *Server) hide(c *fiber.Ctx, err error) error {
	var e *fiber.Error
	if !errors.As(err, &e) || e.Code != fiber.StatusNotFound && e.Code != fiber.StatusMethodNotAllowed {
		return err
	}
	if path := c.Path(); path == "/v1" || strings.HasPrefix(path, "/v1/") {
		if _, err := s.caller(c); err != nil {
			c.Response().Header.Del(fiber.HeaderAllow)
			return ledger.E(ledger.Unauthenticated, "unauthenticated", "")
		}
	}
	return err
}

// record writes the one line and the one tick.
func (s *Server) record(c *fiber.Ctx, took time.Duration) {
	route, found := c.Locals(routeKey).(string)
	if !found {
		route = noRoute
	}
	status, method := c.Response().StatusCode(), knownMethod(c.Method())
	s.metrics.observe(method, route, status, took)
	level := slog.LevelInfo
	switch {
	case status == fiber.StatusServiceUnavailable:
		level = slog.LevelWarn
	case status >= 500:
		level = slog.LevelError
	case strings.HasSuffix(route, "/healthz"), strings.HasSuffix(route, "/readyz"), strings.HasSuffix(route, "/metrics"):
		level = slog.LevelDebug
	}
	s.log.LogAttrs(c.UserContext(), level, "request",
		slog.String("method", method), slog.String("route", route), slog.Int("status", status),
		slog.Duration("took", took), slog.Int("bytes", len(c.Response().Body())),
		slog.String("request_id", RequestIDFrom(c.UserContext())))
}
