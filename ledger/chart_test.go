package ledger_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// wantRoles are the roles that features rely on.
var wantRoles = map[ledger.BookKind]string{
	ledger.GroupBook: `loans_receivable charges_due fines_due owed_to_group pokok_receivable equipment member_shares savings_voluntary
		owed_to_members arisan_members external_loans shu_payable programme_trust savings_entry savings_compulsory reserves fund_balance
		surplus opening_fund service_charges late_fees fines fees bank_interest grants_received recoveries meeting_costs stationery
		transport honoraria bank_fees gifts write_offs loan_loss`,
	ledger.ProgrammeBook: `advances_activity advances_grantee loans_receivable loss_allowance fixed_assets payables taxes_withheld
		conditional_grants net_assets_unrestricted net_assets_restricted contributions_unrestricted contributions_restricted
		revolving_income released_in released_out grants_given training_costs coaching_costs write_offs salaries office bank_fees`,
	ledger.BusinessBook:  "receivable payable sales cogs capital drawings",
	ledger.PracticeBook:  "receivable payable sales cogs capital drawings",
	ledger.HouseholdBook: "from_business kitchen",
}

func TestEveryChartHasTheRolesFeaturesLookFor(t *testing.T) {
	for kind, roles := range wantRoles {
		chart := ledger.Chart(kind, bookID)
		for _, role := range strings.Fields(roles + " cash_box cash_bank cash_in_transit suspense interfund cash_over cash_short") {
			n := 0
			for _, a := range chart {
				if string(a.Role) == role {
					n++
				}
			}
			if n != 1 {
				t.Errorf("%s: %d accounts with role %s", kind, n, role)
			}
		}
	}
}

func TestTheAccountsOfEveryChartAreSound(t *testing.T) {
	for _, kind := range ledger.BookKinds {
		chart := ledger.Chart(kind, bookID)
		codes, ids, names := map[string]bool{}, map[ledger.ID]bool{}, map[string]bool{}
		for _, a := range chart {
			if err := a.Check(); err != nil {
				t.Errorf("%s %s: %v", kind, a.Code, err)
			}
			if codes[a.Code] || ids[a.ID] || names[a.Names.ID] {
				t.Errorf("%s %s: a code, id or name is there twice", kind, a.Code)
			}
			codes[a.Code], ids[a.ID], names[a.Names.ID] = true, true, true
			if a.ID != ledger.AccountID(bookID, a.Code) || a.Names.EN == "" {
				t.Errorf("%s %s: %+v", kind, a.Code, a)
			}
			classes := map[byte]ledger.Class{'1': ledger.Asset, '2': ledger.Liability, '3': ledger.Equity, '4': ledger.Income}
			if want, ok := classes[a.Code[0]]; ok && a.Class != want {
				t.Errorf("%s %s: class %s, its code says %s", kind, a.Code, a.Class, want)
			}
		}
		if !slices.IsSortedFunc(chart, func(a, b ledger.Account) int { return strings.Compare(a.Code, b.Code) }) {
			t.Errorf("%s: not in order of codes", kind)
		}
		if (len(chart) == 0) != (kind == ledger.GeneralBook) {
			t.Errorf("%s: %d accounts", kind, len(chart))
		}
	}
}

func TestMoneyPlacesStandOnTheirNaturalSide(t *testing.T) {
	want := map[ledger.Role]ledger.Class{ledger.CashBox: ledger.Asset, ledger.CashBank: ledger.Asset, ledger.CashInTransit: ledger.Asset,
		ledger.CashOver: ledger.Income, ledger.CashShort: ledger.Expense}
	for _, kind := range ledger.BookKinds {
		for _, a := range ledger.Chart(kind, bookID) {
			if class, ok := want[a.Role]; ok && (a.Class != class || a.Normal != class.Normal()) {
				t.Errorf("%s %s: %s %s", kind, a.Role, a.Class, a.Normal)
			}
		}
	}
}

func TestAChartCanBeChangedWithoutChangingTheNext(t *testing.T) {
	ledger.Chart(ledger.GroupBook, bookID)[0].Code = "x"
	if ledger.Chart(ledger.GroupBook, bookID)[0].Code == "x" {
		t.Error("the chart itself was handed out")
	}
}

