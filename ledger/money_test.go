package ledger_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
)

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func wantCode(t testing.TB, err error, code string) {
	t.Helper()
	if got := ledger.CodeOf(err); got != code {
		t.Errorf("code %q, want %q (%v)", got, code, err)
	}
}

func TestAnAmountIsReadInItsCurrencyOrRefused(t *testing.T) {
	usd, kg := ledger.Currency{Code: "USD", Places: 2}, ledger.Currency{Code: "KG", Places: 3}
	fine := ledger.Currency{Code: "X", Places: 9}
	for _, x := range []struct {
		currency ledger.Currency
		amount   string
		minor    int64
		code     string
	}{
		{ledger.IDR, "0", 0, ""},
		{ledger.IDR, "1250000", 1250000, ""},
		{ledger.IDR, "-3", -3, ""},
		{ledger.IDR, "5.000", 5, ""},
		{ledger.IDR, "1e3", 1000, ""},
		{ledger.IDR, "0.5", 0, "too_many_places"},
		{usd, "12.50", 1250, ""},
		{usd, "12.505", 0, "too_many_places"},
		{kg, "0.001", 1, ""},
		{kg, "0.0001", 0, "too_many_places"},
		{ledger.IDR, "1000000000000000", ledger.MaxMinor, ""},
		{ledger.IDR, "-1000000000000000", -ledger.MaxMinor, ""},
		{ledger.IDR, "1000000000000001", 0, "amount_too_large"},
		{ledger.IDR, "-1000000000000001", 0, "amount_too_large"},
		{usd, "10000000000000", ledger.MaxMinor, ""},
		{usd, "10000000000000.01", 0, "amount_too_large"},
		{fine, "1000000", ledger.MaxMinor, ""},
		{fine, "1000000.000000001", 0, "amount_too_large"},
		{fine, "0.000000001", 1, ""},
	} {
		got, err := x.currency.Minor(dec(x.amount))
		if got != x.minor || ledger.CodeOf(err) != x.code {
			t.Errorf("%s %s: %d %v, want %d %q", x.currency.Code, x.amount, got, err, x.minor, x.code)
		}
	}
}

func TestMinorUnitsGoOutAndComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := ledger.Currency{Code: "X", Places: rapid.Int32Range(0, ledger.MaxPlaces).Draw(t, "places")}
		n := rapid.Int64Range(-ledger.MaxMinor, ledger.MaxMinor).Draw(t, "minor")
		text := c.Format(n)
		if _, frac, _ := strings.Cut(text, "."); len(frac) != int(c.Places) {
			t.Fatalf("%q has %d decimals, want %d", text, len(frac), c.Places)
		}
		d, err := ledger.ParseAmount(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if back, err := c.Minor(d); err != nil || back != n {
			t.Fatalf("%q: %d %v, want %d", text, back, err, n)
		}
	})
}

func TestAPlainNumberIsReadAndNothingElse(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "1250000": "1250000", "12.5": "12.5", "-3": "-3", "007": "7", "-0": "0", "0.10": "0.1", strings.Repeat("9", 40): strings.Repeat("9", 40),
	} {
		if d, err := ledger.ParseAmount(text); err != nil || !d.Equal(dec(want)) {
			t.Errorf("%q: %s %v, want %s", text, d, err, want)
		}
	}
	for _, text := range []string{"", "-", "--1", "+1", ".5", "5.", ".", "1.2.3", "1,5", "1.000.000,00x", "1e3", "1E3", "0x10", "NaN", "Inf", "-Infinity",
		" 1", "1 ", "1\n", "1_000", "Rp1000", "１２", "٣", "½", "1\x00", "\xff", strings.Repeat("9", 41)} {
		_, err := ledger.ParseAmount(text)
		if ledger.CodeOf(err) != "invalid_amount" {
			t.Errorf("%q: %v, want invalid_amount", text, err)
		}
	}
}

func TestAnExponentIsLookedAtBeforeItEatsTheMemory(t *testing.T) {
	for exponent, code := range map[int32]string{math.MaxInt32: "amount_too_large", 2_000_000: "amount_too_large",
		-2_000_000: "too_many_places", math.MinInt32: "too_many_places", -300: "too_many_places"} {
		_, err := ledger.IDR.Minor(decimal.New(1, exponent))
		wantCode(t, err, code)
		if n, err := ledger.IDR.Minor(decimal.New(0, exponent)); n != 0 || err != nil {
			t.Errorf("0e%d: %d %v", exponent, n, err)
		}
	}
}

func TestAHugeExponentInJSONIsRefusedBeforeItGrows(t *testing.T) {
	var d decimal.Decimal
	if err := json.Unmarshal([]byte("1e9999"), &d); err == nil {
		if _, err := ledger.IDR.Minor(d); err == nil {
			t.Error("1e9999 was accepted")
		}
	}
}

func TestTheRupiahHasNoDecimals(t *testing.T) {
	c, err := ledger.CurrencyOf("IDR")
	if err != nil || c != ledger.IDR || c.Places != 0 {
		t.Errorf("%+v %v", c, err)
	}
	for _, code := range []string{"", "idr", "QQQ", "IDR "} {
		_, err := ledger.CurrencyOf(code)
		wantCode(t, err, "unknown_currency")
	}
}

func TestEverySumOfTheLinesOfAnEntryFitsTheDatabase(t *testing.T) {
	most := new(big.Int).Mul(big.NewInt(ledger.MaxLines), big.NewInt(ledger.MaxMinor))
	if !most.IsInt64() {
		t.Errorf("%s does not fit 63 bits", most)
	}
}
