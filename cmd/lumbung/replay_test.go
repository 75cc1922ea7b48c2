package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/report"
)

func TestReplay(t *testing.T) {
	eachDatabase(t, func(t *testing.T, address string) {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
		defer cancel()
		v := serve(t, address).village
		group, err := v.playCycle(ctx, func(want, got cycleClose) error {
			fmt.Printf("%-9s meeting %2d: box %10s (loan fund %s, social fund %s), bank %s\n", filepath.Base(t.Name()), got.Meeting,
				rupiah(got.Box), rupiah(got.LoanFund), rupiah(got.SocialFund), rupiah(got.Bank))
			if got != want {
				return fmt.Errorf("meeting %d: the books say %+v and the case %+v", got.Meeting, got, want)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		shareOutIsTheCase(t, v, group.id)
		business, err := v.playMonth(ctx)
		if err != nil {
			t.Fatal(err)
		}
		monthIsTheCase(t, v, business.id)
		programme, err := v.playGrant(ctx, group.id, business.id)
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range []struct {
			id   ledger.ID
			kind ledger.BookKind
		}{{group.id, ledger.GroupBook}, {business.id, ledger.BusinessBook}, {programme.id, ledger.ProgrammeBook}} {
			hledgerAgrees(t, v, b.id, b.kind)
		}
		// Playing it all again is the same thing once.
		before := trial(t, v, group.id, "")
		if _, err := v.build(ctx); err != nil {
			t.Fatal(err)
		}
		if after := trial(t, v, group.id, ""); fmt.Sprint(before) != fmt.Sprint(after) {
			t.Error("a second build changed the books")
		}
	})
}

func rupiah(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "." + digits[i:]
	}
	return "Rp" + digits
}

type trialAnswer struct {
	Rows []struct {
		Account       string       `json:"account"`
		Names         ledger.Names `json:"names"`
		Class         ledger.Class `json:"class"`
		Debit, Credit string       `json:"-"`
		D             string       `json:"debit"`
		C             string       `json:"credit"`
	} `json:"rows"`
	TotalDebit  string `json:"total_debit"`
	TotalCredit string `json:"total_credit"`
}

func trial(t testing.TB, v village, book ledger.ID, query string) trialAnswer {
	t.Helper()
	var out trialAnswer
	if err := v.call(context.Background(), http.MethodGet, "/v1/books/"+book.String()+"/trial-balance"+query, nil, &out); err != nil {
		t.Fatal(err)
	}
	if out.TotalDebit != out.TotalCredit {
		t.Errorf("debits %s, credits %s", out.TotalDebit, out.TotalCredit)
	}
	return out
}

func shareOutIsTheCase(t *testing.T, v village, book ledger.ID) {
	t.Helper()
	var c savingsCycle
	if err := readCase("s24.json", &c); err != nil {
		t.Fatal(err)
	}
	var e struct {
		Lines []struct{ Account, Credit, Party string } `json:"lines"`
	}
	if err := v.call(context.Background(), http.MethodGet, "/v1/books/"+book.String()+"/entries/"+villageEntry(book, "share-out").String(), nil, &e); err != nil {
		t.Fatal(err)
	}
	paid := map[string]string{}
	residue := ""
	for _, l := range e.Lines {
		switch l.Account {
		case "1101":
			paid[l.Party] = l.Credit
		case "3204":
			residue = l.Credit
		}
	}
	for member, want := range c.Expected.ShareOut.Floor.CashPaid {
		if got := paid[ledger.DeriveID(book, "member "+member).String()]; got != strconv.FormatInt(want, 10) {
			t.Errorf("share-out to %s: %s, the case says %d", member, got, want)
		}
	}
	if residue != strconv.FormatInt(c.Expected.ShareOut.Floor.Residue, 10) {
		t.Errorf("residue %s, the case says %d", residue, c.Expected.ShareOut.Floor.Residue)
	}
}

func monthIsTheCase(t *testing.T, v village, book ledger.ID) {
	t.Helper()
	var c businessMonth
	if err := readCase("bk01.json", &c); err != nil {
		t.Fatal(err)
	}
	got := map[string]caseLine{}
	for _, r := range trial(t, v, book, "?day=2026-03-31").Rows {
		d, errD := strconv.ParseInt(r.D, 10, 64)
		k, errK := strconv.ParseInt(r.C, 10, 64)
		if errD != nil || errK != nil {
			t.Fatalf("amounts %q %q", r.D, r.C)
		}
		got[r.Account] = caseLine{r.Account, d, k}
	}
	for _, want := range c.Expected.After.Rows {
		if got[want.Code] != want {
			t.Errorf("account %s: %+v, the case says %+v", want.Code, got[want.Code], want)
		}
		delete(got, want.Code)
	}
	for code, row := range got {
		t.Errorf("account %s: %+v, and the case has none", code, row)
	}
}

// hledgerAgrees exports the book and lets hledger add it up.
func hledgerAgrees(t *testing.T, v village, book ledger.ID, kind ledger.BookKind) {
	t.Helper()
	want := map[string]string{}
	for _, r := range trial(t, v, book, "").Rows {
		name := report.JournalAccount(kind, ledger.Account{Code: r.Account, Names: r.Names, Class: r.Class})
		want[name] = r.D
		if r.D == "0" {
			want[name] = "-" + r.C
		}
	}
	req, err := http.NewRequest(http.MethodGet, v.address+"/v1/books/"+book.String()+"/exports/hledger", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+v.token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("export: %s", res.Status)
	}
	hledger := exec.Command("hledger", "-f", "-", "balance", "--flat", "--no-total", "--layout=bare", "-O", "csv")
	hledger.Stdin = res.Body
	hledger.Env = append(os.Environ(), "LANG=C.UTF-8", "LC_ALL=C.UTF-8")
	out, err := hledger.Output()
	if err != nil {
		t.Fatalf("hledger: %v\n%s", err, out)
	}
	rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows[1:] {
		if got := strings.ReplaceAll(r[len(r)-1], ",", ""); want[r[0]] != got {
			t.Errorf("%s: hledger says %s, we say %s", r[0], got, want[r[0]])
		}
		delete(want, r[0])
	}
	for name, amount := range want {
		t.Errorf("%s: we say %s, hledger has no such account", name, amount)
	}
}
