package people

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/lumbung-ledger/lumbung/ledger"
)

const (
	// searchChunk is how many names are open at a time.
	searchChunk = 500
	// MostFound is how many persons a search returns at most.
	MostFound = 50
	// alike is how alike a name must be, between 0 and 1.
	alike = 0.65
	// maxWords of what is searched for are looked at.
	maxWords = 8
)

// Found is a person that a search has found, and how alike her name is, in percent.
type Found struct {
	Card
	Likeness int `json:"likeness" minimum:"0" maximum:"100" doc:"How alike her name is, in percent"`
}

// Search finds persons of a home by name, best first, slips of spelling forgiven. The
// names are opened in memory, some at a time. Codes: required, text_too_long.
func (p *People) Search(ctx context.Context, home ledger.ID, name string, limit int) ([]Found, error) {
	if err := ledger.Join(checkLine(oneLine(name), ledger.MaxName, "name", true)); err != nil {
		return nil, err
	}
	asked := folded(name)
	if len(asked) == 0 {
		return nil, ledger.E(ledger.Invalid, "required", "name")
	}
	limit = max(1, min(limit, MostFound))
	found := []Found{}
	var after ledger.ID
	for {
		rows, err := personsOf(ctx, p.s, home, after, searchChunk)
		if err != nil {
			return nil, err
		}
		facts, err := p.open(ctx, rows)
		if err != nil {
			return nil, err
		}
		for i, f := range facts {
			if f == nil {
				continue
			}
			if l := likeness(asked, folded(f.Name)); l >= alike {
				found = append(found, Found{rows[i].card(f), int(math.Round(100 * l))})
			}
		}
		slices.SortStableFunc(found, func(a, b Found) int { return cmp.Compare(b.Likeness, a.Likeness) })
		found = found[:min(len(found), limit)]
		if len(rows) < searchChunk {
			return found, nil
		}
		after = rows[len(rows)-1].ID
	}
}

// spellings are the old and the new ways to write one sound. The last makes j and y
// the same, which also old spelling confuses.
var spellings = strings.NewReplacer("oe", "u", "dj", "y", "tj", "c", "sj", "sy", "nj", "ny", "j", "y")

// folded are the words of a name as they sound: without case, marks and doubled
// letters, and in one spelling.
func folded(name string) [][]rune {
	var words [][]rune
	var b strings.Builder
	for _, r := range norm.NFD.String(name) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsSpace(r), r == '-', r == '.', r == ',', r == '/':
			b.WriteByte(' ')
		}
	}
	for _, word := range strings.Fields(b.String()) {
		letters := slices.Compact([]rune(spellings.Replace(word)))
		if words = append(words, letters); len(words) == maxWords {
			break
		}
	}
	return words
}

// likeness is how well each word that was asked for is found in the name, longer words
// counting more. Words of the name that nobody asked for cost a little, so that the
// closest name comes first.
func likeness(asked, name [][]rune) float64 {
	if len(asked) == 0 || len(name) == 0 {
		return 0
	}
	var sum, weight float64
	for _, a := range asked {
		best := 0.0
		for _, n := range name {
			best = max(best, wordLikeness(a, n))
		}
		sum, weight = sum+best*float64(len(a)), weight+float64(len(a))
	}
	rest := max(0, len(name)-len(asked))
	return sum / weight * (1 - 0.02*float64(rest))
}

// wordLikeness is 1 less the part of the letters that are wrong. The beginning of a
// word is nearly as good as the word.
func wordLikeness(asked, name []rune) float64 {
	whole := 1 - float64(distance(asked, name))/float64(max(len(asked), len(name)))
	if len(asked) >= 3 && len(asked) < len(name) {
		return max(whole, 0.9*(1-float64(distance(asked, name[:len(asked)]))/float64(len(asked))))
	}
	return whole
}

// distance is how many letters must be put in, left out, changed or swapped with the
// next one.
func distance(a, b []rune) int {
	var before []int
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(row[j-1]+1, last[j]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
