package people

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Names that are written differently and sound the same are the same.
func TestSpellings(t *testing.T) {
	for _, same := range [][]string{
		{"Djuriah", "Juriah", "Yuriah", "Djoeriah", "JURIAH", "Juriah."}, {"Tjik Mas", "Cik Mas", "cik-mas"}, {"Sjarifah", "Syarifah"},
		{"Soekarti", "Sukarti"}, {"Sitti Aisjah", "Siti Aisyah"}, {"Renée", "Rene"}, {"Nur'aini", "Nuraini", "Noeraini"}, {"Njai Ratoe", "Nyai Ratu"},
	} {
		for _, other := range same[1:] {
			if l := likeness(folded(same[0]), folded(other)); l != 1 {
				t.Errorf("%s and %s are alike by %v", same[0], other, l)
			}
		}
	}
}

// Different names are not taken for each other, and the closest comes first.
func TestLikeness(t *testing.T) {
	for _, x := range []struct {
		asked  string
		names  []string // best first
		others []string
	}{
		{"siti", []string{"Siti", "Siti Aminah", "Sitti Aminah binti Daeng", "Sity"}, []string{"Rukiah", "Yanti", "Mariam"}},
		{"Aminah Siti", []string{"Siti Aminah", "Siti Amina"}, []string{"Mariam Rukiah"}},
		{"fatim", []string{"Fatim", "Fatimah"}, []string{"Halimah", "Rahim"}},
		{"maryam", []string{"Maryam", "Mariam"}, []string{"Yam"}},
	} {
		last := 2.0
		for _, name := range x.names {
			l := likeness(folded(x.asked), folded(name))
			if l < alike || l > last {
				t.Errorf("%s for %s: %v after %v", name, x.asked, l, last)
			}
			last = l
		}
		for _, name := range x.others {
			if l := likeness(folded(x.asked), folded(name)); l >= alike {
				t.Errorf("%s is found for %s: %v", name, x.asked, l)
			}
		}
	}
}

// One slip in one word of a name never hides it.
func TestASlipOfSpelling(t *testing.T) {
	word := rapid.StringMatching(`[A-Z][a-z]{4,9}`)
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(word, 1, 3).Draw(t, "name")
		slipped := slices.Clone(words)
		at := rapid.IntRange(0, len(words)-1).Draw(t, "word")
		letters := []rune(words[at])
		i := rapid.IntRange(0, len(letters)-2).Draw(t, "letter")
		switch rapid.SampledFrom([]string{"drop", "change", "add", "swap"}).Draw(t, "slip") {
		case "drop":
			letters = slices.Delete(letters, i, i+1)
		case "change":
			letters[i] = rapid.RuneFrom([]rune("abdefgklmnprtuvw")).Draw(t, "by")
		case "add":
			letters = slices.Insert(letters, i, rapid.RuneFrom([]rune("abdefgklmnprtuvw")).Draw(t, "by"))
		case "swap":
			letters[i], letters[i+1] = letters[i+1], letters[i]
		}
		slipped[at] = string(letters)
		asked, name := folded(join2(slipped)), folded(join2(words))
		if len(asked) == 0 || len(asked[at]) < 4 || len(name[at]) < 5 {
			return // doubled letters and old spellings can make a word short
		}
		if d := distance(asked[at], name[at]); d > 1 {
			return // the slip has made or broken an old spelling
		}
		if l := likeness(asked, name); l < alike {
			t.Fatalf("%v for %v: %v", words, slipped, l)
		}
	})
}

func join2(words []string) string {
	s := ""
	for _, w := range words {
		s += w + " "
	}
	return s
}

// The distance is one: the same both ways, zero only for the same, never longer than
// a way round.
func TestDistance(t *testing.T) {
	word := rapid.SliceOfN(rapid.RuneFrom([]rune("abc")), 0, 6)
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		d := distance(a, b)
		if d != distance(b, a) || (d == 0) != slices.Equal(a, b) || d > max(len(a), len(b)) || d < len(a)-len(b) || d < len(b)-len(a) {
			t.Fatalf("%d between %q and %q", d, string(a), string(b))
		}
		if longer := distance(append(slices.Clone(a), 'x'), b); longer > d+1 || longer < d-1 {
			t.Fatalf("a letter more makes %d of %d", longer, d)
		}
	})
}
