package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// savingsCycle is case S24: one cycle of a savings group.
type savingsCycle struct {
	Inputs struct {
		Members         []string  `json:"members"`
		ShareValue      int64     `json:"share_value"`
		SharesByMeeting [][]int64 `json:"shares_by_meeting"`
		Journal         []struct {
			Meeting int         `json:"meeting"`
			Entries []cycleDeed `json:"entries"`
		} `json:"journal_by_meeting"`
	} `json:"inputs"`
	Expected struct {
		PerMeeting []cycleClose `json:"per_meeting"`
		Totals     struct {
			NetProfit int64 `json:"net_profit"`
		} `json:"totals"`
		ShareOut struct {
			SetOff map[string]int64 `json:"set_off"`
			Floor  struct {
				Entitlement map[string]int64 `json:"entitlement"`
				CashPaid    map[string]int64 `json:"cash_paid"`
				Residue     int64            `json:"residue_to_next_cycle"`
			} `json:"policy_floor_each_to_1"`
		} `json:"share_out"`
	} `json:"expected"`
}

type cycleDeed struct {
	Event, Debit, Credit, Member string
	Amount                       int64
}

// cycleClose is how the group stands at the close of a meeting.
type cycleClose struct {
	Meeting    int   `json:"meeting"`
	LoanFund   int64 `json:"closing_loan_fund"`
	SocialFund int64 `json:"closing_social_fund"`
	Box        int64 `json:"closing_box"`
	Bank       int64 `json:"bank"`
	Programme  int64 `json:"bank_programme"`
	Loans      int64 `json:"loans_outstanding"`
	Fines      int64 `json:"fines_due"`
	Charges    int64 `json:"charges_due"`
}

// purses say where the case's words are in the group's chart, and in which fund.
var purses = map[string]struct{ account, fund string }{
	"cash_loan_fund": {"1101", "loan"}, "cash_social_fund": {"1101", "social"}, "bank": {"1102", "loan"}, "bank_programme": {"1102", "programme"},
	"loans": {"1201", "loan"}, "charges_due": {"1202", "loan"}, "fines_due": {"1203", "loan"},
	"fund_social": {"2102", "social"}, "fund_programme": {"2103", "programme"}, "member_shares": {"2106", "loan"},
	"income_service_charge": {"4101", "loan"}, "income_fines": {"4102", "loan"},
	"expense_running": {"6102", "loan"}, "expense_write_off": {"6105", "loan"}, "expense_cash_short": {"6106", "loan"}, "expense_bank": {"6107", "loan"},
}

// deeds say the case's events as the group writes them into its book.
var deeds = map[string]string{
	"shares bought":                     "saham dibeli",
	"social fund contributions":         "iuran dana sosial",
	"social fund gift (illness)":        "santunan anggota sakit",
	"fine levied: late":                 "denda terlambat",
	"fine levied: absent without leave": "denda tidak hadir tanpa izin",
	"fine levied: loan payment missed":  "denda angsuran terlewat",
	"fine paid":                         "denda dibayar",
	"loan disbursed":                    "pinjaman diserahkan",
	"loan principal repaid":             "pokok pinjaman diangsur",
	"loan written off by vote (flood)":  "pinjaman dihapus, disepakati karena banjir",
	"service charge due":                "jasa pinjaman jatuh tempo",
	"service charge paid":               "jasa pinjaman dibayar",
	"bank fee":                          "biaya bank",
	"deposit to bank":                   "setor ke bank",
	"withdrawal from bank":              "ambil dari bank",
	"cash short, accepted by vote":      "uang kotak kurang, disepakati",
	"ledger book bought":                "beli buku kas",
	"programme grant received (restricted, not for share-out)": "titipan program masuk, tidak ikut dibagi",
}

// meetingDay is the day of a meeting: the cycle meets every Monday.
func meetingDay(n int) string { return ledger.MustDate("2026-01-05").AddDays(7 * (n - 1)).String() }

// playCycle posts every entry of the cycle, meeting by meeting, and shares out.
// atClose is told how the books stand at the close of each meeting.
func (v village) playCycle(ctx context.Context, atClose func(want, got cycleClose) error) (villageBook, error) {
	var c savingsCycle
	if err := readCase("s24.json", &c); err != nil {
		return villageBook{}, err
	}
	b, err := v.openBook(ctx, "group", "group", "Kelompok Melati")
	if err != nil {
		return b, err
	}
	for _, f := range []struct {
		code, name string
		restricted bool
	}{{"loan", "Dana pinjaman", false}, {"social", "Dana sosial", true}, {"programme", "Dana titipan program", true}} {
		if err := v.openFund(ctx, b.id, f.code, f.name, f.restricted); err != nil {
			return b, err
		}
	}
	for i, m := range c.Inputs.Journal {
		for n, d := range m.Entries {
			p, err := c.entry(b.id, m.Meeting, d)
			if err != nil {
				return b, err
			}
			if err := v.post(ctx, b.id, fmt.Sprintf("meeting %d.%d", m.Meeting, n+1), p); err != nil {
				return b, err
			}
		}
		if atClose == nil {
			continue
		}
		got, err := v.close(ctx, b.id, m.Meeting)
		if err != nil {
			return b, err
		}
		if err := atClose(c.Expected.PerMeeting[i], got); err != nil {
			return b, err
		}
	}
	return b, v.shareOut(ctx, b.id, c)
}

