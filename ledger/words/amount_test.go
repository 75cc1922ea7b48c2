package words_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/words"
)

func readJSON(t *testing.T, v any, path ...string) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(path...))
	if err == nil {
		err = json.Unmarshal(raw, v)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// offered are the texts in words for which we offer more than the web app does,
// which asks for figures without a guess.
var offered = map[string][]int64{
	"sepuluh ribu":                 {10_000},
	"Rp sepuluh ribu":              {10_000},
	"dua puluh lima ribu rupiah":   {25_000},
	"Dua  Belas Ribu Lima Ratus":   {12_500},
	"sejuta":                       {1_000_000},
	"twelve thousand five hundred": {12_500},
	"setengah juta":                {500_000},
	"satu setengah juta":           {1_500_000},
	"setengah ribu":                {500},
	"dua setengah rb":              {2_500},
	"1jt500rb":                     {1_500_000},
	"1 jt 500 rb":                  {1_500_000},
	"1 juta 500 ribu":              {1_500_000},
	"1,5 jt 500 rb":                {2_000_000},
	"25.000 IDR":                   {25_000},
	"25rb rp":                      {25_000},
	// and what stays without a guess
	"1 jt 1500 rb":           nil,
	"1 jt 12.5 rb":           nil,
	"minus sepuluh ribu":     nil,
	"nol rupiah":             nil,
	"sepuluh setengah":       nil,
	"setengah setengah juta": nil,
	"seribu juta":            nil,
	"juta":                   nil,
	"sepuluh puluh ribu":     nil,
	"goceng":                 nil,
	"setengah":               nil,
}

// The web app and the server read every agreed text alike.
func TestTheWebAppReadsAlike(t *testing.T) {
	var cases []struct {
		Text, Minor string
		Doubt       words.Doubt
		Maybe       []string
	}
	readJSON(t, &cases, "..", "..", "web", "src", "lib", "testdata", "amounts.json")
	if len(cases) < 60 {
		t.Fatalf("only %d agreed texts", len(cases))
	}
	for _, c := range cases {
		got := words.Parse(c.Text)
		minor := ""
		if got.Amount != 0 {
			minor = strconv.FormatInt(got.Amount, 10)
		}
		var maybe []string
		for _, n := range got.Maybe {
			maybe = append(maybe, strconv.FormatInt(n, 10))
		}
		if more, ours := offered[c.Text]; ours && c.Doubt == words.Unclear && len(c.Maybe) == 0 && slices.Equal(got.Maybe, more) {
			maybe = nil
		}
		if minor != c.Minor || got.Doubt != c.Doubt || !slices.Equal(maybe, c.Maybe) {
			t.Errorf("%q is read as %+v; the web app has %+v", c.Text, got, c)
		}
	}
}

func TestWordsAreOfferedAndNeverTaken(t *testing.T) {
	for text, want := range offered {
		if got := words.Parse(text); got.Amount != 0 || got.Doubt != words.Unclear || !slices.Equal(got.Maybe, want) {
			t.Errorf("%q is read as %+v, want unclear, perhaps %d", text, got, want)
		}
	}
}

func TestTheWorkedCaseOfTypedAmounts(t *testing.T) {
	var c struct {
		Inputs   struct{ Texts []string }
		Expected struct {
			Amounts []struct {
				Text   string
				Amount *int64
			}
		}
	}
	readJSON(t, &c, "testdata", "BK-27.json")
	if len(c.Inputs.Texts) != 20 || len(c.Expected.Amounts) != 20 {
		t.Fatal("the case has lost texts")
	}
	for i, want := range c.Expected.Amounts {
		got := words.Parse(c.Inputs.Texts[i])
		if want.Amount == nil {
			if got.Amount != 0 || got.Doubt == "" {
				t.Errorf("%q is read as %+v, want a doubt", want.Text, got)
			}
		} else if got.Amount != *want.Amount || got.Doubt != "" {
			t.Errorf("%q is read as %+v, want %d", want.Text, got, *want.Amount)
		}
	}
}

func TestEveryDoubtIsAQuestion(t *testing.T) {
	for _, c := range []struct{ text, id, en string }{
		{"25.000", "", ""},
		{"12.5rb", "Maksudmu Rp12.500 atau Rp125.000?", "Do you mean Rp12.500 or Rp125.000?"},
		{"1,500", "Maksudmu Rp1.500?", "Do you mean Rp1.500?"},
		{"1,5", "Maksudmu Rp15, Rp1.500 atau Rp1.500.000?", "Do you mean Rp15, Rp1.500 or Rp1.500.000?"},
		{"sepuluh ribu", "Maksudmu Rp10.000?", "Do you mean Rp10.000?"},
		{"", "Berapa jumlahnya?", "How much is it?"},
		{"banyak", "Berapa jumlahnya? Tulis dengan angka, misalnya 25.000.", "How much is it? Write it in figures, such as 25.000."},
		{"12.500,50", "Sen tidak dicatat. Berapa rupiah utuhnya?", "Cents are not recorded. How many whole rupiah is it?"},
		{"0", "Jumlahnya harus lebih dari nol. Berapa jumlahnya?", "The amount must be more than nought. How much is it?"},
		{"-5.000", "Tulis tanpa tanda kurang. Berapa jumlahnya?", "Write it without a minus sign. How much is it?"},
		{"9.000.000.000jt", "Jumlah ini terlalu besar untuk dicatat. Berapa jumlahnya?", "This amount is too large to record. How much is it?"},
	} {
		r := words.Parse(c.text)
		if id, en := r.Question("id"), r.Question("en"); id != c.id || en != c.en {
			t.Errorf("%q is asked about with %q and %q", c.text, id, en)
		}
	}
}

// Every usual way to write an amount is read as that amount.
func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := amounts.Draw(t, "n")
		grouped := strings.TrimPrefix(words.Rupiah(n), "Rp")
		digits := strconv.FormatInt(n, 10)
		for _, text := range []string{digits, grouped, "Rp" + grouped, "Rp " + grouped + ",-", grouped + ",00", "IDR " + digits, grouped + " rupiah",
			"rp. " + grouped, " " + grouped + ",= "} {
			if got := words.Parse(text); got.Amount != n || got.Doubt != "" || len(got.Maybe) > 0 {
				t.Fatalf("%q is read as %+v, want %d", text, got, n)
			}
		}
		if n <= ledger.MaxMinor/1000 {
			for _, text := range []string{grouped + "rb", digits + " ribu", "Rp" + grouped + " RIBU"} {
				if got := words.Parse(text); got.Amount != n*1000 {
					t.Fatalf("%q is read as %+v, want %d", text, got, n*1000)
				}
			}
		}
	})
}

