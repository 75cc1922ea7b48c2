package ledger_test

import (
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
)

func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{"0", "1250000", "-12.50", "1e9", ".5", "9999999999999999999999999999999999999999", "0.000000000000000000000000000000000001", "１", "-"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ledger.ParseAmount(s)
		plain := len(s) <= 40 && strings.Trim(s, "0123456789.-") == ""
		if err != nil {
			if ledger.CodeOf(err) != "invalid_amount" {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		if !plain {
			t.Fatalf("%q was read as %s", s, d)
		}
		again, err := ledger.ParseAmount(d.String())
		if err != nil || !again.Equal(d) {
			t.Fatalf("%q: %s comes back as %s %v", s, d, again, err)
		}
		for places := range int32(ledger.MaxPlaces + 1) {
			c := ledger.Currency{Code: "X", Places: places}
			if n, err := c.Minor(d); err == nil && (!c.Amount(n).Equal(d) || max(n, -n) > ledger.MaxMinor) {
				t.Fatalf("%q is %d minor units of %d places", s, n, places)
			}
		}
	})
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-03-01", "2024-02-29", "1900-01-01", "2199-12-31", "2026-13-01", "0000-00-00", "2026-3-1", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ledger.ParseDate(s)
		switch {
		case err == nil && (!d.Valid() || d.String() != s):
			t.Fatalf("%q was read as %s", s, d)
		case err != nil && (d != 0 || ledger.CodeOf(err) != "invalid_date" && ledger.CodeOf(err) != "date_out_of_range"):
			t.Fatalf("%q: %s %v", s, d, err)
		}
	})
}

func FuzzParseID(f *testing.F) {
	for _, s := range []string{someID, strings.ToUpper(someID), "00000000-0000-0000-0000-000000000000", "{" + someID + "}", "urn:uuid:" + someID, ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		id, err := ledger.ParseID(s)
		switch {
		case err == nil && (id.IsZero() || id.String() != strings.ToLower(s)):
			t.Fatalf("%q was read as %s", s, id)
		case err != nil && (!id.IsZero() || ledger.CodeOf(err) != "invalid_id"):
			t.Fatalf("%q: %s %v", s, id, err)
		}
	})
}