// entry is one deed of a meeting. Shares are credited to each member.
func (c savingsCycle) entry(book ledger.ID, meeting int, d cycleDeed) (post, error) {
	from, okFrom := purses[d.Credit]
	to, okTo := purses[d.Debit]
	if !okFrom || !okTo {
		return post{}, fmt.Errorf("no account for %q or %q", d.Debit, d.Credit)
	}
	said, ok := deeds[d.Event]
	if !ok {
		return post{}, fmt.Errorf("no words for %q", d.Event)
	}
	p := post{Day: meetingDay(meeting), Kind: "savings.meeting", Memo: fmt.Sprintf("Pertemuan %d: %s", meeting, said)}
	p.Lines = append(p.Lines, debit(to.account, d.Amount).in(to.fund).with(book, d.Member))
	if d.Credit != "member_shares" {
		p.Lines = append(p.Lines, credit(from.account, d.Amount).in(from.fund).with(book, d.Member))
		return p, nil
	}
	for i, shares := range c.Inputs.SharesByMeeting[meeting-1] {
		if shares > 0 {
			p.Lines = append(p.Lines, credit(from.account, shares*c.Inputs.ShareValue).in(from.fund).with(book, c.Inputs.Members[i]))
		}
	}
	return p, nil
}

// close reads how the books stand at the end of a meeting's day.
func (v village) close(ctx context.Context, book ledger.ID, meeting int) (cycleClose, error) {
	got := cycleClose{Meeting: meeting}
	for _, q := range []struct {
		into          *int64
		account, fund string
	}{{&got.LoanFund, "1101", "loan"}, {&got.SocialFund, "1101", "social"}, {&got.Box, "1101", ""}, {&got.Bank, "1102", "loan"},
		{&got.Programme, "1102", "programme"}, {&got.Loans, "1201", ""}, {&got.Fines, "1203", ""}, {&got.Charges, "1202", ""}} {
		balance, err := v.balance(ctx, book, q.account, q.fund, "", meetingDay(meeting))
		if err != nil {
			return got, err
		}
		*q.into = balance
	}
	return got, nil
}

// balance reads an account's balance at the end of a day, of one fund or one
// member where named.
func (v village) balance(ctx context.Context, book ledger.ID, account, fund, member, day string) (int64, error) {
	query := url.Values{"day": {day}}
	if fund != "" {
		query.Set("fund", fund)
	}
	if member != "" {
		query.Set("party", ledger.DeriveID(book, "member "+member).String())
	}
	var out struct {
		Balance string `json:"balance"`
	}
	if err := v.call(ctx, http.MethodGet, "/v1/books/"+book.String()+"/accounts/"+account+"?"+query.Encode(), nil, &out); err != nil {
		return 0, err
	}
	return strconv.ParseInt(out.Balance, 10, 64)
}

// shareOut closes income and expenses into the surplus and returns shares and
// surplus to the members: each gets the whole rupiah of her part, what she still
// owes is set off, and what does not divide opens the next cycle.
func (v village) shareOut(ctx context.Context, book ledger.ID, c savingsCycle) error {
	if done, err := v.has(ctx, book, "share-out"); done || err != nil {
		return err
	}
	day := meetingDay(len(c.Inputs.Journal))
	surplus, err := v.closeSurplus(ctx, book, day)
	if err != nil {
		return err
	}
	var all int64
	shares := make([]int64, len(c.Inputs.Members))
	for _, meeting := range c.Inputs.SharesByMeeting {
		for i, n := range meeting {
			shares[i] += n
			all += n
		}
	}
	out := post{Day: day, Kind: "savings.share_out", Memo: "Pembagian akhir siklus"}
	residue := surplus
	for i, member := range c.Inputs.Members {
		entitlement := shares[i] * (all*c.Inputs.ShareValue + surplus) / all
		profit := entitlement - shares[i]*c.Inputs.ShareValue
		residue -= profit
		out.Lines = append(out.Lines, debit("2106", shares[i]*c.Inputs.ShareValue).in("loan").with(book, member),
			debit("3202", profit).in("loan").with(book, member))
		for _, owed := range []string{"1201", "1202", "1203"} {
			amount, err := v.balance(ctx, book, owed, "loan", member, day)
			if err != nil {
				return err
			}
			if amount > 0 {
				out.Lines = append(out.Lines, credit(owed, amount).in("loan").with(book, member))
				entitlement -= amount
			}
		}
		out.Lines = append(out.Lines, credit("1101", entitlement).in("loan").with(book, member))
	}
	out.Lines = append(out.Lines, debit("3202", residue).in("loan"), credit("3204", residue).in("loan"))
	return v.post(ctx, book, "share-out", out)
}

// closeSurplus moves income and expenses of the cycle into the surplus.
func (v village) closeSurplus(ctx context.Context, book ledger.ID, day string) (int64, error) {
	if done, err := v.has(ctx, book, "surplus"); err != nil {
		return 0, err
	} else if done {
		return v.balance(ctx, book, "3202", "loan", "", day)
	}
	closing := post{Day: day, Kind: "savings.surplus_closed", Memo: "Tutup pendapatan dan biaya siklus"}
	var surplus int64
	for _, account := range []string{"4101", "4102", "6102", "6105", "6106", "6107"} {
		amount, err := v.balance(ctx, book, account, "loan", "", day)
		if err != nil {
			return 0, err
		}
		if account[0] == '4' {
			closing.Lines, surplus = append(closing.Lines, debit(account, amount).in("loan")), surplus+amount
		} else {
			closing.Lines, surplus = append(closing.Lines, credit(account, amount).in("loan")), surplus-amount
		}
	}
	closing.Lines = append(closing.Lines, credit("3202", surplus).in("loan"))
	return surplus, v.post(ctx, book, "surplus", closing)
}
