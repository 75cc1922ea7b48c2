package words_test

import (
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/words"
)

func TestNotes(t *testing.T) {
	for _, c := range []struct {
		n, rest int64
		want    []words.Note
	}{
		{187_500, 0, []words.Note{{100_000, 1}, {50_000, 1}, {20_000, 1}, {10_000, 1}, {5_000, 1}, {2_000, 1}, {500, 1}}},
		{12_537, 37, []words.Note{{10_000, 1}, {2_000, 1}, {500, 1}}},
		{950, 0, []words.Note{{500, 1}, {200, 2}, {50, 1}}},
		{1_500_000, 0, []words.Note{{100_000, 15}}},
		{49, 49, nil}, {0, 0, nil}, {-5_000, 0, nil}, {math.MinInt64, 0, nil},
	} {
		if got := words.Notes(c.n); !slices.Equal(got, c.want) || words.Rest(c.n) != c.rest {
			t.Errorf("%d is %v and %d, want %v and %d", c.n, got, words.Rest(c.n), c.want, c.rest)
		}
	}
}

func TestNotesCountBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, ledger.MaxMinor).Draw(t, "n")
		if got := words.Count(words.Notes(n)) + words.Rest(n); got != n {
			t.Fatalf("%d counts back to %d", n, got)
		}
	})
}

// No other way needs fewer pieces: compared with trying every note on every amount.
func TestNotesAreTheFewest(t *testing.T) {
	fewest := make([]int64, 300_000/50+1)
	for i := int64(1); i < int64(len(fewest)); i++ {
		fewest[i] = math.MaxInt64
		for _, value := range words.Denominations {
			if value/50 <= i {
				fewest[i] = min(fewest[i], fewest[i-value/50]+1)
			}
		}
		var pieces int64
		for _, note := range words.Notes(i * 50) {
			pieces += note.Count
		}
		if pieces != fewest[i] {
			t.Fatalf("%d takes %d pieces, not %d", i*50, fewest[i], pieces)
		}
	}
}

// The web app has pictures of them all but the coin of fifty, which hardly anybody
// is given any more.
func TestTheWebAppShowsTheSameNotes(t *testing.T) {
	source, err := os.ReadFile("../../web/src/lib/ui/note.tsx")
	if err != nil {
		t.Fatal(err)
	}
	var shown []int64
	for _, name := range []string{"notes", "coins"} {
		list := regexp.MustCompile(`export const ` + name + ` = \[([0-9, ]+)\]`).FindSubmatch(source)
		if list == nil {
			t.Fatalf("note.tsx has no list of %s", name)
		}
		for text := range strings.SplitSeq(string(list[1]), ", ") {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			shown = append(shown, n)
		}
	}
	if want := words.Denominations[:len(words.Denominations)-1]; !slices.Equal(shown, want) {
		t.Errorf("the web app shows %v, want %v", shown, want)
	}
}
