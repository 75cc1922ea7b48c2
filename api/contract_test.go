package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/storetest"
	"github.com/lumbung-ledger/lumbung/ledger/words"
)

var update = flag.Bool("update", false, "write the golden files anew")

// contractDocument is the OpenAPI document as JSON, read without huma: a second
// opinion on what huma writes and on what we answer.
type contractDocument map[string]any

func readDocument(t testing.TB, s *Server) contractDocument {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(s.document()))
	d.UseNumber()
	var doc contractDocument
	if err := d.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	return doc
}

func object(v any) map[string]any { m, _ := v.(map[string]any); return m }
func list(v any) []any            { l, _ := v.([]any); return l }
func textOf(v any) string         { s, _ := v.(string); return s }

// operationOf finds the operation a path leads to.
func (c contractDocument) operationOf(method, path string) map[string]any {
	path, _, _ = strings.Cut(path, "?")
	method = strings.ToLower(method)
	if method == "head" {
		method = "get"
	}
	for pattern, item := range object(c["paths"]) {
		steps, given := strings.Split(pattern, "/"), strings.Split(path, "/")
		if slices.EqualFunc(steps, given, func(step, given string) bool {
			return step == given || strings.HasPrefix(step, "{") && given != ""
		}) {
			// {session} is also passkey, which has methods of its own
			if op := object(object(item)[method]); op != nil {
				return op
			}
		}
	}
	return nil
}

// differences says in what an answer is not as the contract has it.
func (c contractDocument) differences(method, path string, a answer) []string {
	op := c.operationOf(method, path)
	if op == nil {
		if a.status < 400 {
			return []string{"the operation is not documented"}
		}
		return nil
	}
	responses := object(op["responses"])
	response := object(responses[strconv.Itoa(a.status)])
	if response == nil {
		if a.status < 400 {
			return []string{"the status is not documented"}
		}
		response = object(responses["default"])
	}
	if method == http.MethodHead {
		return nil
	}
	mediaType, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	content := object(object(response["content"])[mediaType])
	if content == nil {
		return []string{"the content type " + mediaType + " is not documented"}
	}
	for name := range a.header {
		if name == "Idempotency-Replayed" && object(response["headers"])[name] == nil {
			return []string{"the header " + name + " is not documented"}
		}
	}
	if !strings.HasSuffix(mediaType, "json") {
		return nil
	}
	d := json.NewDecoder(strings.NewReader(a.body))
	d.UseNumber()
	var body any
	if err := d.Decode(&body); err != nil {
		return []string{err.Error()}
	}
	return c.check(content["schema"], body, "body")
}

// annotations are the words of a schema that forbid nothing.
var annotations = []string{"description", "examples", "default", "title"}

