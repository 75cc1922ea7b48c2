package api

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// No account, however it is named, keeps a book from being exported or is
// written like another one.
func TestEveryBookCanBeExportedWhateverItsAccountsAreCalled(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		for _, kind := range []string{"general", "group"} {
			b := h.open(kind, "IDR")
			accounts := []struct{ code, name string }{
				{"kas a", "X"}, {"kas  a", "X"}, {"kas", "X"}, {"(kas)", "X"}, {"*", "X"}, {"()", "X"}, {"11", "01 X"}, {"11 01", "X"}, {strings.Repeat("ꦱ", 200), "X"},
			}
			for _, a := range accounts {
				h.post(b.path+"/accounts", fmt.Sprintf(`{"code":%q,"names":{"id":%q},"class":"asset"}`, a.code, a.name))
			}
			for i, a := range accounts { // amounts that leave each account with a balance of its own
				other := accounts[(i+1)%len(accounts)].code
				h.post(b.path+"/entries", fmt.Sprintf(`{"day":"2026-03-01","lines":[{"account":%q,"debit":%d},{"account":%q,"credit":%d}]}`, a.code, 1+i*i, other, 1+i*i))
			}
			theirs := hledgerBalances(t, h.get(b.path+"/exports/hledger").body)
			rows := h.get(b.path + "/trial-balance").at("rows").([]any)
			if len(rows) != len(accounts) || len(theirs) != len(rows) {
				t.Errorf("%s: hledger has %d accounts with a balance, we have %d of %d: %v", kind, len(theirs), len(rows), len(accounts), theirs)
			}
		}
	})
}

func TestTheLargestEntriesCanBeExported(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		var lines []string
		for range 12 {
			lines = append(lines, `{"account":"1101","debit":"1000000000000000"}`, `{"account":"3102","credit":"1000000000000000"}`)
		}
		h.post(b.path+"/entries", `{"day":"2026-03-01","lines":[`+strings.Join(lines, ",")+`]}`)
		if body := h.get(b.path + "/exports/hledger").body; strings.Count(body, "1000000000000000") != 24 {
			t.Errorf("%.500s", body)
		}
	})
}

// A sum over a whole book stays within what the database can count: the entry
// that would break it is refused, and everything can still be read.
func TestNoSumOverABookCanOverflow(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		var lines []string
		for range 2000 {
			lines = append(lines, `{"account":"1101","debit":"1000000000000000"}`, `{"account":"3102","credit":"1000000000000000"}`)
		}
		body := func(month int) string {
			return fmt.Sprintf(`{"day":"2026-%02d-01","lines":[%s]}`, month, strings.Join(lines, ","))
		}
		for month := 1; month <= 4; month++ {
			h.post(b.path+"/entries", body(month))
		}
		h.refused(409, "lines:balance_out_of_range", "POST", b.path+"/entries", body(5))
		for _, path := range []string{"/trial-balance", "/accounts/1101", "/accounts/1101/statement", "/verification"} {
			h.get(b.path + path)
		}
		if sum := h.get(b.path + "/accounts/1101").text("debit"); sum != "8000000000000000000" {
			t.Error(sum)
		}
	})
}

// An export is of one moment, also while accounts and entries are added.
func TestAnExportHasANameForEveryAccountInIt(t *testing.T) {
	eachHouse(t, func(t *testing.T, h *house) {
		b := h.open("group", "IDR")
		var wg sync.WaitGroup
		wg.Go(func() {
			for i := range 60 {
				code := fmt.Sprintf("9%03d", i)
				h.call("POST", b.path+"/accounts", fmt.Sprintf(`{"code":%q,"names":{"id":"Akun baru"},"class":"asset"}`, code))
				h.call("POST", b.path+"/entries", fmt.Sprintf(`{"id":"%s","day":"2026-03-01","lines":[{"account":%q,"debit":5},{"account":"3102","credit":5}]}`, store.NewID(), code))
			}
		})
		for range 30 {
			for _, row := range strings.Split(strings.TrimSpace(h.get(b.path+"/exports/csv").body), "\n")[1:] {
				if cells := strings.Split(row, ","); len(cells) < 8 || cells[6] == "" || cells[7] == "" {
					t.Errorf("a row without an account: %q", row)
				}
			}
		}
		wg.Wait()
	})
}
