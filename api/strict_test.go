package api

import (
	"strings"
	"testing"
)

const (
	sampleBook = "018f3c1e-7d2a-7b44-9c55-1f0e8a6b2c11"
	samplePath = "/v1/books/" + sampleBook + "/samples"
	sampleID   = "0190a5b0-0000-7000-8000-000000000001"
	sampleGood = `{"day":"2026-01-31","due":"10","lines":[{"account":"` + sampleID + `","debit":"12.50"}]}`
)

// with replaces one part of the good body.
func with(old, new string) string { return strings.Replace(sampleGood, old, new, 1) }

var deep = func() string { return `{"x":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}` }()

// badBodies are bodies and the status, the code and the fields each is answered with.
var badBodies = []struct {
	name, body string
	status     int
	code       string
	fields     string // "field:code field:code"
}{
	{"empty object", `{}`, 422, "several_problems", "day:required due:required lines:required"},
	{"no body", ``, 400, "invalid_json", ""},
	{"spaces only", `   `, 400, "invalid_json", ""},
	{"not JSON", `hello`, 400, "invalid_json", ""},
	{"cut off", `{"day":"2026-`, 400, "invalid_json", ""},
	{"trailing data", sampleGood + `{}`, 400, "invalid_json", ""},
	{"trailing comma", `{"day":"2026-01-31",}`, 400, "invalid_json", ""},
	{"byte order mark", "\ufeff" + sampleGood, 400, "invalid_json", ""},
	{"NaN", with(`"10"`, `NaN`), 400, "invalid_json", ""},
	{"an array", `[1]`, 422, "invalid_type", ""},
	{"a string", `"x"`, 422, "invalid_type", ""},
	{"null", `null`, 422, "invalid_type", ""},
	{"bad UTF-8", with("2026-01-31", "\xff"), 422, "invalid_utf8", ""},
	{"lone surrogate", with("2026-01-31", `\ud800`), 422, "invalid_utf8", "day:invalid_utf8"},
	{"lone surrogate in a key", with(`"day"`, `"\udc00"`), 422, "invalid_utf8", ""},
	{"escaped NUL", with("2026-01-31", `\u0000`), 422, "nul_character", "day:nul_character"},
	{"raw NUL", with("2026-01-31", "\x00"), 422, "nul_character", ""},
	{"NUL in a key", with(`"day"`, `"da\u0000y"`), 422, "nul_character", ""},
	{"a key of digits", with(`"due"`, `"08123456":1,"due"`), 422, "unknown_field", ""},
	{"duplicate key", with(`"due":"10"`, `"due":"10","due":"11"`), 422, "duplicate_field", "due:duplicate_field"},
	{"duplicate key, escaped", with(`"due":"10"`, `"due":"10","d\u0075e":"11"`), 422, "duplicate_field", "due:duplicate_field"},
	{"duplicate key in a line", with(`"debit":"12.50"`, `"debit":"1","debit":"2"`), 422, "duplicate_field", "lines[0].debit:duplicate_field"},
	{"too deep", deep, 422, "too_deep", ""},
	{"unknown field", with(`"due"`, `"dew":1,"due"`), 422, "unknown_field", "dew:unknown_field"},
	{"unknown field in a line", with(`"debit"`, `"debet":1,"debit"`), 422, "unknown_field", "lines[0].debet:unknown_field"},
	{"unknown field of other case", with(`"due"`, `"Due"`), 422, "several_problems", "Due:unknown_field due:required"},
	{"unknown field that could be a secret", with(`"due"`, `"0812 3456":1,"due"`), 422, "unknown_field", ""},
	{"unknown field named like a path", with(`"debit"`, `"a.b[0]":1,"debit"`), 422, "unknown_field", "lines[0]:unknown_field"},
	{"missing in a line", with(`"account"`, `"note":"abc","x"`), 422, "several_problems", "lines[0].account:required lines[0].x:unknown_field"},
	{"wrong type", with(`"2026-01-31"`, `20260131`), 422, "invalid_type", "day:invalid_type"},
	{"null for what is required", with(`"2026-01-31"`, `null`), 422, "invalid_type", "day:invalid_type"},
	{"null amount that is required", with(`"10"`, `null`), 422, "invalid_amount", "due:invalid_amount"},
	{"amount with a point as a number", with(`"10"`, `1.5`), 422, "invalid_amount", "due:invalid_amount"},
	{"amount 1.0 as a number", with(`"10"`, `1.0`), 422, "invalid_amount", "due:invalid_amount"},
	{"amount with an exponent", with(`"10"`, `1e3`), 422, "invalid_amount", "due:invalid_amount"},
	{"amount with a huge exponent", with(`"10"`, `1e999999999`), 422, "invalid_amount", "due:invalid_amount"},
	{"amount with an exponent as text", with(`"10"`, `"1e3"`), 422, "invalid_amount", "due:invalid_amount"},
	{"amount with separators", with(`"10"`, `"1.250.000"`), 422, "invalid_amount", "due:invalid_amount"},
	{"amount of spaces", with(`"10"`, `" 1"`), 422, "invalid_amount", "due:invalid_amount"},
	{"amount, empty", with(`"10"`, `""`), 422, "invalid_amount", "due:invalid_amount"},
	{"amount, bool", with(`"10"`, `true`), 422, "invalid_amount", "due:invalid_amount"},
	{"amount, object", with(`"10"`, `{"a":1}`), 422, "invalid_amount", "due:invalid_amount"},
	{"amount of 300 digits", with(`"10"`, strings.Repeat("9", 300)), 422, "invalid_amount", "due:invalid_amount"},
	{"amount of 500 digits", with(`"10"`, strings.Repeat("9", 500)), 422, "invalid_amount", "due:invalid_amount"},
	{"amount in a line", with(`"12.50"`, `12.50`), 422, "invalid_amount", "lines[0].debit:invalid_amount"},
	{"day the calendar has not", with("2026-01-31", "2026-02-30"), 422, "invalid_date", "day:invalid_date"},
	{"day out of range", with("2026-01-31", "1815-06-18"), 422, "date_out_of_range", "day:date_out_of_range"},
	{"day, empty", with("2026-01-31", ""), 422, "invalid_date", "day:invalid_date"},
	{"id, empty", with(sampleID, ""), 422, "invalid_id", "lines[0].account:invalid_id"},
	{"id with braces", with(sampleID, "{"+sampleID+"}"), 422, "invalid_id", "lines[0].account:invalid_id"},
	{"id, zero", with(sampleID, "00000000-0000-0000-0000-000000000000"), 422, "invalid_id", "lines[0].account:invalid_id"},
	{"optional id behind a pointer", with(`"debit"`, `"fund":"x","debit"`), 422, "invalid_id", "lines[0].fund:invalid_id"},
	{"hash", with(`"due"`, `"head":"abc","due"`), 422, "invalid_hash", "head:invalid_hash"},
	{"time", with(`"due"`, `"at":"yesterday","due"`), 422, "invalid_format", "at:invalid_format"},
	{"choice", with(`"due"`, `"kind":"theft","due"`), 422, "not_in_list", "kind:not_in_list"},
	{"too long", with(`"debit"`, `"note":"abcdef","debit"`), 422, "too_long", "lines[0].note:too_long"},
	{"too short", with(`"debit"`, `"note":"a","debit"`), 422, "too_short", "lines[0].note:too_short"},
	{"too large", with(`"debit"`, `"count":11,"debit"`), 422, "out_of_range", "lines[0].count:out_of_range"},
	{"integer as 2.0", with(`"debit"`, `"count":2.0,"debit"`), 422, "invalid_type", "lines[0].count:invalid_type"},
	{"no items", with(`{"account":"`+sampleID+`","debit":"12.50"}`, ``), 422, "too_few_items", "lines:too_few_items"},
	{"too many items", with(`[{`, `[{"account":"`+sampleID+`"},{"account":"`+sampleID+`"},{"account":"`+sampleID+`"},{`), 422, "too_many_items", "lines:too_many_items"},
	{"not a list", with(`[{"account":"`+sampleID+`","debit":"12.50"}]`, `{}`), 422, "invalid_type", "lines:invalid_type"},
	{"null in a list", with(`[{"account":"`+sampleID+`","debit":"12.50"}]`, `[null]`), 422, "invalid_type", "lines[0]:invalid_type"},
	{"several of our own", `{"day":"x","due":"1","lines":[{"account":"y"}]}`, 422, "several_problems", "day:invalid_date lines[0].account:invalid_id"},
}

