package words

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var placeholder = regexp.MustCompile(`\{([^}]*)\}`)

// Each language says the same things with the same parameters.
func TestLanguagesAgree(t *testing.T) {
	compare := func(what string, a, b map[string]string) {
		for key, said := range a {
			other, ok := b[key]
			if !ok || said == "" || other == "" {
				t.Errorf("%s %q is missing in one language", what, key)
				continue
			}
			names := func(s string) []string { n := placeholder.FindAllString(s, -1); slices.Sort(n); return n }
			if !slices.Equal(names(said), names(other)) {
				t.Errorf("%s %q has other parameters in the other language: %v, %v", what, key, names(said), names(other))
			}
		}
	}
	compare("sentence", indonesian.sentences, english.sentences)
	compare("sentence", english.sentences, indonesian.sentences)
	compare("title", indonesian.titles, english.titles)
	compare("title", english.titles, indonesian.titles)
}

// Sentences are short, end like sentences, and have no hole when nothing is known.
func TestSentencesAreWhole(t *testing.T) {
	for _, c := range []catalogue{indonesian, english} {
		for code, sentence := range c.sentences {
			bare := fill(sentence, nil)
			if strings.ContainsAny(bare, "[]{}") || placeholder.MatchString(regexp.MustCompile(`\[[^\]]*\]`).ReplaceAllString(sentence, "")) {
				t.Errorf("%s: parameters stand outside of brackets: %q", code, sentence)
			}
			if !strings.HasSuffix(bare, ".") || strings.ContainsAny(bare, "!") {
				t.Errorf("%s: %q is not a calm sentence", code, bare)
			}
			if n := len(strings.Fields(bare)); n > 14 {
				t.Errorf("%s: %d words are too many: %q", code, n, bare)
			}
			if !regexp.MustCompile(`^[a-z][a-z0-9_]*$`).MatchString(code) {
				t.Errorf("%q is not snake_case", code)
			}
		}
	}
}

func TestSentence(t *testing.T) {
	for _, c := range []struct {
		lang, code string
		params     map[string]string
		want       string
	}{
		{"id", "unbalanced", nil, "Jumlah debit dan kredit belum sama."},
		{"en", "unbalanced", nil, "Debit and credit are not equal yet."},
		{"xx", "unbalanced", nil, "Jumlah debit dan kredit belum sama."},
		{"en", "out_of_range", map[string]string{"max": "200"}, "This number is out of range, at most 200."},
		{"en", "out_of_range", map[string]string{"min": "1", "max": "200"}, "This number is out of range, at least 1, at most 200."},
		{"en", "out_of_range", nil, "This number is out of range."},
		{"id", "closed_period", map[string]string{"through": "2026-01-31"}, "Buku sudah ditutup sampai 2026-01-31. Pakai tanggal sesudahnya."},
		{"id", "no_such_code", nil, "Permintaan ini tidak dapat diterima."},
		{"en", "no_such_code", nil, "This request cannot be accepted."},
	} {
		if got := Sentence(c.lang, c.code, c.params); got != c.want {
			t.Errorf("Sentence(%q, %q, %v) = %q, want %q", c.lang, c.code, c.params, got, c.want)
		}
	}
	if Title("en", "invalid") != "Something needs correcting" || Title("en", "nothing") != Title("en", "internal") {
		t.Error("titles are mixed up")
	}
}

// Whoever invents a code writes its sentences: this walks all Go files of the
// module for codes handed to E(kind, "code", ...), refuse(..., "code") and
// fail("code").
func TestEveryCodeInTheTreeHasASentence(t *testing.T) {
	call := regexp.MustCompile(`\b(?:E\((?:ledger\.)?[A-Z]\w*,|(?:refuse|fail)\((?:[^"(),]*(?:\(\))?,)?)\s*"([a-z0-9_]+)"`)
	root := os.DirFS(filepath.Join("..", ".."))
	seen := 0
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "node_modules" || d.Name() == "dist" || d.Name() == ".git") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		source, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		for _, m := range call.FindAllSubmatch(source, -1) {
			seen++
			if _, ok := indonesian.sentences[string(m[1])]; !ok {
				t.Errorf("%s uses the code %q, which has no sentence", path, m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen == 0 {
		t.Error("no codes found: has the way errors are made changed?")
	}
}
