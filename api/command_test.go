package api

import (
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
)

func TestCommandID(t *testing.T) {
	home, other := ledger.MustID(sampleBook), ledger.MustID(sampleID)
	derived := ledger.DeriveID(home, "key:order 17")
	for _, c := range []struct {
		name   string
		body   ledger.ID
		header string
		want   ledger.ID
		code   string
	}{
		{"body only", other, "", other, ""},
		{"header only", ledger.ID{}, sampleID, other, ""},
		{"header in capitals", ledger.ID{}, strings.ToUpper(sampleID), other, ""},
		{"both the same", other, sampleID, other, ""},
		{"both, different", home, sampleID, ledger.ID{}, "id_mismatch"},
		{"any text", ledger.ID{}, "order 17", derived, ""},
		{"any text and its id", derived, "order 17", derived, ""},
		{"any text and another id", other, "order 17", ledger.ID{}, "id_mismatch"},
		{"128 characters", ledger.ID{}, strings.Repeat("é", 128), ledger.DeriveID(home, "key:"+strings.Repeat("é", 128)), ""},
		{"129 characters", ledger.ID{}, strings.Repeat("a", 129), ledger.ID{}, "too_long"},
		{"a tab", ledger.ID{}, "a\tb", ledger.ID{}, "invalid_text"},
		{"not text", ledger.ID{}, "a\xff", ledger.ID{}, "invalid_utf8"},
		{"the zero id", ledger.ID{}, "00000000-0000-0000-0000-000000000000", ledger.ID{}, "invalid_id"},
	} {
		got, err := commandID(c.body, c.header, home)
		if got != c.want || ledger.CodeOf(err) != c.code {
			t.Errorf("%s: %v, %v", c.name, got, err)
		}
	}
	a, _ := commandID(ledger.ID{}, "", home)
	b, _ := commandID(ledger.ID{}, "", home)
	if a == b || a[6]>>4 != 7 {
		t.Errorf("fresh ids: %v, %v", a, b)
	}
	if ledger.DeriveID(other, "key:order 17") == derived {
		t.Error("the same text under another home is the same command")
	}
}

// Over HTTP the header arrives, and its troubles are named after it.
func TestCommandIDOverHTTP(t *testing.T) {
	s := start(t, Config{}, addSample)
	a := s.call("POST", samplePath, sampleGood, "Idempotency-Key", sampleID)
	if a.status != 201 || !strings.Contains(a.body, `"id":"`+sampleID+`"`) {
		t.Error(a.status, a.body)
	}
	a = s.call("POST", samplePath, with(`{"day"`, `{"id":"`+sampleBook+`","day"`), "Idempotency-Key", sampleID)
	if a.status != 422 || fieldsOf(a.problem) != "Idempotency-Key:id_mismatch" {
		t.Error(a.status, a.body)
	}
	first := s.call("POST", samplePath, sampleGood, "Idempotency-Key", "order 17")
	if second := s.call("POST", samplePath, sampleGood, "Idempotency-Key", "order 17"); first.body != second.body || first.status != 201 {
		t.Error(first.body, second.body)
	}
}