func fieldsOf(p Problem) string {
	var all []string
	for _, e := range p.Errors {
		all = append(all, e.Field+":"+e.Code)
	}
	return strings.Join(all, " ")
}

func TestBadBodies(t *testing.T) {
	s := start(t, Config{}, addSample)
	for _, c := range badBodies {
		t.Run(c.name, func(t *testing.T) {
			a := s.call("POST", samplePath, c.body, "Content-Type", "application/json")
			if a.status != c.status || a.problem.Code != c.code || fieldsOf(a.problem) != c.fields {
				t.Errorf("%.200s\nanswered %d %s, want %d %s %s", c.body, a.status, a.body, c.status, c.code, c.fields)
			}
		})
	}
	if strings.Contains(s.log.String(), `"level":"ERROR"`) {
		t.Error(s.log.String())
	}
}

func TestGoodBodies(t *testing.T) {
	s := start(t, Config{}, addSample)
	for name, c := range map[string]struct{ body, due, debit string }{
		"as it is":                {sampleGood, "10", "12.5"},
		"integers":                {with(`"10"`, `9007199254740993`), "9007199254740993", "12.5"},
		"large integers":          {with(`"10"`, `123456789012345678901234567890`), "123456789012345678901234567890", "12.5"},
		"negative":                {with(`"10"`, `"-3.25"`), "-3.25", "12.5"},
		"null where nothing must": {with(`"12.50"`, `null,"credit":null,"fund":null`), "10", "0"},
		"spaces around":           {" \n" + sampleGood + "\t ", "10", "12.5"},
		"a pair of surrogates":    {with(`"debit"`, `"note":"\ud83c\udf3e!","debit"`), "10", "12.5"},
		"an escaped backslash":    {with(`"debit"`, `"note":"\\u0000"`+`,"debit"`), "10", "12.5"},
	} {
		a := s.call("POST", samplePath, strings.Replace(c.body, `"\\u0000"`, `"\\u00"`, 1), "Content-Type", "application/json; charset=UTF-8")
		if a.status != 201 || !strings.Contains(a.body, `"due":"`+c.due+`"`) || !strings.Contains(a.body, `"debit":"`+c.debit+`"`) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
		if !strings.Contains(a.body, `"lines":[]`) || strings.Contains(a.body, "$schema") {
			t.Errorf("%s: %s", name, a.body)
		}
	}
}

