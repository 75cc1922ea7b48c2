package ledger_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
)

var (
	bookID = ledger.MustID("5e0c1b1a-0f3e-4d2a-8b1c-6a7d8e9f0a1b")
	box    = ledger.AccountID(bookID, "1101")
	shares = ledger.AccountID(bookID, "2101")
	inter  = ledger.AccountID(bookID, "1902")
	loans  = ledger.DeriveID(bookID, "fund:loans")
	social = ledger.DeriveID(bookID, "fund:social")
)

func amount(n int64) decimal.Decimal { return decimal.NewFromInt(n) }

// good is an entry that nothing is wrong with.
func good() ledger.Entry {
	return ledger.Entry{ID: ledger.DeriveID(bookID, "entry"), Book: bookID, Day: 2026_03_01, Kind: "savings.share_bought", Memo: "simpanan",
		Lines: []ledger.Line{ledger.Debit(box, amount(25000)), ledger.Credit(shares, amount(25000))}}
}

func TestAnEntryThatCouldNotStandInAnyBookIsRefused(t *testing.T) {
	for name, x := range map[string]struct {
		spoil       func(e *ledger.Entry)
		code, field string
	}{
		"nothing wrong":          {func(e *ledger.Entry) {}, "", ""},
		"no id":                  {func(e *ledger.Entry) { e.ID = ledger.ID{} }, "invalid_id", "id"},
		"no day":                 {func(e *ledger.Entry) { e.Day = 0 }, "invalid_date", "day"},
		"a day that is none":     {func(e *ledger.Entry) { e.Day = 2026_02_30 }, "invalid_date", "day"},
		"a day before the books": {func(e *ledger.Entry) { e.Day = 1899_12_31 }, "invalid_date", "day"},
		"no kind":                {func(e *ledger.Entry) { e.Kind = "" }, "invalid_format", "kind"},
		"a kind with capitals":   {func(e *ledger.Entry) { e.Kind = "Manual" }, "invalid_format", "kind"},
		"a kind with a space":    {func(e *ledger.Entry) { e.Kind = "a b" }, "invalid_format", "kind"},
		"a kind of 65 letters":   {func(e *ledger.Entry) { e.Kind = strings.Repeat("a", 65) }, "invalid_format", "kind"},
		"a kind of 64 letters":   {func(e *ledger.Entry) { e.Kind = strings.Repeat("a", 64) }, "", ""},
		"the longest memo":       {func(e *ledger.Entry) { e.Memo = strings.Repeat("é", ledger.MaxMemo) }, "", ""},
		"too long a memo":        {func(e *ledger.Entry) { e.Memo = strings.Repeat("é", ledger.MaxMemo+1) }, "text_too_long", "memo"},
		"a memo with NUL":        {func(e *ledger.Entry) { e.Memo = "a\x00b" }, "invalid_text", "memo"},
		"a memo of bad UTF-8":    {func(e *ledger.Entry) { e.Memo = "a\xffb" }, "invalid_text", "memo"},
		"a memo with a bell":     {func(e *ledger.Entry) { e.Memo = "\a" }, "invalid_text", "memo"},
		"a memo of two lines":    {func(e *ledger.Entry) { e.Memo = "a\r\n\tb" }, "", ""},
		"no lines":               {func(e *ledger.Entry) { e.Lines = nil }, "too_few_lines", "lines"},
		"one line":               {func(e *ledger.Entry) { e.Lines = e.Lines[:1] }, "too_few_lines", "lines"},
		"5,001 lines":            {func(e *ledger.Entry) { e.Lines = slices.Repeat(e.Lines[:1], ledger.MaxLines+1) }, "too_many_lines", "lines"},
		"5,000 lines":            {func(e *ledger.Entry) { e.Lines = slices.Repeat(e.Lines, ledger.MaxLines/2) }, "", ""},
		"no account":             {func(e *ledger.Entry) { e.Lines[1] = ledger.Credit(ledger.ID{}, amount(25000)) }, "unknown_account", "lines[1].account"},
		"a zero debit":           {func(e *ledger.Entry) { e.Lines[0] = ledger.Debit(box, amount(0)) }, "amount_not_positive", "lines[0].debit"},
		"a negative credit":      {func(e *ledger.Entry) { e.Lines[1] = ledger.Credit(box, amount(-1)) }, "amount_not_positive", "lines[1].credit"},
		"a line nobody built":    {func(e *ledger.Entry) { e.Lines[1] = ledger.Line{} }, "unknown_account", "lines[1].account"},
		"half a rupiah":          {func(e *ledger.Entry) { e.Lines[0] = ledger.Debit(box, dec("0.5")) }, "too_many_places", "lines[0].debit"},
		"too large an amount":    {func(e *ledger.Entry) { e.Lines[0] = ledger.Debit(box, amount(ledger.MaxMinor+1)) }, "amount_too_large", "lines[0].debit"},
		"a line's memo too long": {func(e *ledger.Entry) { e.Lines[1].Memo = strings.Repeat("a", ledger.MaxMemo+1) }, "text_too_long", "lines[1].memo"},
		"a line's memo not text": {func(e *ledger.Entry) { e.Lines[1].Memo = "\x00" }, "invalid_text", "lines[1].memo"},
		"a rupiah missing":       {func(e *ledger.Entry) { e.Lines[0] = ledger.Debit(box, amount(24999)) }, "unbalanced", "lines"},
		"two debits":             {func(e *ledger.Entry) { e.Lines[1] = e.Lines[0] }, "unbalanced", "lines"},
		"debit and credit in two funds": {func(e *ledger.Entry) {
			e.Lines[0] = e.Lines[0].In(loans)
		}, "unbalanced_fund", "lines"},
		"a fund short and another long": {func(e *ledger.Entry) {
			e.Lines = []ledger.Line{ledger.Debit(box, amount(5)).In(loans), ledger.Credit(shares, amount(4)).In(loans),
				ledger.Debit(box, amount(4)).In(social), ledger.Credit(shares, amount(5)).In(social)}
		}, "unbalanced_fund", "lines"},
		"the general fund by its id and by none": {func(e *ledger.Entry) {
			e.Lines[0] = e.Lines[0].In(ledger.GeneralFund(bookID))
		}, "", ""},
	} {
		e := good()
		x.spoil(&e)
		minors, err := e.Check(ledger.IDR)
		var field string
		if known, ok := err.(*ledger.Error); ok {
			field = known.Field
		}
		if ledger.CodeOf(err) != x.code || field != x.field || err == nil && len(minors) != len(e.Lines) || err != nil && minors != nil {
			t.Errorf("%s: %v in %q, want %q in %q", name, err, field, x.code, x.field)
		}
		if err != nil && ledger.KindOf(err) != ledger.Invalid {
			t.Errorf("%s: kind %s", name, ledger.KindOf(err))
		}
	}
}