// Whatever is written: an amount or a doubt with a question, never both, and every
// sum is made of the digits that were written.
func TestNothingIsMadeUp(t *testing.T) {
	piece := rapid.SampledFrom([]string{"0", "1", "2", "5", "00", "500", ".", ",", " ", "-", "rb", "jt", "k", "m", "Rp", "ribu", "juta", "\u00a0", "idr", "٣", "\xff"})
	digitsOf := func(s string) string {
		kept := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, s)
		return strings.Trim(kept, "0")
	}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "")
		r := words.Parse(text)
		if (r.Amount == 0) == (r.Doubt == "") || r.Doubt == "" && len(r.Maybe) > 0 || (r.Doubt == "") != (r.Question("id") == "") || len(r.Maybe) > 3 || !slices.IsSorted(r.Maybe) {
			t.Fatalf("%q is read as %+v", text, r)
		}
		twoNumbers := strings.Contains(text, "jt") || strings.Contains(text, "juta")
		for _, n := range append(r.Maybe, r.Amount) {
			if n < 0 || n > ledger.MaxMinor || n > 0 && !twoNumbers && digitsOf(strconv.FormatInt(n, 10)) != digitsOf(text) {
				t.Fatalf("%q is read as %+v", text, r)
			}
		}
	})
}

// amounts are all sizes of amounts.
var amounts = rapid.Custom(func(t *rapid.T) int64 {
	if rapid.Bool().Draw(t, "round") {
		n := rapid.Int64Range(1, 9999).Draw(t, "few")
		for range rapid.IntRange(0, 11).Draw(t, "noughts") {
			n *= 10
		}
		return n
	}
	return rapid.Int64Range(1, ledger.MaxMinor).Draw(t, "any")
}).Filter(func(n int64) bool { return n <= ledger.MaxMinor })