// The answer never holds what was sent, however it is wrong.
func TestValuesAreNotEchoed(t *testing.T) {
	s := start(t, Config{}, addSample)
	const secret = "rahasia4711"
	for _, body := range []string{
		with("2026-01-31", secret), with(`"10"`, `"`+secret+`"`), with(sampleID, secret), with(`"due"`, `"kind":"`+secret+`","due"`),
		with(`"due"`, `"at":"`+secret+`","due"`), with(`"due"`, `"head":"`+secret+`","due"`), with(`"debit"`, `"note":"`+secret+`","debit"`),
		with(`[{`, `["`+secret+`",{`), `"` + secret + `"`, secret, with(`"due"`, `"nomor `+secret+`":1,"due"`),
	} {
		if a := s.call("POST", samplePath, body); a.status < 400 || strings.Contains(a.body, secret) {
			t.Errorf("%s\nanswered %d %s", body, a.status, a.body)
		}
	}
	for _, path := range []string{"/v1/books/" + secret + "/samples", samplePath + "?x=" + secret, "/" + secret, "/v1/" + secret} {
		if a := s.call("POST", path, sampleGood); a.status < 400 || strings.Contains(a.body, secret) {
			t.Errorf("%s answered %d %s", path, a.status, a.body)
		}
	}
	if strings.Contains(s.log.String(), secret) {
		t.Error("the log holds what was sent:", s.log.String())
	}
}

// A body with very many mistakes gets an answer of bearable size.
func TestManyMistakes(t *testing.T) {
	s := start(t, Config{}, addSample)
	var b strings.Builder
	for i := range 20000 {
		b.WriteString(`,"x`)
		b.WriteString(strings.Repeat("y", i%50))
		b.WriteByte(byte('a' + i%26))
		b.WriteString(strings.Repeat("z", i/1300))
		b.WriteString(`":1`)
	}
	a := s.call("POST", samplePath, `{"day":"2026-01-31"`+b.String()+`}`)
	if a.status != 422 || len(a.problem.Errors) > maxFieldProblems {
		t.Errorf("%d with %d errors", a.status, len(a.problem.Errors))
	}
}

// Whatever bytes are sent, the check neither panics nor lets through what the
// next step cannot read.
func FuzzCheckJSON(f *testing.F) {
	f.Add([]byte(sampleGood))
	for _, c := range badBodies {
		f.Add([]byte(c.body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		err := checkJSON(body)
		var in sampleInput
		typed := readTyped(body, &in.Body)
		if err != nil {
			return
		}
		var loose any
		if err := readJSON(body, &loose); err != nil {
			t.Fatalf("passed the check, but cannot be read: %v", err)
		}
		if _, ok := loose.(map[string]any); !ok {
			t.Fatal("passed the check, but is no object")
		}
		if found, ok := typed.(problems); typed != nil && !ok {
			t.Fatalf("an error of another kind: %v", typed)
		} else if ok {
			for _, e := range found {
				if back := problemOf(encodeProblem(e)); back.Code != e.Code || back.Field != e.Field {
					t.Fatalf("%v became %v", e, back)
				}
			}
		}
	})
}
