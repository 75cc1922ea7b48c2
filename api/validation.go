package api

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// huma tells its validation errors as English texts, and carries no more than a
// text from a decoder to the answer. So its texts are replaced by a small
// language of ours, "code?parameter=value", which problemsOf reads again:
//
//	too_long?max=160
//	invalid_amount?at=lines%5B1%5D.debit
//
// Two parameters belong to the language itself: "at" is the path of the field
// below the place huma names, "name" the last step of that path.
func init() {
	huma.ErrorFormatter = formatMessage
	huma.ValidateStrictCasing = true
	huma.DefaultArrayNullable = false
	for text, code := range map[*string]string{
		&validation.MsgUnexpectedProperty:                 "unknown_field",
		&validation.MsgExpectedRFC3339DateTime:            "invalid_format",
		&validation.MsgExpectedRFC1123DateTime:            "invalid_format",
		&validation.MsgExpectedRFC3339Date:                "invalid_date",
		&validation.MsgExpectedRFC3339Time:                "invalid_format",
		&validation.MsgExpectedRFC5322Email:               "invalid_format",
		&validation.MsgExpectedRFC5890Hostname:            "invalid_format",
		&validation.MsgExpectedRFC2673IPv4:                "invalid_format",
		&validation.MsgExpectedRFC2373IPv6:                "invalid_format",
		&validation.MsgExpectedRFCIPAddr:                  "invalid_format",
		&validation.MsgExpectedRFC3986URI:                 "invalid_format",
		&validation.MsgExpectedRFC4122UUID:                "invalid_id",
		&validation.MsgExpectedRFC6570URITemplate:         "invalid_format",
		&validation.MsgExpectedRFC6901JSONPointer:         "invalid_format",
		&validation.MsgExpectedRFC6901RelativeJSONPointer: "invalid_format",
		&validation.MsgExpectedRegexp:                     "invalid_format",
		&validation.MsgExpectedMatchAtLeastOneSchema:      "invalid_format",
		&validation.MsgExpectedMatchExactlyOneSchema:      "invalid_amount", // see Amount.Schema
		&validation.MsgExpectedNotMatchSchema:             "invalid_format",
		&validation.MsgExpectedPropertyNameInObject:       "required",
		&validation.MsgExpectedBoolean:                    "invalid_type",
		&validation.MsgExpectedDuration:                   "invalid_format",
		&validation.MsgExpectedNumber:                     "invalid_type",
		&validation.MsgExpectedInteger:                    "invalid_type",
		&validation.MsgExpectedString:                     "invalid_type",
		&validation.MsgExpectedBase64String:               "invalid_format",
		&validation.MsgExpectedArray:                      "invalid_type",
		&validation.MsgExpectedObject:                     "invalid_type",
		&validation.MsgExpectedArrayItemsUnique:           "duplicate_item",
		&validation.MsgExpectedOneOf:                      "not_in_list?allowed=%s",
		&validation.MsgExpectedConst:                      "not_in_list?allowed=%s",
		&validation.MsgExpectedMinimumNumber:              "out_of_range?min=%s",
		&validation.MsgExpectedExclusiveMinimumNumber:     "out_of_range",
		&validation.MsgExpectedMaximumNumber:              "out_of_range?max=%s",
		&validation.MsgExpectedExclusiveMaximumNumber:     "out_of_range",
		&validation.MsgExpectedNumberBeMultipleOf:         "out_of_range",
		&validation.MsgExpectedMinLength:                  "too_short?min=%s",
		&validation.MsgExpectedMaxLength:                  "too_long?max=%s",
		&validation.MsgExpectedBePattern:                  "invalid_format",
		&validation.MsgExpectedMatchPattern:               "invalid_format",
		&validation.MsgExpectedMinItems:                   "too_few_items?min=%s",
		&validation.MsgExpectedMaxItems:                   "too_many_items?max=%s",
		&validation.MsgExpectedMinProperties:              "too_few_items?min=%s",
		&validation.MsgExpectedMaxProperties:              "too_many_items?max=%s",
		&validation.MsgExpectedRequiredProperty:           "required?name=%s",
		&validation.MsgExpectedDependentRequiredProperty:  "required?name=%s",
	} {
		*text = code
	}
}

