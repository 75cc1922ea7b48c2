package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/web"
)

// Whatever can be reached over HTTP stands in the route table, and the other way
// round; every line of it says who may come in.
func TestEveryRouteIsInTheTable(t *testing.T) {
	for _, files := range [][]web.File{nil, site()} {
		testRouteTable(t, New(Config{Site: files}))
	}
}

func testRouteTable(t *testing.T, s *Server) {
	t.Helper()
	addSample(s)
	table := map[string]bool{}
	for _, r := range s.Routes() {
		if r.Action == "" && !r.Public {
			t.Errorf("%s %s: nobody has said who may use it", r.Method, r.Path)
		}
		if !r.Hidden && (r.Summary == "" || r.Tag == "") {
			t.Errorf("%s %s is in the contract without a summary or a tag", r.Method, r.Path)
		}
		table[r.Method+" "+fiberPath(r.Path)] = true
		if r.Method == http.MethodGet {
			table[http.MethodHead+" "+fiberPath(r.Path)] = true
		}
	}
	// The files of the web app are public too, and hold nobody's data.
	for _, f := range s.config.Site {
		table["GET "+f.Path], table["HEAD "+f.Path] = true, true
		if f.Door() {
			table["GET "+f.Path+"/*"], table["HEAD "+f.Path+"/*"] = true, true
		}
	}
	if len(s.config.Site) == 0 {
		table["GET /"], table["HEAD /"] = true, true
	}
	for _, r := range s.App().GetRoutes(true) {
		if name := r.Method + " " + r.Path; !table[name] {
			t.Errorf("%s is reachable, but not in the table", name)
		} else {
			delete(table, name)
		}
	}
	for name := range table {
		t.Errorf("%s is in the table, but not reachable", name)
	}
	for path, item := range s.huma.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete, item.Head, item.Options, item.Trace} {
			if op != nil && op.Metadata[routeMeta] == nil {
				t.Errorf("%s %s was registered past the table", op.Method, path)
			}
		}
	}
}

func TestRoutesThatCannotBe(t *testing.T) {
	nothing := func(context.Context, *struct{}) (*struct{}, error) { return nil, nil }
	type hidden struct {
		Q string `query:"q"`
	}
	for name, register := range map[string]func(s *Server){
		"with a parameter huma reads by its kind": func(s *Server) {
			add(s, Route{Method: "GET", Path: "/v1/x", Public: true}, func(context.Context, *struct {
				Day ledger.Date `query:"day"`
			}) (*struct{}, error) {
				return nil, nil
			})
		},
		"with parameters huma does not see": func(s *Server) {
			add(s, Route{Method: "GET", Path: "/v1/x", Public: true}, func(context.Context, *struct{ hidden }) (*struct{}, error) { return nil, nil })
		},
		"neither action nor public": func(s *Server) { add(s, Route{Method: "GET", Path: "/v1/x"}, nothing) },
		"twice": func(s *Server) {
			add(s, Route{Method: "GET", Path: "/v1/x", Public: true}, nothing)
			add(s, Route{Method: "GET", Path: "/v1/x", Action: "x"}, nothing)
		},
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			register(New(Config{}))
		}()
	}
}

// The contract is the same bytes each time, is OpenAPI 3.1, and shows our types
// as what they are on the wire.
func TestContract(t *testing.T) {
	build := func() *Server { s := New(Config{Version: "1"}); addSample(s); return s }
	written := build().document()
	for range 5 {
		if again := build().document(); !bytes.Equal(written, again) {
			t.Fatal("the contract differs between two builds")
		}
	}
	var doc struct {
		OpenAPI string `json:"openapi"`
		Paths   map[string]map[string]struct {
			Security []any          `json:"security"`
			Action   string         `json:"x-action"`
			Answers  map[string]any `json:"responses"`
		} `json:"paths"`
		Components struct {
			Schemas map[string]struct {
				Properties map[string]map[string]any `json:"properties"`
			} `json:"schemas"`
			SecuritySchemes map[string]any `json:"securitySchemes"`
		} `json:"components"`
	}
	if err := json.Unmarshal(written, &doc); err != nil {
		t.Fatal(err)
	}
	if doc.OpenAPI != "3.1.0" || doc.Components.SecuritySchemes[securityScheme] == nil || doc.Components.Schemas["Problem"].Properties["code"] == nil {
		t.Error("the frame of the contract is incomplete")
	}
	post := doc.Paths["/v1/books/{book}/samples"]["post"]
	if len(post.Security) != 1 || post.Action != "samples.post" || post.Answers["201"] == nil || post.Answers["default"] == nil {
		t.Errorf("the sample is described as %+v", post)
	}
	if doc.Paths["/healthz"] != nil || doc.Paths["/v1/healthz"]["get"].Security != nil {
		t.Error("health is described wrongly")
	}
	body := doc.Components.Schemas["SampleInputBody"].Properties
	for field, want := range map[string]string{"id": "uuid", "day": "date", "head": "sha-256"} {
		if body[field]["type"] != "string" || body[field]["format"] != want {
			t.Errorf("%s is described as %v", field, body[field])
		}
	}
	if one, ok := body["due"]["oneOf"].([]any); !ok || len(one) != 2 {
		t.Errorf("an amount is described as %v", body["due"])
	}
	if body["lines"]["type"] != "array" {
		t.Errorf("a list is described as %v", body["lines"])
	}
}