func TestAllProblemsOfAnEntryAreToldAtOnce(t *testing.T) {
	e := good()
	e.ID, e.Day, e.Kind, e.Lines[0], e.Lines[1].Memo = ledger.ID{}, 0, "", ledger.Debit(box, amount(0)), "\x00"
	_, err := e.Check(ledger.IDR)
	known, ok := err.(*ledger.Error)
	if !ok || known.Code != "several_problems" {
		t.Fatalf("%v", err)
	}
	var fields []string
	for _, sub := range known.Errors {
		fields = append(fields, sub.Field)
	}
	if want := []string{"id", "day", "kind", "lines[0].debit", "lines[1].memo"}; !slices.Equal(fields, want) {
		t.Errorf("%v, want %v", fields, want)
	}
}

func TestAnErrorNeverRepeatsWhatWasSent(t *testing.T) {
	e := good()
	e.Kind, e.Memo = "RAHASIA", "RAHASIA\x00"
	_, err := e.Check(ledger.IDR)
	if err == nil || strings.Contains(err.Error(), "RAHASIA") {
		t.Error(err)
	}
}

func TestTheSignedMinorUnitsAreThoseOfTheLines(t *testing.T) {
	e := good()
	e.Lines = []ledger.Line{ledger.Debit(box, dec("12.5")), ledger.Credit(shares, dec("12.49")), ledger.Credit(inter, dec("0.01"))}
	minors, err := e.Check(ledger.Currency{Code: "USD", Places: 2})
	if err != nil || !slices.Equal(minors, []int64{1250, -1249, -1}) {
		t.Errorf("%v %v", minors, err)
	}
	if l := e.Lines[1]; !l.Signed().Equal(dec("-12.49")) || !l.Amount().Equal(dec("12.49")) || l.Side() != ledger.CreditSide || l.Account() != shares {
		t.Errorf("%+v", l)
	}
}

func TestLinesMustBeOnAccountsAndFundsOfTheBook(t *testing.T) {
	accounts := map[ledger.ID]ledger.Account{box: {ID: box, Role: ledger.CashBox}, shares: {ID: shares}, inter: {ID: inter, Role: ledger.Interfund}}
	funds := map[ledger.ID]ledger.Fund{loans: {ID: loans}, ledger.GeneralFund(bookID): {}}
	other := ledger.DeriveID(bookID, "elsewhere")
	pair, err := ledger.Transfer(inter, ledger.Purse{Account: box, Fund: loans}, ledger.Purse{Account: box}, amount(5))
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		lines []ledger.Line
		code  string
	}{
		"known":                        {[]ledger.Line{ledger.Debit(box, amount(1)).In(loans), ledger.Credit(shares, amount(1)).In(loans)}, ""},
		"an unknown account":           {[]ledger.Line{ledger.Debit(other, amount(1)), ledger.Credit(shares, amount(1))}, "unknown_account"},
		"an unknown fund":              {[]ledger.Line{ledger.Debit(box, amount(1)).In(social), ledger.Credit(shares, amount(1))}, "unknown_fund"},
		"interfund by hand":            {[]ledger.Line{ledger.Debit(inter, amount(1)), ledger.Credit(shares, amount(1))}, "interfund_reserved"},
		"interfund by Transfer":        {pair, ""},
		"several":                      {[]ledger.Line{ledger.Debit(other, amount(1)).In(social), ledger.Credit(inter, amount(1))}, "several_problems"},
		"a party and an item are free": {[]ledger.Line{ledger.Debit(box, amount(1)).With(other).On(other)}, ""},
	} {
		wantCodeOf(t, name, ledger.Entry{Book: bookID, Lines: x.lines}.CheckAccounts(accounts, funds), x.code)
	}
}

