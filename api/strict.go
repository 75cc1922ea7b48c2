package api

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// maxDepth is how deeply objects and arrays of a body may be nested.
const maxDepth = 32

// errNotJSON answers a body that is not JSON at all; it is the one problem of a
// body's content that is a 400.
var errNotJSON = protocolError{Status: 400, Code: "invalid_json"}

// checkJSON refuses every body that two programs could read in two ways, or that
// the database could not keep: bad UTF-8, lone surrogates, NUL characters, two
// fields of one name, deep nesting, anything after the one object. It looks at
// nothing else: which fields there must be is the contract's business.
func checkJSON(body []byte) error {
	if !utf8.Valid(body) {
		return ledger.E(ledger.Invalid, "invalid_utf8", "")
	}
	if bytes.IndexByte(body, 0) >= 0 {
		return ledger.E(ledger.Invalid, "nul_character", "")
	}
	d := jsontext.NewDecoder(bytes.NewReader(body))
	switch d.PeekKind() {
	case '{', 0: // 0 is an error, which the first token tells
	default:
		if d.SkipValue() != nil {
			return errNotJSON
		}
		return ledger.E(ledger.Invalid, "invalid_type", "")
	}
	for {
		token, err := d.ReadToken()
		if err != nil {
			return jsonProblem(err)
		}
		if token.Kind() == '"' {
			if err := checkString(d, token.String()); err != nil {
				return err
			}
		}
		if d.StackDepth() > maxDepth {
			return ledger.E(ledger.Invalid, "too_deep", "", "max", strconv.Itoa(maxDepth))
		}
		if d.StackDepth() == 0 {
			break
		}
	}
	if _, err := d.ReadToken(); err != io.EOF {
		return errNotJSON
	}
	return nil
}

// checkString looks at a string the decoder has just read: a field's name, or a
// value. A name with other signs in it than names have is unknown for certain;
// it is refused here because huma would take its dots and brackets for a path.
// Spaces do no such harm: they stand in names of what a calculator has no use for.
func checkString(d *jsontext.Decoder, s string) error {
	kind, length := d.StackIndex(d.StackDepth())
	isName := kind == '{' && length%2 == 1
	switch {
	case strings.IndexByte(s, 0) >= 0:
		return ledger.E(ledger.Invalid, "nul_character", fieldPath(d.StackPointer()))
	case isName && (len(s) > maxName || !onlyHas(s, nameSigns+" ")):
		return ledger.E(ledger.Invalid, "unknown_field", fieldPath(d.StackPointer().Parent()))
	}
	return nil
}

// jsonProblem names what the decoder stumbled over. That a surrogate stands
// alone can be told from its message only.
func jsonProblem(err error) error {
	field := ""
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		field = fieldPath(syntax.JSONPointer)
	}
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return ledger.E(ledger.Invalid, "duplicate_field", field)
	case strings.Contains(err.Error(), "surrogate"):
		return ledger.E(ledger.Invalid, "invalid_utf8", field)
	}
	return errNotJSON
}

// fieldPath writes a JSON pointer as our errors name fields: /lines/2/account
// becomes lines[2].account. It stops before a name that no contract of ours
// could hold, since such a name may be anything the caller sent.
func fieldPath(p jsontext.Pointer) string {
	var b strings.Builder
	for token := range p.Tokens() {
		switch {
		case isIndex(token):
			b.WriteString("[" + token + "]")
		case isFieldName(token):
			if b.Len() > 0 {
				b.WriteByte('.')
			}
			b.WriteString(token)
		default:
			return b.String()
		}
	}
	return b.String()
}

func isIndex(s string) bool { return s != "" && len(s) <= 9 && onlyHas(s, "0123456789") }

// What the name of a field may look like.
const (
	nameSigns = "_-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	maxName   = 64
)

// isFieldName reports whether s looks like a name we would give a field. What
// begins with a digit does not: it might be somebody's number.
func isFieldName(s string) bool {
	return s != "" && len(s) <= maxName && (s[0] < '0' || s[0] > '9') && onlyHas(s, nameSigns)
}

// onlyHas reports whether s has no other signs than these.
func onlyHas(s, signs string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune(signs, r) }) < 0
}
