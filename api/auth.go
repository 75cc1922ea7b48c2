package api

import (
	"context"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Caller is who a request comes from.
type Caller struct {
	ID   ledger.ID
	Name string
}

// operator is who holds the operator's token.
var operator = Caller{ID: ledger.Operator, Name: "operator"}

type callerKey struct{}

// CallerFrom returns who called. On a public route it may be the zero Caller.
func CallerFrom(ctx context.Context) Caller {
	caller, _ := ctx.Value(callerKey{}).(Caller)
	return caller
}

// maxToken is longer than any token of ours.
const maxToken = 512

// caller finds out who sent c.
func (s *Server) caller(c *fiber.Ctx) (Caller, bool) {
	headers := c.Request().Header.PeekAll(fiber.HeaderAuthorization)
	if len(headers) != 1 {
		return Caller{}, false
	}
	scheme, token, _ := strings.Cut(string(headers[0]), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" || len(token) > maxToken || !s.config.OperatorToken(token) {
		return Caller{}, false
	}
	return operator, true
}

// gate lets a request through to its handler if its route is public or its
// caller known.
func (s *Server) gate(ctx huma.Context, next func(huma.Context)) {
	r := unwrap(ctx)
	caller, known := s.caller(r.fiber)
	switch {
	case known:
		next(huma.WithValue(ctx, callerKey{}, caller))
	case routeOf(ctx).Public:
		next(ctx)
	default:
		s.fail(r.fiber, ledger.E(ledger.Unauthenticated, "unauthenticated", ""))
	}
}
