package api

import (
	"context"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// operator is who holds the operator's token.
var operator = people.Caller{Person: ledger.Operator, Operator: true}

type callerKey struct{}

// CallerFrom returns who called. On a public route it may be the zero Caller.
func CallerFrom(ctx context.Context) people.Caller {
	caller, _ := ctx.Value(callerKey{}).(people.Caller)
	return caller
}

// maxToken is longer than any token of ours.
const maxToken = 512

// caller finds out who sent c, or why nobody is known to have: unauthenticated,
// or csrf when a browser sent a cookie from a page that is not ours.
func (s *Server) caller(c *fiber.Ctx) (people.Caller, error) {
	token, viaCookie := s.sessionToken(c)
	switch {
	case token == "" || len(token) > maxToken:
		return people.Caller{}, ledger.E(ledger.Unauthenticated, "unauthenticated", "")
	case viaCookie && !s.csrfSafe(c):
		return people.Caller{}, ledger.E(ledger.Forbidden, "csrf", "")
	case !viaCookie && s.config.OperatorToken(token):
		return operator, nil
	case s.config.People == nil:
		return people.Caller{}, ledger.E(ledger.Unauthenticated, "unauthenticated", "")
	}
	return s.config.People.CallerOf(c.UserContext(), token)
}

// bearer is the token of the one Authorization header, "" when there is none.
func bearer(c *fiber.Ctx) string {
	headers := c.Request().Header.PeekAll(fiber.HeaderAuthorization)
	if len(headers) != 1 {
		return ""
	}
	scheme, token, _ := strings.Cut(string(headers[0]), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return token
}

// gate lets a request through to its handler if its route is public, or if the
// policy lets its caller do it to what the path names.
func (s *Server) gate(ctx huma.Context, next func(huma.Context)) {
	r, route := unwrap(ctx), routeOf(ctx)
	caller, err := s.caller(r.fiber)
	if err == nil {
		ctx = huma.WithContext(ctx, store.ByDevice(context.WithValue(ctx.Context(), callerKey{}, caller), caller.Device))
		r.fiber.SetUserContext(ctx.Context())
		if !route.Public {
			err = s.judge(r, policy[route.Action], caller)
		}
	}
	if err != nil && !route.Public {
		s.fail(r.fiber, err)
		return
	}
	next(ctx)
}

// judge holds the rule against the caller and what the path names. To who has no
// business with that, it is as if it were not there.
func (s *Server) judge(r *request, rule rule, caller people.Caller) error {
	target, err := s.target(r, rule.at)
	if err != nil {
		return err
	}
	if rule.closely && narrows(r) {
		rule = lookingClosely
	}
	if rule.Lets(caller, target) {
		if target.Owner.Kind != people.OfPerson {
			return nil
		}
		return s.config.People.NoteLook(r.ctx, caller, target)
	}
	if rule.own && askedParty(r) == caller.Person {
		if caller.BelongsTo(target) {
			return nil
		}
		if has, err := s.config.People.HasLines(r.ctx, caller, target); err != nil || has {
			return err
		}
	}
	if rule.at != "" && !caller.Knows(target) {
		return unknownAt(rule.at)
	}
	return ledger.E(ledger.Forbidden, "forbidden", "")
}

// unknownAt is what is answered about a thing that is not there.
func unknownAt(at string) error {
	switch at {
	case people.NamedBook:
		return ledger.E(ledger.Missing, "unknown_book", "")
	case people.NamedOrganization:
		return ledger.E(ledger.Missing, "unknown_organization", "")
	case people.NamedProgramme:
		return ledger.E(ledger.Missing, "unknown_programme", "")
	default:
		return ledger.E(ledger.Missing, "unknown_person", "")
	}
}

// target is what the path names, with all that decides who may do what to it. An
// id that is none is left to the handler to complain of.
func (s *Server) target(r *request, at string) (people.Target, error) {
	if at == "" || s.config.People == nil {
		return people.Target{}, nil
	}
	id, err := ledger.ParseID(r.Param(at))
	if err != nil {
		return people.Target{}, ledger.E(ledger.Invalid, "invalid_id", at)
	}
	return s.config.People.Target(r.ctx, at, id)
}

// narrows reports whether the query picks out lines of one person or one thing.
func narrows(r *request) bool {
	return slices.ContainsFunc(narrowing, func(name string) bool { return r.fiber.Context().QueryArgs().Has(name) })
}

// askedParty is the one person that the query asks about, zero when it is not one.
func askedParty(r *request) ledger.ID {
	asked := r.fiber.Context().QueryArgs().PeekMulti("party")
	if len(asked) != 1 {
		return ledger.ID{}
	}
	id, _ := ledger.ParseID(string(asked[0])) // zero when it is none
	return id
}
