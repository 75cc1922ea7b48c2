package grade_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

var update = flag.Bool("update", false, "write the graded answers and the web app's vectors anew")

// graded.golden is for a trainer to read: every answer of the tables with what the
// grader says of it. Written anew by go test ./ledger/training/grade -update.
func TestGradedAnswersReadWell(t *testing.T) {
	var b bytes.Buffer
	tell := func(r, en grade.Result) {
		codes := "benar"
		if len(r.Codes) > 0 {
			codes = strings.Join(r.Codes, " ")
		}
		fmt.Fprintf(&b, "  nilai   %d  %s\n  kalimat %s\n          %s\n\n", r.Score, codes, r.Sentence, en.Sentence)
	}
	for _, a := range answers {
		q := a.question(t)
		fmt.Fprintf(&b, "%s [%s]\n", a.story, a.event)
		fmt.Fprintf(&b, "  kunci   %s\n  jawaban %s\n", orNone(a.want), orNone(a.got))
		id, err1 := grade.Entry(q, lines(t, a.got), "id")
		en, err2 := grade.Entry(q, lines(t, a.got), "en")
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		tell(id, en)
	}
	for _, n := range numbers {
		fmt.Fprintf(&b, "%s\n  kunci   %s\n  jawaban %s", n.story, n.want, n.got)
		if n.try > 1 {
			fmt.Fprintf(&b, " (kesempatan ke-%d)", n.try)
		}
		fmt.Fprintf(&b, "\n  jalan salah %s\n", orNone(n.paths))
		id, err1 := grade.Number(figure(t, n.want), paths(t, n.paths), figure(t, n.got), n.try, "id")
		en, err2 := grade.Number(figure(t, n.want), paths(t, n.paths), figure(t, n.got), n.try, "en")
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		tell(id, en)
	}
	golden(t, b.Bytes(), "testdata/graded.golden")
}

func orNone(text string) string {
	if text == "" {
		return "(kosong)"
	}
	return text
}

func golden(t *testing.T, want []byte, path string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not up to date: run go test ./ledger/training/grade -update", path)
	}
}