// check says in what a value differs from its schema. It knows just the words
// that our contract uses, and complains about any other, so that nothing is
// skipped in silence.
func (c contractDocument) check(schemaValue, v any, where string) []string {
	schema := object(schemaValue)
	if ref := textOf(schema["$ref"]); ref != "" {
		target := c.resolve(ref)
		if target == nil {
			return []string{where + ": " + ref + " leads nowhere"}
		}
		return c.check(target, v, where)
	}
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, where+": "+fmt.Sprintf(format, args...)) }
	text, isText := v.(string)
	number, _ := v.(json.Number)
	for _, word := range slices.Sorted(maps.Keys(schema)) {
		rule := schema[word]
		limit, _ := strconv.ParseFloat(fmt.Sprint(rule), 64)
		switch word {
		case "type":
			if allowed, ok := rule.([]any); !slices.Contains(allowed, any(typeOf(v))) && (ok || rule != any(typeOf(v))) && (rule != "number" || typeOf(v) != "integer") {
				say("is of the type %s, not %v", typeOf(v), rule)
			}
		case "enum":
			if !slices.Contains(list(rule), v) {
				say("is not one of %v", rule)
			}
		case "oneOf":
			fits := 0
			for _, one := range list(rule) {
				if len(c.check(one, v, where)) == 0 {
					fits++
				}
			}
			if fits != 1 {
				say("fits %d of the alternatives", fits)
			}
		case "properties":
			for name, value := range object(v) {
				if property, known := object(rule)[name]; known {
					wrong = append(wrong, c.check(property, value, where+"."+name)...)
				} else if schema["additionalProperties"] == false {
					say("has the unknown field %s", name)
				}
			}
		case "required":
			for _, name := range list(rule) {
				if _, there := object(v)[textOf(name)]; !there {
					say("lacks %v", name)
				}
			}
		case "items":
			for i, item := range list(v) {
				wrong = append(wrong, c.check(rule, item, fmt.Sprintf("%s[%d]", where, i))...)
			}
		case "additionalProperties":
			// A schema here is a map's: whatever the name, the value is of one sort.
			if _, isMap := rule.(map[string]any); isMap && schema["properties"] == nil {
				for name, value := range object(v) {
					wrong = append(wrong, c.check(rule, value, where+"."+name)...)
				}
			} else if rule != false {
				say("additionalProperties is not false")
			}
		case "pattern":
			if isText && !regexp.MustCompile(textOf(rule)).MatchString(text) {
				say("does not match %v", rule)
			}
		case "minLength":
			if isText && utf8.RuneCountInString(text) < int(limit) {
				say("is too short")
			}
		case "maxLength":
			if isText && utf8.RuneCountInString(text) > int(limit) {
				say("is too long")
			}
		case "minimum", "maximum":
			n, err := number.Float64()
			if err == nil && (word == "minimum" && n < limit || word == "maximum" && n > limit) {
				say("is out of range")
			}
		case "format":
			if v != nil && !hasFormat(textOf(rule), fmt.Sprint(v)) {
				say("is not in the format %v", rule)
			}
		default:
			if !slices.Contains(annotations, word) {
				say("the test does not know the word %q", word)
			}
		}
	}
	return wrong
}

// resolve follows a reference such as "#/components/schemas/Problem".
func (c contractDocument) resolve(ref string) map[string]any {
	rest, local := strings.CutPrefix(ref, "#/")
	here := map[string]any(c)
	for step := range strings.SplitSeq(rest, "/") {
		here = object(here[step])
	}
	if !local {
		return nil
	}
	return here
}

func typeOf(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case []any:
		return "array"
	case json.Number:
		if strings.ContainsAny(v.String(), ".eE") {
			return "number"
		}
		return "integer"
	}
	return "object"
}

func hasFormat(format, text string) bool {
	var err error
	switch format {
	case "uuid":
		var id ledger.ID
		id, err = ledger.ParseID(text)
		return err == nil && id.String() == text
	case "date":
		_, err = ledger.ParseDate(text)
	case "date-time":
		_, err = time.Parse(time.RFC3339Nano, text)
		return err == nil && strings.HasSuffix(text, "Z")
	case "sha-256":
		return regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(text)
	case "int64":
		_, err = strconv.ParseInt(text, 10, 64)
	case "int32":
		_, err = strconv.ParseInt(text, 10, 32)
	default:
		return false
	}
	return err == nil
}

// operations lists "get /v1/books" with their objects.
func (c contractDocument) operations() map[string]map[string]any {
	all := map[string]map[string]any{}
	for path, item := range object(c["paths"]) {
		for method, op := range object(item) {
			all[method+" "+path] = object(op)
		}
	}
	return all
}

