package api

import (
	"mime"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"github.com/lumbung-ledger/lumbung/ledger"
)

const jsonType = "application/json"

// border turns away what no handler should have to think about: parameters that
// are unknown, given twice or not text, and bodies of the wrong type or shape.
// What passes is then held against the contract by huma.
func (s *Server) border(ctx huma.Context, next func(huma.Context)) {
	r := unwrap(ctx)
	found := append(checkPath(r), checkQuery(r)...)
	err := ledger.Join(found...)
	if err == nil && routeOf(ctx).Pure {
		err = s.rate.take(AddressFrom(ctx.Context()))
	}
	if err == nil {
		err = checkSize(r, routeOf(ctx).MaxBody)
	}
	if err == nil {
		err = checkBody(r)
	}
	if err != nil {
		s.fail(r.fiber, err)
		return
	}
	next(ctx)
}

func checkPath(r *request) []*ledger.Error {
	var found []*ledger.Error
	for _, p := range r.op.Parameters {
		if p.In == "path" {
			found = append(found, checkText(r.Param(p.Name), p.Name))
		}
	}
	return found
}

func checkQuery(r *request) []*ledger.Error {
	var found []*ledger.Error
	seen := map[string]bool{}
	for key, value := range r.fiber.Context().QueryArgs().All() {
		name := string(key)
		field := name
		if !isFieldName(name) {
			field = ""
		}
		i := slices.IndexFunc(r.op.Parameters, func(p *huma.Param) bool { return p.In == "query" && p.Name == name })
		switch {
		case i < 0:
			found = append(found, ledger.E(ledger.Invalid, "unknown_parameter", field))
		case seen[name] && (r.op.Parameters[i].Explode == nil || !*r.op.Parameters[i].Explode):
			found = append(found, ledger.E(ledger.Invalid, "duplicate_parameter", field))
		case len(value) == 0 && name != "cursor": // an empty cursor is the first page
			// "?party=" would otherwise mean everybody.
			found = append(found, ledger.E(ledger.Invalid, "required", field))
		default:
			found = append(found, checkText(string(value), field))
		}
		seen[name] = true
	}
	return found
}

// checkText refuses what is not text, or what the database cannot keep.
func checkText(s, field string) *ledger.Error {
	switch {
	case !utf8.ValidString(s):
		return ledger.E(ledger.Invalid, "invalid_utf8", field)
	case strings.IndexByte(s, 0) >= 0:
		return ledger.E(ledger.Invalid, "nul_character", field)
	}
	return nil
}

// checkSize refuses a body of more bytes than the route takes.
func checkSize(r *request, most int) error {
	if most == 0 || len(r.fiber.BodyRaw()) <= most {
		return nil
	}
	return protocolError{Status: fiber.StatusRequestEntityTooLarge, Code: "body_too_large", Params: map[string]string{"max": strconv.Itoa(most>>10) + " KiB"}}
}

func checkBody(r *request) error {
	wanted := r.op.RequestBody
	if wanted == nil {
		return nil
	}
	body := r.fiber.BodyRaw()
	if len(body) == 0 {
		if wanted.Required {
			return errNotJSON
		}
		return nil
	}
	given := mediaType(r)
	if wanted.Content[given] == nil {
		var allowed []string
		for name := range wanted.Content {
			allowed = append(allowed, name)
		}
		slices.Sort(allowed)
		return protocolError{
			Status: fiber.StatusUnsupportedMediaType, Code: "unsupported_media_type",
			Params: map[string]string{"allowed": strings.Join(allowed, ", ")},
		}
	}
	if given == jsonType {
		return checkJSON(body)
	}
	return nil
}

// mediaType is the plain type of the body, and "" when we would have to convert
// it first: another character set, or a compressed body. A body without a type
// has none: a foreign page can send one without asking the browser's leave.
func mediaType(r *request) string {
	name, params, err := mime.ParseMediaType(r.Header(fiber.HeaderContentType))
	if err != nil || r.Header(fiber.HeaderContentEncoding) != "" {
		return ""
	}
	if charset, given := params["charset"]; given && !strings.EqualFold(charset, "utf-8") {
		return ""
	}
	return name
}
