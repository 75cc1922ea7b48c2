package paper

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
)

func TestIncludedFiles(t *testing.T) {
	files := map[string]string{
		"a/main.journal":  "include sub/one.journal\n2026-01-01 here\n  kas  1.000\n  b  -Rp 1.000\n",
		"a/loop.journal":  "include loop.journal\n",
		"a/wrong.journal": "\ninclude sub/wrong.journal\n",
	}
	files["a/sub/one.journal"] = "commodity Rp 1.000,00\nD Rp 1.000,00\nalias kas = x\nY 2025\ninclude two.journal\n"
	files["a/sub/two.journal"] = "1/1 there\n  kas  2.000\n  b\n"
	files["a/sub/wrong.journal"] = "\n\n2026-01-01\n  a  x\n"
	open := func(path string) (io.ReadCloser, error) {
		text, ok := files[filepath.Clean("a/"+path)]
		if !ok {
			return nil, os.ErrNotExist
		}
		return io.NopCloser(strings.NewReader(text)), nil
	}
	opts := ReadOptions{Include: open}

	// Only the decimal mark of the commodity reaches the outer file; a number
	// without commodity there is one too many.
	_, err := ReadJournal(strings.NewReader(files["a/main.journal"]), opts)
	if ledger.CodeOf(err) != "journal_second_commodity" || paramsOf(err)["line"] != "3" {
		t.Error(err, paramsOf(err))
	}
	files["a/main.journal"] = strings.Replace(files["a/main.journal"], "kas  1", "kas  Rp 1", 1)
	j, err := ReadJournal(strings.NewReader(files["a/main.journal"]), opts)
	if err != nil {
		t.Fatal(err)
	}
	if got := balancesOf(j); got != "b -3000, kas 1000, x 2000" {
		t.Error(got)
	}
	if e := j.Entries[0]; e.File != "sub/two.journal" || e.Line != 1 || e.Date != ledger.MustDate("2025-01-01") {
		t.Errorf("%+v", e)
	}

	for text, want := range map[string]string{
		"include loop.journal\n":    "journal_include_depth loop.journal 1",
		"include nowhere.journal\n": "journal_include  1",
		"include *.journal\n":       "journal_include  1",
		"include csv:x\n":           "journal_include  1",
		"include wrong.journal\n":   "journal_amount sub/wrong.journal 4",
	} {
		_, err := ReadJournal(strings.NewReader(text), opts)
		if got := fmt.Sprint(ledger.CodeOf(err), " ", paramsOf(err)["file"], " ", paramsOf(err)["line"]); got != want {
			t.Errorf("%q: %s, not %s", text, got, want)
		}
	}
}

func TestTroubleOfTheReaderItself(t *testing.T) {
	_, err := ReadJournal(io.MultiReader(strings.NewReader("; x\n"), brokenReader{}), ReadOptions{})
	if !errors.Is(err, io.ErrClosedPipe) || ledger.CodeOf(err) != "internal" {
		t.Error(err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }
