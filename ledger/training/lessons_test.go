package training_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger/training"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

// A lesson can never teach what the books would not do: every number in it is
// recomputed by the ledger and the calculators.
func TestLessonsHold(t *testing.T) {
	dir := os.DirFS("lessons")
	lessons, err := training.ReadLessons(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range lessons {
		t.Run(fmt.Sprintf("%02d", l.Number), func(t *testing.T) {
			for _, wrong := range faults(dir, l) {
				t.Error(wrong)
			}
		})
	}
}

// The checker finds what is wrong in a bad lesson: if it did not, the test above
// would prove nothing.
func TestBadLessonIsFound(t *testing.T) {
	dir := os.DirFS("testdata/bad_lesson")
	lessons, err := training.ReadLessons(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := strings.Join(faults(dir, lessons[0]), "\n")
	for _, want := range []string{
		`workings, line 4: it is 240000`,
		`workings, line 7: it is 250625/48`,
		`workings, line 8: is.unit_cost is 5221`,
		`workings, line 9: the profit is 450000`,
		`workings, line 10: one says "dua belas ribu lima ratus rupiah"`,
		`workings, line 11: no note or coin`,
		`id, example: Rp241.000 stands in no working`,
		`id, example: 41 % stands in no working`,
		`id, game: 7 bungkus stands in no working`,
		`id, game: 1,000 is not written as in this language`,
		`en, game: Rp1,000 is not written as in this language`,
		`story: not the same numbers in both languages: id has Rp300000`,
		`id, story: 19 words`,
		`id, rule: 2 sentences`,
		`id, story: 17 words in "Kalimat ini terlalu panjang`,
		`id, notes: E77 is no code`,
		`id, notes: E05 says "Ini salah."`,
	} {
		if !strings.Contains(found, want) {
			t.Errorf("not found: %s", want)
		}
	}
	if t.Failed() {
		t.Log(found)
	}
}

// maxWords is how many words a sentence that is told or remembered may have.
const maxWords = 14

// faults are what is wrong in a lesson.
func faults(dir fs.FS, l training.Lesson) []string {
	numbers, wrong := workings(dir, fmt.Sprintf("%02d", l.Number))
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	texts := slices.Concat([]training.Section{{Key: "title", Body: l.Title}, {Key: "goal", Body: l.Goal}}, l.Sections)
	for _, s := range texts {
		held := map[string]map[string]bool{}
		for _, lang := range []string{"id", "en"} {
			held[lang] = map[string]bool{}
			for _, n := range numbersIn(s.Body.In(lang), lang) {
				if n.unreadable {
					bad("%s, %s: %s is not written as in this language", lang, s.Key, n.text)
					continue
				}
				held[lang][n.key()] = true
				if !numbers[n.value] {
					bad("%s, %s: %s stands in no working", lang, s.Key, n.text)
				}
			}
		}
		for lang, other := range map[string]string{"id": "en", "en": "id"} {
			for _, key := range slices.Sorted(maps.Keys(held[lang])) {
				if !held[other][key] {
					bad("%s: not the same numbers in both languages: %s has %s", s.Key, lang, key)
				}
			}
		}
		if s.Key == "goal" || s.Key == "story" || s.Key == "rule" {
			for _, sentence := range sentences(s.Body.ID) {
				if n := countWords(sentence); n > maxWords {
					bad("id, %s: %d words in %q", s.Key, n, sentence)
				}
			}
		}
		switch s.Key {
		case "story":
			if n := countWords(s.Body.ID); n < 120 || n > 200 {
				bad("id, story: %d words", n)
			}
		case "rule":
			for _, lang := range []string{"id", "en"} {
				if n := len(sentences(s.Body.In(lang))); n != 1 || strings.Contains(s.Body.In(lang), "\n") {
					bad("%s, rule: %d sentences", lang, n)
				}
			}
		case "exercises":
			for lang, heading := range map[string]string{"id": "### Contoh soal ", "en": "### Sample "} {
				if n := strings.Count(s.Body.In(lang), heading); n < 2 {
					bad("%s, exercises: %d samples", lang, n)
				}
			}
		case "notes":
			for lang, parts := range noteParts {
				for _, part := range parts {
					if !strings.Contains(s.Body.In(lang), "### "+part+"\n") {
						bad("%s, notes: no part %q", lang, part)
					}
				}
				wrong = append(wrong, codesIn(s.Body.In(lang), lang)...)
			}
		}
	}
	slices.Sort(wrong)
	return slices.Compact(wrong)
}

// noteParts are the parts of the trainer's notes.
var noteParts = map[string][]string{
	"id": {"Waktu", "Salah paham yang sering", "Pertanyaan ibu-ibu", "Supaya semua ikut"},
	"en": {"Timing", "Common misunderstandings", "Questions women ask", "So that everyone takes part"},
}

// units are the units after which a number is a number of the lesson, in Indonesian
// and in English. A count has the same unit in both.
var units = []struct{ id, en string }{
	{"bungkus", "packs?"}, {"kg", "kg"}, {"liter", "lit(re|er)s?"}, {"lembar", "notes?"}, {"keping", "coins?"},
	{"hari", "days?"}, {"minggu", "weeks?"}, {"bulan", "months?"}, {"tahun", "years?"},
	{"potong", "pieces?"}, {"tas", "bags?"}, {"gelas", "glass(es)?"}, {"bingke", "bingke"}, {"seragam", "uniforms?"},
	{"adonan", "batch(es)?"}, {"kancing", "buttons?"}, {"kartu", "cards?"}, {"kali", "times"},
}

// number is a number that a text states.
type number struct {
	text       string // as it stands there
	kind       string // "Rp", "%" or the Indonesian unit
	value      string // plain: 12500, 12.5
	unreadable bool
}

func (n number) key() string { return n.kind + n.value }

var (
	numeral    = regexp.MustCompile(`(Rp ?)?(\d+(?:[.,]\d+)*)`)
	follows    = regexp.MustCompile(`^ ?(%|\p{L}+)`)
	numberCell = regexp.MustCompile(`^\**(\d+)\**$`)
	thousands  = map[string]*regexp.Regexp{
		"id": regexp.MustCompile(`^(\d+|\d{1,3}(\.\d{3})+)(,\d{1,2})?$`), "en": regexp.MustCompile(`^(\d+|\d{1,3}(\.\d{3})+|\d+\.\d{1,2})$`),
	}
	groups    = regexp.MustCompile(`^\d{1,3}(\.\d{3})+$`)
	multiples = map[string]decimal.Decimal{
		"ribu": decimal.New(1, 3), "juta": decimal.New(1, 6), "miliar": decimal.New(1, 9),
		"thousand": decimal.New(1, 3), "million": decimal.New(1, 6), "billion": decimal.New(1, 9),
	}
)

// numbersIn finds the numbers that a text states: amounts (after Rp, or with a mark at
// the thousands, or alone in a cell that is not its row's first), percentages, and
// counts before a unit.
func numbersIn(text, lang string) []number {
	var out []number
	for _, at := range numeral.FindAllStringSubmatchIndex(text, -1) {
		if before, _ := utf8.DecodeLastRuneInString(text[:at[0]]); unicode.IsLetter(before) || unicode.IsDigit(before) {
			continue // E05
		}
		whole, digits, after := text[at[0]:at[1]], text[at[4]:at[5]], ""
		if m := follows.FindString(text[at[1]:]); m != "" {
			after = strings.TrimSpace(m)
		}
		n := number{text: whole, kind: "Rp"}
		times, unit := multiples[after], unitOf(after, lang)
		switch {
		case after == "%":
			n.text, n.kind = whole+" %", "%"
		case !times.IsZero():
			n.text += " " + after
		case strings.HasPrefix(whole, "Rp"):
		case unit != "":
			n.text, n.kind = whole+" "+after, unit
		case !strings.ContainsAny(digits, ".,"):
			continue
		}
		n.read(digits, lang, times)
		out = append(out, n)
	}
	for _, line := range strings.Split(text, "\n") {
		cells := strings.Split(strings.Trim(line, "| "), "|")
		for _, cell := range cells[1:] {
			if m := numberCell.FindStringSubmatch(strings.TrimSpace(cell)); m != nil {
				n := number{text: m[1], kind: "Rp"}
				n.read(m[1], lang, decimal.Decimal{})
				out = append(out, n)
			}
		}
	}
	return out
}

// read fills in the value. What has its marks where the language does not put them is
// unreadable.
func (n *number) read(digits, lang string, times decimal.Decimal) {
	if !thousands[lang].MatchString(digits) {
		n.unreadable = true
		return
	}
	plain := strings.NewReplacer(".", "", ",", ".").Replace(digits)
	if lang == "en" && !groups.MatchString(digits) {
		plain = digits // 12.5 kg
	}
	d := decimal.RequireFromString(plain)
	if !times.IsZero() {
		d = d.Mul(times)
	}
	n.value = d.String()
}

func unitOf(word, lang string) string {
	for _, u := range units {
		pattern := u.id
		if lang == "en" {
			pattern = u.en
		}
		if word != "" && regexp.MustCompile(`^(?i:`+pattern+`)$`).MatchString(word) {
			return u.id
		}
	}
	return ""
}

var (
	endOfSentence = regexp.MustCompile(`[.!?]+["”']*(\s+|$)`)
	wordOf        = regexp.MustCompile(`\S*[\p{L}\d]\S*`)
	codeOf        = regexp.MustCompile(`\b[EN]\d\d\b`)
	quotedCode    = regexp.MustCompile(`\*\*([EN]\d\d)\*\* "([^"]*)"`)
)

// sentences are the sentences of a text.
func sentences(text string) []string {
	var out []string
	for _, s := range endOfSentence.Split(text, -1) {
		for _, paragraph := range strings.Split(s, "\n\n") {
			if countWords(paragraph) > 0 {
				out = append(out, strings.TrimSpace(paragraph))
			}
		}
	}
	return out
}

func countWords(text string) int { return len(wordOf.FindAllString(text, -1)) }

// codesIn holds the codes of misunderstandings in a text against the grader's, and
// the sentence that stands beside a code against what the screen says.
func codesIn(text, lang string) []string {
	var wrong []string
	for _, code := range codeOf.FindAllString(text, -1) {
		if !grade.Known(code) {
			wrong = append(wrong, fmt.Sprintf("%s, notes: %s is no code", lang, code))
		}
	}
	for _, m := range quotedCode.FindAllStringSubmatch(text, -1) {
		if is := grade.Sentence(m[1], lang); grade.Known(m[1]) && m[2] != is {
			wrong = append(wrong, fmt.Sprintf("%s, notes: %s says %q, the screen %q", lang, m[1], m[2], is))
		}
	}
	return wrong
}
