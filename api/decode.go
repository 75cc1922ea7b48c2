package api

import (
	"bytes"
	"encoding"
	stdjson "encoding/json"
	"errors"
	"io"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// jsonFormat is how bodies are read and answers written.
var jsonFormat = huma.Format{Marshal: writeJSON, Unmarshal: readJSON}

// writeJSON writes an answer: an empty list is [] and never null, and the same
// value is always the same bytes.
func writeJSON(w io.Writer, v any) error {
	return json.MarshalWrite(w, v, json.Deterministic(true))
}

// readJSON is called twice by huma for each body, which checkJSON has passed: once
// for the loose values its validation looks at, once for the handler's own type.
func readJSON(data []byte, v any) error {
	if loose, ok := v.(*any); ok {
		// Numbers keep their digits; no float ever stands between them and us.
		d := stdjson.NewDecoder(bytes.NewReader(data))
		d.UseNumber()
		return d.Decode(loose)
	}
	return readTyped(data, v)
}

// readTyped decodes into v and gathers what each of our types refuses (ids,
// days, amounts) with the path of its field, so that a form with three mistakes
// is answered once.
func readTyped(data []byte, v any) error {
	var found problems
	texts := json.UnmarshalFromFunc(func(d *jsontext.Decoder, text encoding.TextUnmarshaler) error {
		switch own := text.(type) { // strings or numbers
		case *Amount:
			return found.note(d, func(raw jsontext.Value) error { return own.UnmarshalJSON(raw) })
		case *ledger.Figure:
			return found.note(d, func(raw jsontext.Value) error { return own.UnmarshalJSON(raw) })
		case *Seed:
			return found.note(d, func(raw jsontext.Value) error { return own.UnmarshalJSON(raw) })
		case *Percent:
			return found.note(d, func(raw jsontext.Value) error { return own.UnmarshalJSON(raw) })
		}
		return found.note(d, func(raw jsontext.Value) error { return unmarshalText(text, raw) })
	})
	err := json.Unmarshal(data, v, json.WithUnmarshalers(texts))
	if inner := within(err); inner != nil { // of a lenient body
		found = append(found, inner...)
	} else if err != nil {
		found = append(found, semanticProblem(err))
	}
	if len(found) == 0 {
		return nil
	}
	return found
}

// unmarshalText reads a JSON string into a type of ours. Null leaves it as it is;
// the contract has decided whether null may stand here.
func unmarshalText(v encoding.TextUnmarshaler, raw jsontext.Value) error {
	if raw.Kind() == 'n' {
		return nil
	}
	text, err := jsontext.AppendUnquote(nil, raw)
	if err != nil {
		return ledger.E(ledger.Invalid, "invalid_type", "")
	}
	if len(text) == 0 {
		// Our types read "" as "none", for the database's sake. A caller who
		// means none leaves the field away.
		switch v.(type) {
		case *ledger.ID:
			return ledger.E(ledger.Invalid, "invalid_id", "")
		case *ledger.Date:
			return ledger.E(ledger.Invalid, "invalid_date", "")
		}
	}
	return v.UnmarshalText(text)
}

// problems are the errors found in one body.
type problems []*ledger.Error

// note reads the next value with read and keeps what it refuses, so that
// decoding goes on with the next field.
func (p *problems) note(d *jsontext.Decoder, read func(jsontext.Value) error) error {
	raw, err := d.ReadValue()
	if err != nil {
		return err
	}
	if err := read(raw); err != nil {
		var e *ledger.Error
		if !errors.As(err, &e) {
			e = ledger.E(ledger.Invalid, "invalid_format", "")
		}
		*p = append(*p, e.At(fieldPath(d.StackPointer())))
	}
	return nil
}

// semanticProblem names what the decoder could not fit into a Go type although
// the contract let it pass: 1.0 or 2^70 for an integer field.
func semanticProblem(err error) *ledger.Error {
	var semantic *json.SemanticError
	if !errors.As(err, &semantic) {
		return ledger.E(ledger.Invalid, "invalid_format", "")
	}
	code := "invalid_type"
	if errors.Is(semantic.Err, strconv.ErrRange) {
		code = "out_of_range"
	}
	return ledger.E(ledger.Invalid, code, fieldPath(semantic.JSONPointer))
}

// Error writes the problems in the small language of validation.go, one a line:
// huma carries no more than a text from here to the problem that is answered.
func (p problems) Error() string {
	var b bytes.Buffer
	for _, e := range p {
		b.WriteString(encodeProblem(e))
		b.WriteByte('\n')
	}
	return b.String()
}
