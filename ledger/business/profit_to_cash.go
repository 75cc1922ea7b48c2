package business

import (
	"maps"
	"math/big"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// BridgeQuestion is the books of a period: the balances it began with, and either the
// balances it ended with (before the result is carried to capital) or what was entered.
type BridgeQuestion struct {
	Opening      []BridgeBalance `json:"opening"`
	Closing      []BridgeBalance `json:"closing,omitempty"`
	Transactions []BridgeEntry   `json:"transactions,omitempty" doc:"Instead of closing"`
	Adjustments  []BridgeEntry   `json:"adjustments,omitempty" doc:"Entries at the end of the period, beside transactions"`
}

// BridgeBalance is a balance of an account, or a line of an entry on it. The account is
// named by its role or by its code in the business chart.
type BridgeBalance struct {
	_ struct{} `json:"-" additionalProperties:"true"` // the API takes other fields too, and names them

	Role   ledger.Role    `json:"role,omitempty"`
	Code   string         `json:"code,omitempty"`
	Debit  *ledger.Figure `json:"debit,omitempty"`
	Credit *ledger.Figure `json:"credit,omitempty"`
}

// BridgeEntry is an entry: lines that balance.
type BridgeEntry struct {
	_ struct{} `json:"-" additionalProperties:"true"` // the API takes other fields too, and names them

	Lines []BridgeBalance `json:"lines"`
}

// Bridge leads from the profit of a period to the change of its money. The lines add up
// to cash_change exactly: every rupiah that an account other than cash changed by is in
// one of them.
type Bridge struct {
	NetProfit             ledger.Figure `json:"net_profit"`
	NetProfitWithoutGrant ledger.Figure `json:"net_profit_without_grant"`
	Lines                 []BridgeLine  `json:"lines" doc:"From profit to cash; lines of zero are left out, but for the profit"`
	CashChange            ledger.Figure `json:"cash_change"`
	OpeningCash           ledger.Figure `json:"opening_cash"`
	ClosingCash           ledger.Figure `json:"closing_cash"`
}

// BridgeLine is one step: above zero it brought money beside the profit, below zero it
// took some.
type BridgeLine struct {
	Key    string        `json:"key" enum:"profit,depreciation,in_transit,receivables,stock,prepaid,payables,customer_advances,equipment,group_savings,loans,capital,drawings,other"`
	Names  ledger.Names  `json:"names"`
	Amount ledger.Figure `json:"amount"`
}

// bridgeSteps are the lines in order, with the accounts they are of.
var bridgeSteps = []struct {
	key   string
	names ledger.Names
	roles []ledger.Role
}{
	{"profit", ledger.Names{ID: "Untung", EN: "Profit"}, nil}, // accounts of income and expense
	{"depreciation", ledger.Names{ID: "Alat yang aus (bukan uang keluar)", EN: "Wear of tools (no money went out)"}, []ledger.Role{"acc_dep"}},
	{"in_transit", ledger.Names{ID: "Uang di jalan", EN: "Money in transit"}, []ledger.Role{ledger.CashInTransit}},
	{"receivables", ledger.Names{ID: "Piutang dan kasbon", EN: "Owed by customers and helpers"}, []ledger.Role{"receivable", "advance", "allowance"}},
	{"stock", ledger.Names{ID: "Persediaan", EN: "Stock"}, []ledger.Role{"raw", "packaging", "finished", "merch", "crop_wip"}},
	{"prepaid", ledger.Names{ID: "Biaya dibayar di muka", EN: "Paid in advance"}, []ledger.Role{"prepaid"}},
	{"payables", ledger.Names{ID: "Utang pemasok, upah dan pajak", EN: "Owed to suppliers, for wages and tax"}, []ledger.Role{"payable", "accrued", "tax_payable"}},
	{"customer_advances", ledger.Names{ID: "Uang muka pelanggan", EN: "Advances from customers"}, []ledger.Role{"customer_advance"}},
	{"equipment", ledger.Names{ID: "Beli alat", EN: "Tools bought"}, []ledger.Role{"equipment"}},
	{"group_savings", ledger.Names{ID: "Simpanan di kelompok", EN: "Savings in the group"}, []ledger.Role{"group_savings"}},
	{"loans", ledger.Names{ID: "Pinjaman", EN: "Loans"}, []ledger.Role{"group_loan", "bank_loan", "other_loan"}},
	{"capital", ledger.Names{ID: "Modal", EN: "Capital"}, []ledger.Role{"capital", "retained"}},
	{"drawings", ledger.Names{ID: "Diambil untuk rumah", EN: "Taken home"}, []ledger.Role{"drawings"}},
	{"other", ledger.Names{ID: "Lain-lain", EN: "Other"}, nil}, // what is left
}

// chartByName are the accounts of the business chart by role and by code.
var chartByName = func() map[string]ledger.Account {
	all := map[string]ledger.Account{}
	for _, a := range ledger.Chart(ledger.BusinessBook, ledger.ID{}) {
		all[string(a.Role)], all[a.Code] = a, a
	}
	return all
}()

// stepOf is the line that an account belongs to.
func stepOf(a ledger.Account) string {
	if a.Class == ledger.Income || a.Class == ledger.Expense {
		return "profit"
	}
	for _, st := range bridgeSteps {
		if slices.Contains(st.roles, a.Role) {
			return st.key
		}
	}
	return "other"
}

// positions are balances by role, debit above zero.
type positions map[ledger.Role]*big.Rat

func (p positions) add(role ledger.Role, amount *big.Rat) {
	if p[role] == nil {
		p[role] = new(big.Rat)
	}
	p[role].Add(p[role], amount)
}

func (p positions) cash() *big.Rat {
	total := new(big.Rat)
	for _, role := range cashRoles {
		if p[role] != nil {
			total.Add(total, p[role])
		}
	}
	return total
}

// BridgeProfitToCash explains why the money of a period did not change by its profit.
//
// It refuses an account that the business chart does not have (unknown_account),
// balances or entries that do not balance (unbalanced), and a question with neither or
// both of closing balances and entries (required, one_of_two).
func BridgeProfitToCash(q BridgeQuestion) (Bridge, error) {
	var s sheet
	opening := s.positions(q.Opening, "opening")
	closing := maps.Clone(opening)
	for role := range closing {
		closing[role] = new(big.Rat).Set(opening[role])
	}
	entries := len(q.Transactions)+len(q.Adjustments) > 0
	switch {
	case entries && len(q.Closing) > 0:
		s.wrong("one_of_two", "closing", "allowed", "closing, transactions")
	case entries:
		s.entries(q.Transactions, "transactions", closing)
		s.entries(q.Adjustments, "adjustments", closing)
	case len(q.Closing) == 0:
		s.wrong("required", "closing")
	default:
		closing = s.positions(q.Closing, "closing")
	}
	if err := s.err(); err != nil {
		return Bridge{}, err
	}

	effect := map[string]*big.Rat{}
	grant := new(big.Rat)
	for _, a := range ledger.Chart(ledger.BusinessBook, ledger.ID{}) {
		change := new(big.Rat)
		if p := closing[a.Role]; p != nil {
			change.Sub(change, p)
		}
		if p := opening[a.Role]; p != nil {
			change.Add(change, p)
		}
		if slices.Contains(cashRoles, a.Role) {
			continue
		}
		key := stepOf(a)
		if effect[key] == nil {
			effect[key] = new(big.Rat)
		}
		effect[key].Add(effect[key], change)
		if a.Role == "grant_income" {
			grant = change
		}
	}
	profit := effect["profit"]
	out := Bridge{
		NetProfit: s.rp(profit), NetProfitWithoutGrant: s.rp(minus(profit, grant)), Lines: []BridgeLine{},
		CashChange: s.rp(minus(closing.cash(), opening.cash())), OpeningCash: s.rp(opening.cash()), ClosingCash: s.rp(closing.cash()),
	}
	for _, st := range bridgeSteps {
		if amount := effect[st.key]; amount.Sign() != 0 || st.key == "profit" {
			out.Lines = append(out.Lines, BridgeLine{st.key, st.names, s.rp(amount)})
		}
	}
	return out, nil
}

// positions reads balances that must balance.
func (s *sheet) positions(lines []BridgeBalance, field string) positions {
	s.rows(len(lines), 0, field)
	p, total := positions{}, new(big.Rat)
	for i, l := range lines {
		a, amount := s.line(l, row(field, i))
		p.add(a.Role, amount)
		total.Add(total, amount)
	}
	if len(s.found) == 0 && total.Sign() != 0 {
		s.wrong("unbalanced", field)
	}
	return p
}

// line reads the account and the amount of a line, debit above zero.
func (s *sheet) line(l BridgeBalance, at string) (ledger.Account, *big.Rat) {
	name, field := string(l.Role), at+".role"
	if name == "" {
		name, field = l.Code, at+".code"
	}
	a, known := chartByName[name]
	switch {
	case name == "":
		s.wrong("required", field)
	case !known, l.Role != "" && l.Code != "" && a.Code != l.Code:
		s.wrong("unknown_account", field)
	}
	return a, minus(s.amountOr(l.Debit, at+".debit"), s.amountOr(l.Credit, at+".credit"))
}

// entries adds entries to the balances.
func (s *sheet) entries(entries []BridgeEntry, field string, p positions) {
	s.rows(len(entries), 0, field)
	if len(entries) > MaxRows {
		return
	}
	for i, e := range entries {
		for role, amount := range s.positions(e.Lines, row(field, i)+".lines") {
			p.add(role, amount)
		}
	}
}
