package words_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/words"
)

func TestTheWorkedCaseOfWords(t *testing.T) {
	var c struct {
		Inputs   struct{ Amounts []int64 }
		Expected struct {
			Words []struct {
				Amount int64
				Text   string
			}
		}
	}
	readJSON(t, &c, "testdata", "BK-28.json")
	if len(c.Inputs.Amounts) != 19 || len(c.Expected.Words) != 19 {
		t.Fatal("the case has lost amounts")
	}
	for i, want := range c.Expected.Words {
		if got := words.Say(c.Inputs.Amounts[i], "id"); got != want.Text {
			t.Errorf("%d is said %q, want %q", want.Amount, got, want.Text)
		}
	}
}

func TestEnglishWords(t *testing.T) {
	for n, want := range map[int64]string{
		0: "nought rupiah", 7: "seven rupiah", 21: "twenty-one rupiah", 40: "forty rupiah", 100: "one hundred rupiah",
		105: "one hundred and five rupiah", 1001: "one thousand and one rupiah", 1100: "one thousand one hundred rupiah",
		12_500: "twelve thousand five hundred rupiah", 112_500: "one hundred and twelve thousand five hundred rupiah",
		1_001_000: "one million one thousand rupiah", 2_000_000_001: "two billion and one rupiah",
		1_000_000_000_000_000: "one thousand trillion rupiah", -1500: "minus one thousand five hundred rupiah",
	} {
		if got := words.Say(n, "en"); got != want {
			t.Errorf("%d is said %q, want %q", n, got, want)
		}
	}
}

type sayVector struct {
	Minor  string `json:"minor"`
	Rupiah string `json:"rupiah"`
	ID     string `json:"id"`
	EN     string `json:"en"`
}

// edges are the numbers at which the words change, and pairs of them.
func edges() []int64 {
	var all []int64
	few := []int64{0, 1, 2, 9, 10, 11, 12, 19, 20, 21, 99, 100, 101, 110, 111, 199, 200, 999}
	for _, scale := range []int64{1, 1_000, 1_000_000, 1_000_000_000, 1_000_000_000_000} {
		for _, n := range few {
			for _, below := range []int64{0, 1, scale / 1000, scale - 1} {
				all = append(all, n*scale+below)
			}
		}
	}
	return append(all, 187_500, 15_700_250, ledger.MaxMinor, -1_500, -ledger.MaxMinor)
}

// The web app says the same. Written anew by go test ./ledger/words -update.
func TestTheWebAppSaysTheSame(t *testing.T) {
	path := filepath.Join("..", "..", "web", "src", "lib", "testdata", "say.json")
	var want bytes.Buffer
	said := map[int64]bool{}
	for _, n := range edges() {
		if said[n] {
			continue
		}
		said[n] = true
		want.WriteString(map[bool]string{true: "[\n  ", false: ",\n  "}[len(said) == 1])
		v, err := json.Marshal(sayVector{strconv.FormatInt(n, 10), words.Rupiah(n), words.Say(n, "id"), words.Say(n, "en")})
		if err != nil {
			t.Fatal(err)
		}
		want.Write(v)
	}
	want.WriteString("\n]\n")
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(path, want.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s is not up to date: run go test ./ledger/words -update", path)
	}
}

var onlyWords = regexp.MustCompile(`^[a-z-]+( [a-z-]+)* rupiah$`)

// What is said is understood again, over the whole range and beyond it.
func TestWhatIsSaidIsUnderstood(t *testing.T) {
	check := func(t interface{ Fatalf(string, ...any) }, n int64) {
		for _, lang := range words.Languages {
			said := words.Say(n, lang)
			for _, text := range []string{said, strings.TrimSuffix(said, " rupiah"), strings.ToUpper(said), "  " + strings.ReplaceAll(said, " ", "  ")} {
				if got, ok := words.ParseSaid(text, lang); !ok || got != n {
					t.Fatalf("%q, which is %d, is understood as %d, %t", text, n, got, ok)
				}
			}
			if !onlyWords.MatchString(said) {
				t.Fatalf("%d is said %q", n, said)
			}
		}
	}
	for _, n := range append(edges(), math.MaxInt64, math.MinInt64) {
		check(t, n)
	}
	for n := range int64(12_000) {
		check(t, n)
	}
	rapid.Check(t, func(t *rapid.T) {
		n := amounts.Draw(t, "n")
		check(t, n)
		check(t, -n)
		check(t, rapid.Int64().Draw(t, "any"))
		// As figures the words are a doubt, and the sum is what is offered.
		for _, lang := range words.Languages {
			said := words.Say(n, lang)
			r := words.Parse(said)
			if short := len(said) <= 60; r.Amount != 0 || short && (len(r.Maybe) != 1 || r.Maybe[0] != n) {
				t.Fatalf("%q is read as %+v", said, r)
			}
		}
	})
}

func TestWhatNobodySaysIsNotUnderstood(t *testing.T) {
	for _, c := range []struct{ lang, text string }{
		{"id", ""}, {"id", "rupiah"}, {"id", "ribu"}, {"id", "minus"}, {"id", "minus nol"}, {"id", "satu ribu"}, {"id", "satu puluh"},
		{"id", "satu belas"}, {"id", "dua dua"}, {"id", "lima ratus seribu"}, {"id", "seribu juta"}, {"id", "satu juta satu juta"},
		{"id", "satu triliun triliun"}, {"id", "sepuluh ribu rupiah rupiah"}, {"id", "ten thousand"}, {"id", "sepuluh ribu orang"}, {"id", "10 ribu"},
		{"id", strings.Repeat("triliun ", 200)}, {"id", "seribu " + strings.Repeat("triliun ", 90)},
		{"en", "sepuluh ribu"}, {"en", "ten ten"}, {"en", "a thousand"}, {"en", "and"}, {"en", "five twenty"}, {"en", "twelve hundred"},
	} {
		if n, ok := words.ParseSaid(c.text, c.lang); ok {
			t.Errorf("%q is understood as %d", c.text, n)
		}
	}
	for text, want := range map[string]int64{"sejuta": 1_000_000, "sejuta lima ratus ribu": 1_500_000, "semiliar rupiah": 1_000_000_000, "setriliun": 1_000_000_000_000} {
		if n, ok := words.ParseSaid(text, "id"); !ok || n != want {
			t.Errorf("%q is understood as %d, %t", text, n, ok)
		}
	}
	if n, ok := words.ParseSaid("One hundred five thousand", "en"); !ok || n != 105_000 {
		t.Errorf("without its and it is %d, %t", n, ok)
	}
}

func TestRupiah(t *testing.T) {
	for n, want := range map[int64]string{
		0: "Rp0", 5: "Rp5", 999: "Rp999", 1_000: "Rp1.000", -1_500: "−Rp1.500", -999: "−Rp999", 100_000: "Rp100.000",
		1_250_000: "Rp1.250.000", math.MinInt64: "−Rp9.223.372.036.854.775.808",
	} {
		if got := words.Rupiah(n); got != want {
			t.Errorf("%d is written %q, want %q", n, got, want)
		}
	}
}
