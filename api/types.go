package api

import (
	"encoding"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/business"
)

// Day is a [ledger.Date] in a path, a query or a header. huma reads parameters by
// their kind before it looks for UnmarshalText, and would take a plain date for a
// number. In bodies and answers ledger.Date itself is right.
type Day struct{ ledger.Date }

// The types of package ledger know nothing of huma. These stand for them in the
// contract. Their format is documented as an extension, so that huma does not
// check it: the types themselves do, with their own codes.
type (
	idSchema   struct{}
	dateSchema struct{}
	hashSchema struct{}
)

func (idSchema) Schema(huma.Registry) *huma.Schema {
	return textSchema("uuid", "018f3c1e-7d2a-7b44-9c55-1f0e8a6b2c11")
}

func (dateSchema) Schema(huma.Registry) *huma.Schema { return textSchema("date", "2026-01-31") }

func (hashSchema) Schema(huma.Registry) *huma.Schema {
	return textSchema("sha-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
}

func textSchema(format, example string) *huma.Schema {
	return &huma.Schema{
		Type:       huma.TypeString,
		Examples:   []any{example},
		Extensions: map[string]any{"format": format},
	}
}

// newRegistry is where huma keeps the schemas of our types.
func newRegistry() huma.Registry {
	r := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	r.RegisterTypeAlias(reflect.TypeFor[ledger.ID](), reflect.TypeFor[idSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[ledger.Date](), reflect.TypeFor[dateSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[Day](), reflect.TypeFor[dateSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[ledger.Hash](), reflect.TypeFor[hashSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[ledger.Figure](), reflect.TypeFor[figureSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[business.FigureOrNull](), reflect.TypeFor[figureOrNullSchema]())
	r.RegisterTypeAlias(reflect.TypeFor[business.RowNumber](), reflect.TypeFor[rowNumberSchema]())
	return r
}

// checkFields panics when huma would misread a field of t without a word: when a
// struct is embedded under a name that is not exported, or when a parameter's
// type has an UnmarshalText that huma would not call.
func checkFields(route string, t reflect.Type, above []reflect.Type) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || slices.Contains(above, t) {
		return
	}
	above = append(slices.Clip(above), t)
	for i := range t.NumField() {
		switch f := t.Field(i); {
		case !f.IsExported() && f.Anonymous:
			panic("api: " + route + " embeds " + f.Type.String() + ", which is not exported")
		case isParameter(f) && readByKind(f.Type):
			panic("api: " + route + " has the parameter " + f.Name + " of type " + f.Type.String() + ", which huma reads by its kind; wrap it in a struct, as Day does")
		case f.IsExported():
			checkFields(route, f.Type, above)
		}
	}
}

func isParameter(f reflect.StructField) bool {
	return f.Tag.Get("path")+f.Tag.Get("query")+f.Tag.Get("header") != ""
}

func readByKind(t reflect.Type) bool {
	byKind := t.Kind() >= reflect.Bool && t.Kind() <= reflect.Float64 || t.Kind() == reflect.String
	return byKind && reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}
