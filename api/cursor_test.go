package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// A list of 1..n, to turn its pages.
func addNumbers(n int) func(s *Server) {
	return func(s *Server) {
		add(s, Route{Method: http.MethodGet, Path: "/v1/numbers", Action: "numbers.list", Tag: "samples", Summary: "List numbers"},
			func(_ context.Context, in *struct{ Paging }) (*struct{ Body page[int] }, error) {
				keys, err := in.after("numbers", 1)
				if err != nil {
					return nil, err
				}
				from := 1
				if keys != nil {
					last, err := strconv.Atoi(keys[0])
					if err != nil {
						return nil, ledger.E(ledger.Invalid, "invalid_cursor", "cursor")
					}
					from = last + 1
				}
				var items []int
				for i := from; i <= n && len(items) <= in.Limit; i++ {
					items = append(items, i)
				}
				return &struct{ Body page[int] }{pageOf("numbers", items, in.Limit, func(i int) []string { return []string{strconv.Itoa(i)} })}, nil
			})
	}
}

func TestPages(t *testing.T) {
	s := start(t, Config{}, addNumbers(7))
	var got []int
	cursor, pages := "", 0
	for {
		a := s.call("GET", "/v1/numbers?limit=3&cursor="+cursor, "")
		var p page[int]
		if err := json.Unmarshal([]byte(a.body), &p); err != nil || a.status != 200 {
			t.Fatal(a.status, a.body, err)
		}
		got = append(got, p.Items...)
		if pages++; p.NextCursor == nil {
			break
		}
		cursor = *p.NextCursor
	}
	if pages != 3 || !slices.Equal(got, []int{1, 2, 3, 4, 5, 6, 7}) {
		t.Error(pages, got)
	}
	if a := s.call("GET", "/v1/numbers", ""); a.body != `{"items":[1,2,3,4,5,6,7],"next_cursor":null}` {
		t.Error(a.body)
	}
	for query, want := range map[string]string{
		"limit=0":                                "limit:out_of_range",
		"limit=201":                              "limit:out_of_range",
		"limit=-1":                               "limit:out_of_range",
		"limit=many":                             "limit:invalid_type",
		"limit=1.0":                              "limit:invalid_type",
		"limit=99999999999999999999":             "limit:invalid_type",
		"limit=1&limit=2":                        "limit:duplicate_parameter",
		"limits=1":                               "limits:unknown_parameter",
		"cursor=x":                               "cursor:invalid_cursor",
		"cursor=%00":                             "cursor:nul_character",
		"cursor=" + encodeCursor("numbers"):      "cursor:invalid_cursor",
		"cursor=" + encodeCursor("numbers", "x"): "cursor:invalid_cursor",
		"cursor=" + encodeCursor("entries", "1"): "cursor:invalid_cursor",
		"cursor=" + encodeCursor("numbers", "1", "2"):                  "cursor:invalid_cursor",
		"cursor=" + base64.RawURLEncoding.EncodeToString([]byte{2, 7}): "cursor:invalid_cursor",
	} {
		if a := s.call("GET", "/v1/numbers?"+query, ""); a.status != 422 || fieldsOf(a.problem) != want {
			t.Errorf("%s answered %d %s, want %s", query, a.status, a.body, want)
		}
	}
	a := s.call("GET", "/v1/numbers?limit=500", "", "Accept-Language", "en")
	if a.problem.Detail != "This number is out of range, at most 200." {
		t.Error(a.body)
	}
}

func FuzzCursor(f *testing.F) {
	f.Add(encodeCursor("entries", "2026-01-31", "17"))
	f.Add("")
	f.Add("AQ")
	f.Add("AQf_____")
	f.Fuzz(func(t *testing.T, cursor string) {
		keys, err := decodeCursor(cursor, "entries", 2)
		if err != nil {
			if ledger.CodeOf(err) != "invalid_cursor" {
				t.Fatal(err)
			}
			return
		}
		if encodeCursor("entries", keys...) != cursor {
			t.Fatalf("%q and %q mean the same", cursor, encodeCursor("entries", keys...))
		}
	})
}