func wantCodeOf(t testing.TB, what string, err error, code string) {
	t.Helper()
	if got := ledger.CodeOf(err); got != code {
		t.Errorf("%s: code %q, want %q (%v)", what, got, code, err)
	}
}

// someAccount draws an id that names an account: not the zero one.
func someAccount() *rapid.Generator[ledger.ID] {
	return genID().Filter(func(id ledger.ID) bool { return !id.IsZero() })
}

func TestATransferBalancesInEveryFund(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, ledger.MaxMinor).Draw(t, "amount")
		from := ledger.Purse{Account: someAccount().Draw(t, "from"), Fund: loans}
		to := ledger.Purse{Account: someAccount().Draw(t, "to"), Fund: rapid.SampledFrom([]ledger.ID{social, {}}).Draw(t, "fund")}
		lines, err := ledger.Transfer(inter, from, to, amount(n))
		if err != nil {
			t.Fatal(err)
		}
		e := good()
		e.Lines = lines
		minors, err := e.Check(ledger.IDR)
		if err != nil {
			t.Fatal(err)
		}
		var moved, between int64
		for i, l := range lines {
			if l.Account() == inter {
				between += minors[i]
			} else if l.Fund == to.Fund {
				moved += minors[i]
			}
		}
		if moved != n || between != 0 {
			t.Fatalf("%d arrived of %d, %d between the funds", moved, n, between)
		}
	})
}

func TestATransferNeedsTwoFundsAndAnAmount(t *testing.T) {
	from, to := ledger.Purse{Account: box, Fund: loans}, ledger.Purse{Account: box, Fund: social}
	for name, x := range map[string]struct {
		to     ledger.Purse
		amount int64
		code   string
	}{
		"two funds": {to, 1, ""}, "the same fund": {ledger.Purse{Account: shares, Fund: loans}, 1, "same_fund"},
		"nothing": {to, 0, "amount_not_positive"}, "less than nothing": {to, -1, "amount_not_positive"},
	} {
		_, err := ledger.Transfer(inter, from, x.to, amount(x.amount))
		wantCodeOf(t, name, err, x.code)
	}
}

func sameLines(a, b []ledger.Line) bool {
	return slices.EqualFunc(a, b, func(a, b ledger.Line) bool {
		return a.Account() == b.Account() && a.Side() == b.Side() && a.Amount().Equal(b.Amount()) && a.Fund == b.Fund && a.Party == b.Party && a.Item == b.Item
	})
}

func TestAReversalUndoesAndItsReversalIsTheEntryAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := good()
		e.Lines = nil
		for range rapid.IntRange(1, 6).Draw(t, "pairs") {
			n := amount(rapid.Int64Range(1, 1e9).Draw(t, "amount"))
			fund := rapid.SampledFrom([]ledger.ID{{}, loans, social}).Draw(t, "fund")
			e.Lines = append(e.Lines, ledger.Debit(box, n).In(fund).With(genID().Draw(t, "party")), ledger.Credit(inter, n).In(fund).On(genID().Draw(t, "item")))
		}
		p := ledger.Posted{Entry: e}
		r, err := p.Reversal(ledger.DeriveID(bookID, "r"), 2026_03_02, "salah tulis")
		if err != nil {
			t.Fatal(err)
		}
		minors, err1 := e.Check(ledger.IDR)
		undone, err2 := r.Check(ledger.IDR)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		for i := range minors {
			if undone[i] != -minors[i] {
				t.Fatalf("line %d: %d is not undone by %d", i, minors[i], undone[i])
			}
		}
		if r.Reverses != e.ID || r.Day != 2026_03_02 || r.Memo != "salah tulis" || r.Book != e.Book || r.Kind != e.Kind {
			t.Fatalf("%+v", r)
		}
		// The reversal may touch the interfund account: it mirrors what stood there.
		all := map[ledger.ID]ledger.Account{box: {}, inter: {Role: ledger.Interfund}}
		if err := r.CheckAccounts(all, map[ledger.ID]ledger.Fund{loans: {}, social: {}}); err != nil {
			t.Fatal(err)
		}
		again, err := ledger.Posted{Entry: r}.Reversal(ledger.DeriveID(bookID, "rr"), e.Day, e.Memo)
		if err != nil || !sameLines(again.Lines, e.Lines) || again.Day != e.Day || again.Memo != e.Memo {
			t.Fatalf("%+v is not %+v again (%v)", again, e, err)
		}
		p.ReversedBy = r.ID
		if _, err := p.Reversal(r.ID, e.Day, ""); ledger.CodeOf(err) != "already_reversed" || ledger.KindOf(err) != ledger.Conflict {
			t.Fatal(err)
		}
	})
}
