package api

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// lenient is the body of a calculator: T, and fields beside it that explain the
// figures to people. Those are not refused, but the answer must list them as
// not_used, so that a mistyped name is never dropped without a word. A struct within
// T is lenient too where it has the tag `_ struct{} json:"-" additionalProperties:"true"`.
type lenient[T any] struct {
	In      T
	NotUsed []string
}

// UnmarshalJSON reads T and notes what else there is.
func (l *lenient[T]) UnmarshalJSON(raw []byte) error {
	l.NotUsed = notUsed(raw, reflect.TypeFor[T](), "", []string{})
	slices.Sort(l.NotUsed)
	return readTyped(raw, &l.In)
}

// Schema is that of T, open to other fields.
func (lenient[T]) Schema(r huma.Registry) *huma.Schema {
	s := huma.SchemaFromType(r, reflect.TypeFor[T]())
	s.AdditionalProperties = true
	return s
}

// notUsed adds the paths of all fields in raw that t has no place for. What reads
// its own JSON has no fields.
func notUsed(raw jsontext.Value, t reflect.Type, path string, found []string) []string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[interface{ UnmarshalText([]byte) error }]()) ||
		reflect.PointerTo(t).Implements(reflect.TypeFor[interface{ UnmarshalJSON([]byte) error }]()) {
		return found
	}
	switch t.Kind() {
	case reflect.Slice:
		var items []jsontext.Value
		if json.Unmarshal(raw, &items) == nil {
			for i, item := range items {
				found = notUsed(item, t.Elem(), fmt.Sprintf("%s[%d]", path, i), found)
			}
		}
	case reflect.Struct:
		var fields map[string]jsontext.Value
		if json.Unmarshal(raw, &fields) != nil {
			return found // of another type, which reading it will tell
		}
		for name, value := range fields {
			at := strings.TrimPrefix(path+"."+name, ".")
			if f, ok := fieldNamed(t, name); ok {
				found = notUsed(value, f.Type, at, found)
			} else {
				found = append(found, at)
			}
		}
	}
	return found
}

func fieldNamed(t reflect.Type, name string) (reflect.StructField, bool) {
	for _, f := range reflect.VisibleFields(t) {
		if tag, _, _ := strings.Cut(f.Tag.Get("json"), ","); f.IsExported() && tag == name {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

// within is err with its problems, if it holds any.
func within(err error) problems {
	var inner problems
	if errors.As(err, &inner) {
		return inner
	}
	return nil
}