func TestAnUnusableAccountFundOrBookIsRefused(t *testing.T) {
	account := func(change func(a *ledger.Account)) error {
		a := ledger.Account{ID: box, Code: "1101", Names: ledger.Names{ID: "Kas"}, Class: ledger.Asset, Normal: ledger.DebitSide, Role: "cash_box"}
		change(&a)
		return a.Check()
	}
	fund := func(change func(f *ledger.Fund)) error {
		f := ledger.Fund{ID: loans, Code: "pinjaman", Name: "Dana pinjaman"}
		change(&f)
		return f.Check()
	}
	book := func(change func(b *ledger.Book)) error {
		b := ledger.Book{ID: bookID, Kind: ledger.GroupBook, Name: "Melati", Currency: ledger.IDR}
		change(&b)
		return b.Check()
	}
	for name, x := range map[string]struct {
		err  error
		code string
	}{
		"a sound account":                   {account(func(a *ledger.Account) {}), ""},
		"an account named as journals do":   {account(func(a *ledger.Account) { a.Code = "utang:bu rina" }), ""},
		"an account without id":             {account(func(a *ledger.Account) { a.ID = ledger.ID{} }), "invalid_id"},
		"an account without code":           {account(func(a *ledger.Account) { a.Code = "" }), "required"},
		"a code with a space in front":      {account(func(a *ledger.Account) { a.Code = " 1" }), "invalid_text"},
		"a code with a space behind":        {account(func(a *ledger.Account) { a.Code = "1 " }), "invalid_text"},
		"a code of two lines":               {account(func(a *ledger.Account) { a.Code = "1\n2" }), "invalid_text"},
		"a code with an invisible letter":   {account(func(a *ledger.Account) { a.Code = "1\u200b" }), "invalid_text"},
		"a code too long":                   {account(func(a *ledger.Account) { a.Code = strings.Repeat("1", ledger.MaxName+1) }), "text_too_long"},
		"an account without name":           {account(func(a *ledger.Account) { a.Names.ID = "" }), "required"},
		"an English name that is no text":   {account(func(a *ledger.Account) { a.Names.EN = "\x00" }), "invalid_text"},
		"an unknown class":                  {account(func(a *ledger.Account) { a.Class = "money" }), "not_in_list"},
		"an unknown side":                   {account(func(a *ledger.Account) { a.Normal = "left" }), "not_in_list"},
		"a role with capitals":              {account(func(a *ledger.Account) { a.Role = "Cash" }), "invalid_format"},
		"an account without role":           {account(func(a *ledger.Account) { a.Role = "" }), ""},
		"a sound fund":                      {fund(func(f *ledger.Fund) {}), ""},
		"a fund without id":                 {fund(func(f *ledger.Fund) { f.ID = ledger.ID{} }), "invalid_id"},
		"a fund without code":               {fund(func(f *ledger.Fund) { f.Code = "" }), "required"},
		"a fund without name":               {fund(func(f *ledger.Fund) { f.Name = "" }), "required"},
		"a sound book":                      {book(func(b *ledger.Book) {}), ""},
		"a book without id":                 {book(func(b *ledger.Book) { b.ID = ledger.ID{} }), "invalid_id"},
		"a book of an unknown kind":         {book(func(b *ledger.Book) { b.Kind = "church" }), "unknown_kind"},
		"a book without currency":           {book(func(b *ledger.Book) { b.Currency.Code = "" }), "unknown_currency"},
		"a currency of ten decimals":        {book(func(b *ledger.Book) { b.Currency.Places = 10 }), "unknown_currency"},
		"a currency of negative decimals":   {book(func(b *ledger.Book) { b.Currency.Places = -1 }), "unknown_currency"},
		"a book without name":               {book(func(b *ledger.Book) { b.Name = "" }), "required"},
		"a book with bad UTF-8 in its name": {book(func(b *ledger.Book) { b.Name = "\xff" }), "invalid_text"},
	} {
		wantCodeOf(t, name, x.err, x.code)
	}
}
