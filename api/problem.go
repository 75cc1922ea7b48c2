package api

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/words"
)

// Problem is how the API says no: application/problem+json after RFC 9457. It
// never holds a value the caller sent.
type Problem struct {
	Type      string         `json:"type" doc:"urn:lumbung:problem: and the code" example:"urn:lumbung:problem:unbalanced"`
	Title     string         `json:"title" doc:"The sort of problem, in the language of the answer" example:"Isian perlu diperbaiki"`
	Status    int            `json:"status" doc:"The HTTP status" example:"422"`
	Code      string         `json:"code" doc:"What happened, stable, for programs" example:"unbalanced"`
	Detail    string         `json:"detail" doc:"What happened, for people, in the language of the answer" example:"Jumlah debit dan kredit belum sama."`
	RequestID string         `json:"request_id" doc:"Quote it when asking for help" example:"018f3c1e-7d2a-7b44-9c55-1f0e8a6b2c11"`
	Errors    []FieldProblem `json:"errors,omitempty" doc:"The fields concerned; at most 100 are named"`

	Doubles *people.Doubles `json:"doubles,omitempty"` // with possible_double
}

// FieldProblem is one thing that is wrong with one field.
type FieldProblem struct {
	Field  string `json:"field" doc:"Where: a path into the body, or the name of a parameter or header" example:"lines[0].account"`
	Code   string `json:"code" doc:"What is wrong, stable, for programs" example:"unknown_account"`
	Detail string `json:"detail" doc:"What is wrong, for people" example:"Akun ini tidak ada dalam buku."`
}

// maxFieldProblems bounds an answer: a body may hold a hundred thousand mistakes.
const maxFieldProblems = 100

// Error returns the code.
func (p *Problem) Error() string { return p.Code }