// formatMessage puts arguments into a message of ours, escaped; arguments the
// message has no place for (they may hold what the caller sent) are dropped.
func formatMessage(format string, args ...any) string {
	escaped := make([]any, strings.Count(format, "%s"))
	for i := range escaped {
		text := fmt.Sprint(args[i])
		if f, ok := args[i].(float64); ok {
			text = strconv.FormatFloat(f, 'f', -1, 64)
		}
		escaped[i] = url.QueryEscape(text)
	}
	return fmt.Sprintf(format, escaped...)
}

// plainTexts are what huma says without a variable we could replace.
var plainTexts = map[string]string{
	"invalid integer":        "invalid_type",
	"invalid float":          "invalid_type",
	"invalid floating value": "invalid_type",
	"invalid boolean":        "invalid_type",
}

// encodeProblem writes one error of ours in the small language.
func encodeProblem(e *ledger.Error) string {
	query := url.Values{}
	for name, value := range e.Params {
		query.Set(name, value)
	}
	if e.Field != "" {
		query.Set("at", e.Field)
	}
	if len(query) == 0 {
		return e.Code
	}
	return e.Code + "?" + query.Encode()
}

// problemsOf reads one of huma's errors: one problem, or several when the text
// has several lines.
func problemsOf(err error) []*ledger.Error {
	var detail *huma.ErrorDetail
	if !errors.As(err, &detail) {
		var e *ledger.Error
		if errors.As(err, &e) {
			return []*ledger.Error{e}
		}
		return []*ledger.Error{ledger.E(ledger.Invalid, "invalid_format", "")}
	}
	place := placeOf(detail.Location)
	var found []*ledger.Error
	for line := range strings.SplitSeq(strings.TrimSuffix(detail.Message, "\n"), "\n") {
		found = append(found, problemOf(line).At(place))
	}
	return found
}

func problemOf(text string) *ledger.Error {
	if code, ok := plainTexts[text]; ok {
		return ledger.E(ledger.Invalid, code, "")
	}
	if strings.HasPrefix(text, "required ") && strings.HasSuffix(text, " parameter is missing") {
		return ledger.E(ledger.Invalid, "required", "")
	}
	// What UnmarshalText of a type of ours refuses begins with its code.
	if refused, ok := strings.CutPrefix(text, "invalid value: "); ok {
		text, _, _ = strings.Cut(refused, " ")
	}
	code, query, _ := strings.Cut(text, "?")
	if !isCode(code) {
		return ledger.E(ledger.Invalid, "invalid_format", "")
	}
	e := ledger.E(ledger.Invalid, code, "")
	values, _ := url.ParseQuery(query)
	var steps []string
	for _, step := range []string{"at", "name"} {
		if values.Has(step) {
			steps = append(steps, values.Get(step))
			values.Del(step)
		}
	}
	e.Field = strings.Join(steps, ".")
	for name := range values {
		if e.Params == nil {
			e.Params = map[string]string{}
		}
		e.Params[name] = values.Get(name)
	}
	if e.Code == "date_out_of_range" && e.Params == nil {
		e.Params = map[string]string{"min": ledger.MinDate.String(), "max": ledger.MaxDate.String()}
	}
	return e
}

func isCode(s string) bool {
	return s != "" && onlyHas(s, "_0123456789abcdefghijklmnopqrstuvwxyz")
}

// placeOf turns huma's location (body.lines[0].account, query.limit, path.id)
// into the path we answer, which ends before a name the caller may have made up.
func placeOf(location string) string {
	root, path, _ := strings.Cut(location, ".")
	if !slices.Contains([]string{"body", "query", "path", "header", "cookie"}, root) {
		path = location
	}
	end := 0
	for i, step := range strings.Split(path, ".") {
		name, _, _ := strings.Cut(step, "[")
		if !isFieldName(name) {
			break
		}
		if i > 0 {
			end++
		}
		end += len(step)
	}
	return path[:end]
}
