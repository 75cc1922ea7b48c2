package words

import (
	"bytes"
	"encoding/json"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the web app's sentences anew")

// webCodes is what the web app needs to say a code by itself: a phone keeps the
// code of an outcome and says it in whatever language is spoken later.
type webCodes struct {
	General   string            `json:"general"`
	Sentences map[string]string `json:"sentences"`
}

// The web app's sentences are those of the house, but for those of calculators and
// lessons, which come with their answers. Written anew by
// go test ./ledger/words -update.
func TestTheWebAppHasTheSentencesOfTheHouse(t *testing.T) {
	for _, lang := range Languages {
		c := catalogueOf(lang)
		carried := maps.Clone(c.sentences)
		maps.DeleteFunc(carried, func(code, _ string) bool { return lessonsIndonesian[code] != "" })
		var want bytes.Buffer
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(webCodes{General: c.general, Sentences: carried}); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("..", "..", "web", "src", "locales", "codes."+lang+".json")
		if *update {
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
}