// GetStatus is for huma.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is for huma.
func (p *Problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

// statuses is the one place where kinds become statuses.
var statuses = map[ledger.Kind]int{
	ledger.Invalid:         fiber.StatusUnprocessableEntity,
	ledger.Unauthenticated: fiber.StatusUnauthorized,
	ledger.Forbidden:       fiber.StatusForbidden,
	ledger.Missing:         fiber.StatusNotFound,
	ledger.Conflict:        fiber.StatusConflict,
	ledger.Refused:         fiber.StatusConflict,
	ledger.Limited:         fiber.StatusTooManyRequests,
	ledger.Busy:            fiber.StatusServiceUnavailable,
}

// protocolError is trouble with the request as HTTP, before anybody asked what
// it means.
type protocolError struct {
	Status int
	Code   string
	Params map[string]string
}

func (e protocolError) Error() string { return e.Code }

// protocolCodes are the codes for what fiber and fasthttp refuse.
var protocolCodes = map[int]string{
	fiber.StatusNotFound:                    "not_found",
	fiber.StatusMethodNotAllowed:            "method_not_allowed",
	fiber.StatusRequestTimeout:              "request_timeout",
	fiber.StatusRequestEntityTooLarge:       "body_too_large",
	fiber.StatusRequestHeaderFieldsTooLarge: "header_too_large",
}

func init() {
	huma.NewErrorWithContext = func(ctx huma.Context, _ int, _ string, errs ...error) huma.StatusError {
		r := unwrap(ctx)
		return r.server.problem(r.fiber, humaError(errs))
	}
	// huma calls this only to learn the type of our errors.
	huma.NewError = func(status int, _ string, _ ...error) huma.StatusError { return &Problem{Status: status} }
}

// humaError makes one error of what huma reports: its validation errors, or the
// one error a handler returned.
func humaError(errs []error) error {
	if len(errs) == 1 && !isDetail(errs[0]) {
		return errs[0]
	}
	var found []*ledger.Error
	for _, err := range errs {
		found = append(found, problemsOf(err)...)
	}
	if len(found) == 0 {
		return errNotJSON // huma's only other complaint: a body it needs is empty
	}
	// huma walks maps, so that its order is by chance.
	slices.SortStableFunc(found, func(a, b *ledger.Error) int { return cmp.Compare(a.Field+" "+a.Code, b.Field+" "+b.Code) })
	return ledger.Join(found...)
}

func isDetail(err error) bool {
	var detail *huma.ErrorDetail
	return errors.As(err, &detail)
}

// problem turns any error into the answer to c, sets its headers, and logs what
// is our own fault.
func (s *Server) problem(c *fiber.Ctx, err error) *Problem {
	var (
		lang     = s.languageOf(c)
		p        = &Problem{RequestID: RequestIDFrom(c.UserContext())}
		params   map[string]string
		kind     string
		ours     *ledger.Error
		protocol protocolError
		fiberErr *fiber.Error
	)
	switch {
	case errors.As(err, &ours) && statuses[ours.Kind] != 0:
		kind, p.Status, p.Code, params = string(ours.Kind), statuses[ours.Kind], ours.Code, ours.Params
		p.Errors = fieldProblems(lang, ours, nil)
		s.adviseCaller(c, ours)
	case errors.As(err, &protocol):
		kind, p.Status, p.Code, params = "protocol", protocol.Status, protocol.Code, protocol.Params
	case errors.As(err, &fiberErr) && fiberErr.Code < 500:
		kind, p.Status, p.Code = "protocol", fiberErr.Code, protocolCodes[fiberErr.Code]
		if p.Code == "" {
			p.Status, p.Code = fiber.StatusBadRequest, "bad_request"
		}
	case errors.Is(err, context.DeadlineExceeded):
		return s.problem(c, ledger.E(ledger.Busy, "busy", ""))
	case errors.Is(err, context.Canceled) && s.base.Err() != nil:
		return s.problem(c, ledger.E(ledger.Busy, "shutting_down", ""))
	default:
		kind, p.Status, p.Code = "internal", fiber.StatusInternalServerError, "internal"
		s.log.LogAttrs(c.UserContext(), slog.LevelError, "a request failed",
			slog.String("request_id", p.RequestID), slog.String("error", err.Error()))
	}
	_ = errors.As(err, &p.Doubles) // nil when it is something else
	p.Type = "urn:lumbung:problem:" + p.Code
	p.Title = words.Title(lang, kind)
	p.Detail = words.Sentence(lang, p.Code, params)
	c.Set(fiber.HeaderContentLanguage, lang)
	c.Append(fiber.HeaderVary, fiber.HeaderAcceptLanguage)
	return p
}

// verdict is the problem of one item of a batch, nil when err is not for the
// caller.
func verdict(ctx context.Context, lang string, err error) *Problem {
	var e *ledger.Error
	if !errors.As(err, &e) || statuses[e.Kind] == 0 {
		return nil
	}
	return &Problem{Type: "urn:lumbung:problem:" + e.Code, Title: words.Title(lang, string(e.Kind)), Status: statuses[e.Kind], Code: e.Code,
		Detail: words.Sentence(lang, e.Code, e.Params), RequestID: RequestIDFrom(ctx), Errors: fieldProblems(lang, e, nil)}
}

// adviseCaller adds the headers that say what to do next.
func (s *Server) adviseCaller(c *fiber.Ctx, e *ledger.Error) {
	switch e.Kind {
	case ledger.Unauthenticated:
		c.Set(fiber.HeaderWWWAuthenticate, "Bearer")
	case ledger.Busy:
		c.Set(fiber.HeaderRetryAfter, strconv.Itoa(int(s.config.RetryAfter.Seconds())))
	case ledger.Limited:
		if after := e.Params["retry_after"]; after != "" {
			c.Set(fiber.HeaderRetryAfter, after)
		}
	}
}

// fieldProblems lists every field e speaks of.
func fieldProblems(lang string, e *ledger.Error, found []FieldProblem) []FieldProblem {
	if len(found) >= maxFieldProblems {
		return found
	}
	if len(e.Errors) == 0 && e.Field != "" {
		return append(found, FieldProblem{Field: e.Field, Code: e.Code, Detail: words.Sentence(lang, e.Code, e.Params)})
	}
	for _, sub := range e.Errors {
		found = fieldProblems(lang, sub, found)
	}
	return found
}

// fail answers c with the problem that err is.
func (s *Server) fail(c *fiber.Ctx, err error) {
	p := s.problem(c, err)
	c.Response().ResetBody()
	c.Status(p.Status)
	c.Set(fiber.HeaderContentType, problemType)
	if err := writeJSON(c.Context(), p); err != nil {
		s.log.LogAttrs(c.UserContext(), slog.LevelError, "a problem could not be written", slog.String("error", err.Error()))
	}
}
