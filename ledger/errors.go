package ledger

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what sort of trouble an [Error] is. The API maps each kind to one
// HTTP status; nothing else in the house knows about statuses.
type Kind string

// The kinds, and the status the API answers for each.
const (
	Invalid         Kind = "invalid"         // 422: the request itself is wrong; correct it and send it again
	Unauthenticated Kind = "unauthenticated" // 401: nobody has signed in
	Forbidden       Kind = "forbidden"       // 403: this caller may not do this
	Missing         Kind = "missing"         // 404: there is no such thing (or its existence is secret)
	Conflict        Kind = "conflict"        // 409: the request was fine, the state of the books is against it
	Refused         Kind = "refused"         // 409: a request decided with "no", for the reason given
	Limited         Kind = "limited"         // 429: too many requests
	Busy            Kind = "busy"            // 503: try the very same request again later
)

// Error is a problem a caller can understand and act on. Code is stable
// snake_case and is what programs and translations look at; Field is a path
// into the request such as "lines[2].account". Values the caller sent are never
// part of an Error, since they may be secrets; Params holds only our own limits
// and names (a closed-through day, a largest number) for the sentence.
type Error struct {
	Kind   Kind
	Code   string
	Field  string
	Params map[string]string
	// Errors holds the single problems when there is more than one field.
	Errors []*Error
}

// E builds an [Error] of the given kind and code about one field ("" when the
// whole request is meant). Params come in pairs: name, value.
func E(kind Kind, code, field string, params ...string) *Error {
	e := &Error{Kind: kind, Code: code, Field: field}
	if len(params) > 0 {
		e.Params = make(map[string]string, len(params)/2)
		for i := 0; i+1 < len(params); i += 2 {
			e.Params[params[i]] = params[i+1]
		}
	}
	return e
}

// Error returns the code and the field, for logs and tests; the sentence for
// people comes from the message catalogue.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	if e.Field != "" {
		fmt.Fprintf(&b, " (%s)", e.Field)
	}
	for _, sub := range e.Errors {
		fmt.Fprintf(&b, "; %s", sub)
	}
	return b.String()
}

// At returns a copy of e whose field is put below prefix: At("lines[1]") turns
// "account" into "lines[1].account".
func (e *Error) At(prefix string) *Error {
	c := *e
	switch {
	case c.Field == "":
		c.Field = prefix
	case prefix != "":
		c.Field = prefix + "." + c.Field
	}
	c.Errors = make([]*Error, len(e.Errors))
	for i, sub := range e.Errors {
		c.Errors[i] = sub.At(prefix)
	}
	return &c
}

// Join makes one error of several: nil for none, the error itself for one, and
// an "invalid" error holding all of them otherwise. The first decides the kind.
func Join(errs ...*Error) error {
	var kept []*Error
	for _, e := range errs {
		if e != nil {
			kept = append(kept, e)
		}
	}
	switch len(kept) {
	case 0:
		return nil
	case 1:
		return kept[0]
	}
	return &Error{Kind: kept[0].Kind, Code: "several_problems", Errors: kept}
}

// CodeOf returns the code of the first [Error] in err's chain, "" for nil and
// "internal" for any other error.
func CodeOf(err error) string {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return "internal"
}

// KindOf returns the kind of the first [Error] in err's chain, or "" when there
// is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return ""
}
