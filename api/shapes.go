package api

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// shapes reads schemas for people: as a flat list of fields, and as an example.
type shapes struct{ registry huma.Registry }

// resolve follows references.
func (s shapes) resolve(schema *huma.Schema) *huma.Schema {
	for schema != nil && schema.Ref != "" {
		schema = s.registry.SchemaFromRef(schema.Ref)
	}
	return schema
}

// fields lists what is below schema, with paths such as lines[].account. A type
// that contains itself is listed once.
func (s shapes) fields(prefix string, schema *huma.Schema, above []*huma.Schema) []refField {
	schema = s.resolve(schema)
	if schema == nil || slices.Contains(above, schema) {
		return nil
	}
	above = append(slices.Clip(above), schema)
	if schema.Type == huma.TypeArray {
		return s.fields(prefix+"[]", schema.Items, above)
	}
	var out []refField
	for _, name := range sortedKeys(schema.Properties) {
		property := schema.Properties[name]
		path := strings.TrimPrefix(prefix+"."+name, ".")
		field := s.field(path, property)
		field.Required = slices.Contains(schema.Required, name)
		out = append(out, field)
		out = append(out, s.fields(path, property, above)...)
	}
	return out
}

// field describes one field or parameter.
func (s shapes) field(name string, schema *huma.Schema) refField {
	plain := s.resolve(schema)
	if plain == nil {
		return refField{Name: name}
	}
	return refField{
		Name: name, Type: s.typeName(plain), Limits: limits(plain),
		Description: firstOf(schema.Description, plain.Description),
	}
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// typeName is the type as one says it: "string (uuid)", "list of object".
func (s shapes) typeName(schema *huma.Schema) string {
	switch {
	case schema.Type == huma.TypeArray && schema.Items != nil:
		return "list of " + s.typeName(s.resolve(schema.Items))
	case len(schema.OneOf) > 0:
		var names []string
		for _, one := range schema.OneOf {
			names = append(names, s.typeName(s.resolve(one)))
		}
		return strings.Join(names, " or ")
	}
	name := schema.Type
	if name == "" {
		name = "any"
	}
	if format, _ := schema.Extensions["format"].(string); format != "" || schema.Format != "" {
		name += " (" + firstOf(format, schema.Format) + ")"
	}
	if schema.Nullable {
		name += " or null"
	}
	return name
}

// limits says what the contract refuses.
func limits(schema *huma.Schema) string {
	var said []string
	say := func(format string, v any) { said = append(said, fmt.Sprintf(format, v)) }
	if schema.Minimum != nil {
		say("at least %v", *schema.Minimum)
	}
	if schema.Maximum != nil {
		say("at most %v", *schema.Maximum)
	}
	if schema.MinLength != nil {
		say("at least %d characters", *schema.MinLength)
	}
	if schema.MaxLength != nil {
		say("at most %d characters", *schema.MaxLength)
	}
	if schema.MinItems != nil {
		say("at least %d items", *schema.MinItems)
	}
	if schema.MaxItems != nil {
		say("at most %d items", *schema.MaxItems)
	}
	if len(schema.Enum) > 0 {
		said = append(said, "one of "+strings.Trim(fmt.Sprint(schema.Enum), "[]"))
	}
	if schema.Default != nil {
		say("default %v", schema.Default)
	}
	return strings.Join(said, ", ")
}

// exampleJSON writes an example of schema.
func (s shapes) exampleJSON(schema *huma.Schema) string {
	written, err := json.MarshalIndent(s.example(schema, nil), "", "  ")
	if err != nil || string(written) == "null" {
		return ""
	}
	return string(written)
}

func (s shapes) example(schema *huma.Schema, above []*huma.Schema) any {
	if schema != nil && len(schema.Examples) > 0 {
		return schema.Examples[0]
	}
	schema = s.resolve(schema)
	if schema == nil || slices.Contains(above, schema) {
		return nil
	}
	above = append(slices.Clip(above), schema)
	switch {
	case len(schema.Examples) > 0:
		return schema.Examples[0]
	case len(schema.Enum) > 0:
		return schema.Enum[0]
	case schema.Default != nil:
		return schema.Default
	case schema.Nullable:
		return nil
	}
	switch schema.Type {
	case huma.TypeObject:
		object := map[string]any{}
		for name, property := range schema.Properties {
			object[name] = s.example(property, above)
		}
		return object
	case huma.TypeArray:
		if one := s.example(schema.Items, above); one != nil {
			return []any{one}
		}
		return []any{}
	case huma.TypeInteger, huma.TypeNumber:
		return 1
	case huma.TypeBoolean:
		return true
	case huma.TypeString:
		return "..."
	}
	return nil
}