// The contract of the real routes is sound OpenAPI 3.1: references lead
// somewhere, parameters are declared, ids of operations are unique, and every
// operation says who may use it, what it answers and how it refuses.
func TestContractIsSound(t *testing.T) {
	s := New(Config{Version: "test"})
	c := readDocument(t, s)
	if c["openapi"] != "3.1.0" || textOf(object(c["info"])["title"]) == "" || textOf(object(c["info"])["version"]) != "test" {
		t.Error("the head of the contract is incomplete")
	}
	for key := range c {
		if !slices.Contains([]string{"openapi", "info", "paths", "components", "tags"}, key) && !strings.HasPrefix(key, "x-") {
			t.Errorf("OpenAPI has no %q", key)
		}
	}
	used := map[string]bool{}
	var walk func(where string, v any)
	walk = func(where string, v any) {
		for key, sub := range object(v) {
			if key == "$ref" {
				used[textOf(sub)] = true
				if c.resolve(textOf(sub)) == nil {
					t.Errorf("%s refers to %v, which is not there", where, sub)
				}
				if len(object(v)) != 1 {
					t.Errorf("%s has something beside its $ref", where)
				}
			}
			walk(where+"/"+key, sub)
		}
		for i, sub := range list(v) {
			walk(fmt.Sprintf("%s/%d", where, i), sub)
		}
	}
	walk("#", map[string]any(c))
	for name := range object(object(c["components"])["schemas"]) {
		if !used["#/components/schemas/"+name] {
			t.Errorf("nothing refers to the schema %s", name)
		}
		if !regexp.MustCompile(`^[A-Z][A-Za-z0-9]*$`).MatchString(name) {
			t.Errorf("generated clients would have a type called %q", name)
		}
	}

	ids := map[string]string{}
	tags := map[string]bool{}
	for _, tag := range list(c["tags"]) {
		tags[textOf(object(tag)["name"])] = true
	}
	for name, op := range c.operations() {
		method, path, _ := strings.Cut(name, " ")
		if other := ids[textOf(op["operationId"])]; other != "" || op["operationId"] == nil {
			t.Errorf("%s and %s have the same operationId", name, other)
		}
		ids[textOf(op["operationId"])] = name
		if op["summary"] == nil || len(list(op["tags"])) != 1 {
			t.Errorf("%s has no summary or not one tag", name)
		}
		action, secured := textOf(op["x-action"]), op["security"] != nil
		if secured != (action != "") || action != "" && !regexp.MustCompile(`^[a-z_-]+\.[a-z_-]+$`).MatchString(action) {
			t.Errorf("%s has the action %q, and a sign-in is needed: %v", name, action, secured)
		}
		problem := object(object(object(object(op["responses"])["default"])["content"])["application/problem+json"])
		if textOf(object(problem["schema"])["$ref"]) != "#/components/schemas/Problem" {
			t.Errorf("%s does not say how it refuses", name)
		}
		good := 0
		for status, response := range object(op["responses"]) {
			if strings.HasPrefix(status, "2") {
				good++
			}
			if textOf(object(response)["description"]) == "" {
				t.Errorf("%s %s has no description", name, status)
			}
		}
		if good != 1 {
			t.Errorf("%s documents %d good answers", name, good)
		}
		var declared []string
		for _, p := range list(op["parameters"]) {
			p := object(p)
			if p["schema"] == nil || textOf(p["description"]) == "" || !slices.Contains([]string{"path", "query", "header"}, textOf(p["in"])) {
				t.Errorf("%s: the parameter %v is described badly", name, p)
			}
			if p["in"] == "path" {
				declared = append(declared, "{"+textOf(p["name"])+"}")
				if p["required"] != true {
					t.Errorf("%s: the path parameter %v is not required", name, p["name"])
				}
			}
		}
		inPath := regexp.MustCompile(`\{[^}]*\}`).FindAllString(path, -1)
		slices.Sort(inPath)
		slices.Sort(declared)
		if !slices.Equal(inPath, declared) {
			t.Errorf("%s declares the parameters %v", name, declared)
		}
		if method == "post" && object(object(op["requestBody"])["content"])["application/json"] == nil {
			t.Errorf("%s has no body", name)
		}
	}
	if len(ids) < 24 {
		t.Errorf("only %d operations", len(ids))
	}
}

