package api

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/lumbung-ledger/lumbung/ledger/words"
)

var (
	//go:embed reference.html
	referencePage string
	//go:embed reference.css
	referenceStyle []byte

	referenceTemplate = template.Must(template.New("reference").Parse(referencePage))
)

// addReference registers the contract as a page for people.
func addReference(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/reference", Public: true, Hidden: true}, s.showReference)
	add(s, Route{Method: http.MethodGet, Path: "/reference.css", Public: true, Hidden: true},
		func(context.Context, *struct{}) (*text, error) {
			return &text{ContentType: "text/css; charset=utf-8", CacheControl: "public, max-age=3600", Body: referenceStyle}, nil
		})
}

func (s *Server) showReference(context.Context, *struct{}) (*text, error) {
	s.referenceOnce.Do(func() {
		var b bytes.Buffer
		if err := referenceTemplate.Execute(&b, readContract(s.huma.OpenAPI())); err != nil {
			panic("api: the reference cannot be written: " + err.Error())
		}
		s.referenceHTML = b.Bytes()
	})
	return &text{ContentType: "text/html; charset=utf-8", Body: s.referenceHTML}, nil
}

// What the page shows.
type (
	refPage struct {
		Title, Version string
		Conventions    []string
		Tags           []*refTag
		Codes          []refCode
	}
	refTag struct {
		Name, Description string
		Operations        []refOperation
	}
	refOperation struct {
		ID, Method, Path, Summary, Description, Action string
		Public                                         bool
		Parameters, Request                            []refField
		RequestExample                                 string
		Answers                                        []refAnswer
	}
	refAnswer struct {
		Status, Description, MediaType, Example string
		Fields                                  []refField
	}
	refField struct {
		Name, In, Type, Limits, Description string
		Required                            bool
	}
	refCode struct{ Code, Indonesian, English string }
)

// readContract turns the contract into what the page shows, by tag and path.
func readContract(doc *huma.OpenAPI) refPage {
	page := refPage{
		Title: doc.Info.Title, Version: doc.Info.Version,
		Conventions: strings.Split(doc.Info.Description, "\n\n"),
	}
	shapes := shapes{doc.Components.Schemas}
	tags := map[string]*refTag{}
	for _, path := range sortedKeys(doc.Paths) {
		item := doc.Paths[path]
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op == nil {
				continue
			}
			name := "other"
			if len(op.Tags) > 0 {
				name = op.Tags[0]
			}
			if tags[name] == nil {
				tags[name] = &refTag{Name: name}
				page.Tags = append(page.Tags, tags[name])
			}
			tags[name].Operations = append(tags[name].Operations, readOperation(shapes, op))
		}
	}
	for _, tag := range doc.Tags {
		if tags[tag.Name] != nil {
			tags[tag.Name].Description = tag.Description
		}
	}
	slices.SortFunc(page.Tags, func(a, b *refTag) int { return strings.Compare(a.Name, b.Name) })
	for _, code := range words.Codes() {
		page.Codes = append(page.Codes, refCode{code, words.Sentence(words.Indonesian, code, nil), words.Sentence(words.English, code, nil)})
	}
	return page
}

func readOperation(shapes shapes, op *huma.Operation) refOperation {
	action, _ := op.Extensions["x-action"].(string)
	out := refOperation{
		ID: op.OperationID, Method: op.Method, Path: op.Path, Summary: op.Summary, Description: op.Description,
		Action: action, Public: len(op.Security) == 0,
	}
	for _, p := range op.Parameters {
		field := shapes.field(p.Name, p.Schema)
		field.In, field.Required, field.Description = p.In, p.Required, p.Description
		out.Parameters = append(out.Parameters, field)
	}
	if op.RequestBody != nil {
		for _, mediaType := range sortedKeys(op.RequestBody.Content) {
			schema := op.RequestBody.Content[mediaType].Schema
			out.Request = append(out.Request, shapes.fields("", schema, nil)...)
			if mediaType == jsonType {
				out.RequestExample = shapes.exampleJSON(schema)
			}
		}
	}
	for _, status := range sortedKeys(op.Responses) {
		if status == "default" {
			continue // problems, which the page explains once
		}
		answer := refAnswer{Status: statusText(status), Description: op.Responses[status].Description}
		for _, mediaType := range sortedKeys(op.Responses[status].Content) {
			schema := op.Responses[status].Content[mediaType].Schema
			answer.MediaType = mediaType
			if mediaType == jsonType {
				answer.Fields, answer.Example = shapes.fields("", schema, nil), shapes.exampleJSON(schema)
			}
		}
		out.Answers = append(out.Answers, answer)
	}
	return out
}

func statusText(status string) string {
	n, err := strconv.Atoi(status)
	if err != nil {
		return status
	}
	return status + " " + http.StatusText(n)
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