// validation.go takes every failing oneOf for an amount.
func TestOnlyAmountsAreOneOf(t *testing.T) {
	s := New(Config{})
	addSample(s)
	var walk func(where string, v any)
	walk = func(where string, v any) {
		switch v := v.(type) {
		case map[string]any:
			if one, ok := v["oneOf"]; ok && !strings.Contains(string(must(json.Marshal(one))), `[0-9]+(\\.[0-9]+)?`) {
				t.Errorf("%s is a oneOf, but no amount", where)
			}
			for key, sub := range v {
				walk(where+"/"+key, sub)
			}
		case []any:
			for _, sub := range v {
				walk(where, sub)
			}
		}
	}
	var doc any
	if err := json.Unmarshal(s.document(), &doc); err != nil {
		t.Fatal(err)
	}
	walk("", doc)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// The reference is one well-formed page without scripts that knows every
// operation and every code.
func TestReference(t *testing.T) {
	s := start(t, Config{Version: "1.2.3"}, addSample)
	a := s.call("GET", "/reference", "", "Authorization", "")
	if a.status != 200 || a.header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatal(a.status, a.header)
	}
	for _, want := range []string{
		`<html lang="en">`, `name="viewport"`, "1.2.3", "/v1/books/{book}/samples", "samples.post", "<code>lines[].account</code>",
		"string (uuid)", "string or integer", "Jumlah debit dan kredit belum sama.", "Debit and credit are not equal yet.", `&#34;day&#34;: &#34;2026-01-31&#34;`,
		"at most 5 characters", "one of sale purchase", "Public: no sign-in needed.", "Idempotency-Key",
	} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, never := range []string{"<script", "style=", " onclick", "http://", "https://", "<no value>"} {
		if strings.Contains(a.body, never) {
			t.Errorf("the page has %q", never)
		}
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(a.body, -1) {
		if ids[m[1]] {
			t.Errorf("the id %q is used twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(a.body, -1) {
		if !ids[m[1]] {
			t.Errorf("a link to #%s leads nowhere", m[1])
		}
	}
	css := s.call("GET", "/reference.css", "", "Authorization", "")
	if css.status != 200 || css.header.Get("Content-Type") != "text/css; charset=utf-8" || !strings.Contains(css.body, "prefers-color-scheme: dark") {
		t.Error(css.status, css.header)
	}
	if css.header.Get("Cache-Control") != "public, max-age=3600" {
		t.Error(css.header)
	}
}

// A public route sees the caller if there is one, and does without.
func TestPublicRoutes(t *testing.T) {
	s := start(t, Config{}, func(s *Server) {
		add(s, Route{Method: http.MethodGet, Path: "/v1/open", Public: true}, func(ctx context.Context, _ *struct{}) (*health, error) {
			h := &health{}
			if CallerFrom(ctx).Operator {
				h.Body.Status = "operator"
			}
			return h, nil
		})
	})
	if a := s.call("GET", "/v1/open", ""); !strings.Contains(a.body, "operator") {
		t.Error(a.body)
	}
	if a := s.call("GET", "/v1/open", "", fiber.HeaderAuthorization, ""); a.status != 200 || strings.Contains(a.body, "operator") {
		t.Error(a.status, a.body)
	}
}