// Nobody's program can round our money or confuse our ids: ids, days and
// answered amounts are strings, and no schema is a JSON number with decimals.
func TestIDsDaysAndMoneyAreStrings(t *testing.T) {
	c := readDocument(t, New(Config{Version: "test"}))
	formats := map[string]string{}
	for _, name := range strings.Fields("id account_id fund_id book party item by command event reverses reversed_by origin_book origin_fund entry") {
		formats[name] = "uuid"
	}
	for _, name := range strings.Fields("day through closed_through") {
		formats[name] = "date"
	}
	// What lessons call so is none of a book's: texts in two languages, entries as
	// learners write them, the day of a class.
	lessons := strings.Fields("Text Names NamesOut Exercise Answer Planted FormTask GradeQuestion GradedOut Lesson LessonOut")
	money := strings.Fields("debit credit balance debited credited total_debit total_credit opening closing amount")
	seen := map[string]bool{}
	for schema, s := range object(object(c["components"])["schemas"]) {
		for name, p := range object(object(s)["properties"]) {
			p := object(p)
			kind := fmt.Sprint(p["type"])
			text := kind == "string" || kind == "[string null]"
			if strings.Contains(kind, "number") {
				t.Errorf("%s.%s is a number with decimals", schema, name)
			}
			whole := p["$ref"] != nil // the thing itself, not its id
			if format := formats[name]; format != "" && !whole && !slices.Contains(lessons, schema) && !strings.HasPrefix(schema, "WebAuthn") {
				seen[name] = true
				if !text || p["format"] != format {
					t.Errorf("%s.%s is not a string in the format %s", schema, name, format)
				}
			}
			if slices.Contains(money, name) {
				seen[name] = true
				if strings.Contains(fmt.Sprint(p["oneOf"]), "number") || schema == "ReadingOut" {
					continue // a figure is answered in the form it was asked, a text as a number
				}
				if !text && p["oneOf"] == nil || p["oneOf"] != nil && !regexp.MustCompile(`In(Body)?$`).MatchString(schema) {
					t.Errorf("%s.%s is money, but no string", schema, name)
				}
			}
		}
	}
	for _, name := range append(slices.Collect(maps.Keys(formats)), money...) {
		if !seen[name] {
			t.Errorf("no schema has a field %s: has it been renamed?", name)
		}
	}
}

// The contract on disk is the one we serve, so that a change of it is seen in
// review: go test ./api -update writes it anew. The sentences for people are
// left out; they may change at any time.
func TestContractIsTheReviewedOne(t *testing.T) {
	c := readDocument(t, New(Config{Version: "test"}))
	c["x-problem-codes"] = slices.Sorted(maps.Keys(object(c["x-problem-codes"])))
	if !slices.Equal(c["x-problem-codes"].([]string), words.Codes()) {
		t.Error("the contract lists other codes than the catalogue")
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(c); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "openapi.json")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(golden, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), want) {
		ours, theirs := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
		for i := range min(len(ours), len(theirs)) {
			if ours[i] != theirs[i] {
				t.Fatalf("the contract has changed, from line %d on: %q was %q. If that is meant: go test ./api -update", i+1, ours[i], theirs[i])
			}
		}
		t.Fatal("the contract has become longer or shorter. If that is meant: go test ./api -update")
	}
}

