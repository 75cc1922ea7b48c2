package paper

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
)

// hledgerBalances asks the real hledger for the balances of all accounts, zeros
// left out, exactly and not as displayed.
func hledgerBalances(journal string) (map[string]decimal.Decimal, error) {
	out, err := hledger(journal, "balance", "--flat", "--no-total", "--output-format=json")
	if err != nil {
		return nil, err
	}
	var report [][]json.RawMessage
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		return nil, err
	}
	balances := map[string]decimal.Decimal{}
	for _, row := range report[0] {
		var fields []json.RawMessage
		var name string
		var amounts []struct {
			Quantity struct {
				Mantissa json.Number `json:"decimalMantissa"`
				Places   int32       `json:"decimalPlaces"`
			} `json:"aquantity"`
		}
		if err := json.Unmarshal(row, &fields); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(fields[0], &name); err != nil {
			return nil, err
		}
		if err := json.Unmarshal(fields[3], &amounts); err != nil {
			return nil, err
		}
		sum := decimal.Zero
		for _, a := range amounts {
			n, err := decimal.NewFromString(a.Quantity.Mantissa.String())
			if err != nil {
				return nil, err
			}
			sum = sum.Add(n.Shift(-a.Quantity.Places))
		}
		if !sum.IsZero() {
			balances[name] = sum
		}
	}
	return balances, nil
}

// hledger runs the real hledger on a journal. It must be installed: a second
// opinion that nobody asks is none.
func hledger(journal string, args ...string) (string, error) {
	cmd := exec.Command("hledger", append([]string{"-f", "journal:-"}, args...)...)
	cmd.Stdin = strings.NewReader(journal)
	cmd.Env = append(cmd.Environ(), "LC_ALL=C.UTF-8", "LEDGER_FILE=/dev/null")
	var problem strings.Builder
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if err != nil && problem.Len() > 0 {
		err = &hledgerError{problem.String()}
	}
	return string(out), err
}

type hledgerError struct{ text string }

func (e *hledgerError) Error() string { return e.text }

// ourBalances sums up a journal as we read it, zeros left out.
func ourBalances(j *Journal) map[string]decimal.Decimal {
	balances := map[string]decimal.Decimal{}
	for _, e := range j.Entries {
		for _, q := range e.Postings {
			balances[q.Account] = balances[q.Account].Add(decimal.New(q.Minor, -j.Places))
		}
	}
	for name, sum := range balances {
		if sum.IsZero() {
			delete(balances, name)
		}
	}
	return balances
}

// sameBalances compares what we read with what hledger reads.
func sameBalances(t interface {
	Helper()
	Errorf(string, ...any)
}, ours, theirs map[string]decimal.Decimal) {
	t.Helper()
	for name, sum := range theirs {
		if !ours[name].Equal(sum) {
			t.Errorf("account %q: hledger says %s, we say %s", name, sum, ours[name])
		}
	}
	for name, sum := range ours {
		if _, known := theirs[name]; !known {
			t.Errorf("account %q: we say %s, hledger says nothing", name, sum)
		}
	}
}

func TestHledgerIsThere(t *testing.T) {
	if out, err := hledger("", "--version"); err != nil || !strings.HasPrefix(out, "hledger ") {
		t.Fatalf("hledger must be installed and in PATH (apt-get install hledger): %v %s", err, out)
	}
}
