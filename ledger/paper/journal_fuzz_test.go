package paper

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// Whatever is thrown at it, ReadJournal does not panic; what it accepts
// balances, and is the same after writing and reading it again.
func FuzzReadJournal(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	for _, text := range []string{
		"2026-01-01\n  a  -$-1,000.00E2 = $5 ; date:2/3, x:[1/2=3/4]\n  [b]  =* 0\n",
		"alias /(a+)(b*)/ = \\2x\\1\nalias a=b\napply account z\naccount a b  ; c\n2026-1-1 * (x) y ; z:w\n * a b\t1\"q r\"\n ;\n b",
		"Y2026\n1/1=1/2 !\n  a  1.000.000,5 ; a:b,c:d\n  b\nD 1,0 x\ncommodity x\n format 1.0 x\ndecimal-mark ,\n~\n x\n= y\n z\ncomment\n",
		"2026-01-01\n  a  .5e-3\n  a  1E3\n  b  0.000000\n  c\n", "\ufeff* x\r\n\t\r\n2026/1/1\r\n a  1\r\n a  -1\r\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		j, err := ReadJournal(strings.NewReader(text), ReadOptions{})
		if err != nil {
			if ledger.KindOf(err) != ledger.Invalid || paramsOf(err)["line"] == "" {
				t.Fatalf("refused without saying where: %v", err)
			}
			return
		}
		for _, e := range j.Entries {
			sums := map[bool]int64{}
			for _, q := range e.Postings {
				sums[q.Virtual] += q.Minor
				if q.Minor == 0 || q.Minor > ledger.MaxMinor || q.Minor < -ledger.MaxMinor {
					t.Fatalf("amount %d in %+v", q.Minor, e)
				}
			}
			if sums[false] != 0 || sums[true] != 0 || len(e.Postings) < 2 || !e.Date.Valid() {
				t.Fatalf("accepted %+v", e)
			}
		}
		again := write(t, j)
		k, err := ReadJournal(strings.NewReader(again), ReadOptions{})
		if err != nil {
			t.Fatalf("%v %v\n%s", err, paramsOf(err), again)
		}
		sameJournal(t, j, k)
	})
}