// Every route in the table lets nobody in without a token, unless it is public.
// A path that does not exist tells a stranger no more.
func TestEveryRouteAsksWhoIsCalling(t *testing.T) {
	books := storetest.Open(t, storetest.SQLite(t))
	s := start(t, Config{Store: books, People: somePeople(t, books)}, nil)
	fill := regexp.MustCompile(`\{[^}]*\}`)
	public := 0
	for _, r := range s.Routes() {
		path := fill.ReplaceAllString(r.Path, newID())
		methods := []string{r.Method}
		if r.Method == http.MethodGet {
			methods = append(methods, http.MethodHead)
		}
		for _, method := range methods {
			body := ""
			if method == http.MethodPost {
				body = "{}"
			}
			for _, token := range []string{"", "Bearer wrong", "Bearer", "Basic " + testToken, "Bearer " + testToken + "x"} {
				a := s.call(method, path, body, "Authorization", token)
				if r.Public {
					public++
					if read := method != http.MethodPost && path == r.Path; read && a.status != 200 || a.status >= 500 || a.problem.Code == "unauthenticated" {
						t.Errorf("%s %s is public, but answered %d %s", method, path, a.status, a.body)
					}
					continue
				}
				if a.status != 401 || a.header.Get("WWW-Authenticate") != "Bearer" || method != http.MethodHead && a.problem.Code != "unauthenticated" {
					t.Errorf("%s %s with %q answered %d %s", method, path, token, a.status, a.body)
				}
			}
		}
	}
	if public == 0 || public == len(s.Routes()) {
		t.Error("all routes are public, or none is")
	}
	for _, path := range []string{"/v1", "/v1/", "/v1/nowhere", "/v1/books/x/y", "/v1/books/" + newID() + "/entries/"} {
		for _, method := range []string{"GET", "POST", "DELETE", "PUT", "OPTIONS"} {
			if a := s.call(method, path, "", "Authorization", ""); a.status != 401 || a.problem.Code != "unauthenticated" {
				t.Errorf("%s %s answered a stranger %d %s", method, path, a.status, a.body)
			}
		}
	}
	if a := s.call("GET", "/v1/nowhere", ""); a.status != 404 {
		t.Error("the operator was answered", a.status)
	}
	if a := s.call("DELETE", "/v1/books", ""); a.status != 405 || !strings.Contains(a.header.Get("Allow"), "POST") {
		t.Error("the operator was answered", a.status, a.header)
	}
}

// The checker that holds answers against the contract finds what is wrong.
func TestTheCheckerFindsDifferences(t *testing.T) {
	c := contractDocument{"components": map[string]any{"schemas": map[string]any{"Thing": map[string]any{
		"type": "object", "additionalProperties": false, "required": []any{"id"},
		"properties": map[string]any{
			"id":  map[string]any{"type": "string", "format": "uuid"},
			"day": map[string]any{"type": []any{"string", "null"}, "format": "date"},
			"n":   map[string]any{"type": "integer", "minimum": json.Number("1"), "maximum": json.Number("3")},
			"of":  map[string]any{"type": "string", "enum": []any{"a", "b"}, "maxLength": json.Number("1")},
			"all": map[string]any{"type": "array", "items": map[string]any{"$ref": "#/components/schemas/Thing"}},
			"x":   map[string]any{"type": "string", "contentEncoding": "base64"},
			"map": map[string]any{"type": "object", "additionalProperties": map[string]any{"type": "integer"}},
		},
	}}}}
	id := newID()
	for body, want := range map[string]int{
		`{"id":"` + id + `"}`:                             0,
		`{"id":"` + id + `","day":null,"n":2,"of":"a"}`:   0,
		`{"id":"` + id + `","all":[{"id":"` + id + `"}]}`: 0,
		`{}`:                                     1,
		`[]`:                                     2, // not an object, and no id
		`{"id":"x"}`:                             1,
		`{"id":"` + id + `","y":1}`:              1,
		`{"id":"` + id + `","n":4}`:              1,
		`{"id":"` + id + `","n":1.5}`:            1,
		`{"id":"` + id + `","of":"cc"}`:          2,
		`{"id":"` + id + `","day":""}`:           1,
		`{"id":"` + id + `","all":[{}]}`:         1,
		`{"id":"` + id + `","map":{"1101":1}}`:   0,
		`{"id":"` + id + `","map":{"1101":"1"}}`: 1,
		`{"id":"` + id + `","x":"anything"}`:     1, // a word the checker does not know
	} {
		d := json.NewDecoder(strings.NewReader(body))
		d.UseNumber()
		var v any
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		if wrong := c.check(map[string]any{"$ref": "#/components/schemas/Thing"}, v, "body"); len(wrong) != want {
			t.Errorf("%s: %v", body, wrong)
		}
	}
	if typeOf(json.Number(strconv.Itoa(math.MaxInt64))) != "integer" {
		t.Error("integers are mistaken")
	}
}
