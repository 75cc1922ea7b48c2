package ledger_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
)

func TestAFigureIsAnsweredInTheFormItWasAsked(t *testing.T) {
	for _, raw := range []string{`15000`, `"15000"`, `2.5`, `"-2.50"`, `0`, `0.125`, `"1500.125"`} {
		var f ledger.Figure
		if err := json.Unmarshal([]byte(raw), &f); err != nil {
			t.Fatal(err)
		}
		doubled, err := json.Marshal(f.Like(f.Add(f.Decimal)))
		if err != nil || strings.HasPrefix(string(doubled), `"`) != strings.HasPrefix(raw, `"`) {
			t.Errorf("%s doubled is %s, %v", raw, doubled, err)
		}
	}
	var asked ledger.Figure
	if err := json.Unmarshal([]byte(`"1"`), &asked); err != nil {
		t.Fatal(err)
	}
	if f := ledger.Fig(3).Or(ledger.Fig(4), asked); !f.Quoted() || !f.Equal(decimal.NewFromInt(3)) {
		t.Errorf("%v, quoted %t", f, f.Quoted())
	}
}

func TestAFigureThatIsNotAPlainNumberIsRefused(t *testing.T) {
	for raw, code := range map[string]string{
		`1e3`: "invalid_amount", `"1,5"`: "invalid_amount", `""`: "invalid_amount", `true`: "invalid_amount", `"Rp5"`: "invalid_amount", `"17.000"`: "thousands_point", `17.000`: "thousands_point",
		`1234567890123456789`: "amount_too_large", `0.1234567890123456789`: "too_many_places",
	} {
		var f ledger.Figure
		if err := f.UnmarshalJSON([]byte(raw)); ledger.CodeOf(err) != code {
			t.Errorf("%s: %v, not %s", raw, err, code)
		}
	}
	if _, err := mustFigure(t, "2.5").Rupiah("price"); ledger.CodeOf(err) != "too_many_places" {
		t.Errorf("half a rupiah: %v", err)
	}
}

func mustFigure(t *testing.T, s string) ledger.Figure {
	t.Helper()
	f, err := ledger.ParseFigure(s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
