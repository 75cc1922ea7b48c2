package people

import (
	"context"
	"encoding/json"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// Money leaves the book of a programme or an organisation in three steps by three
// people: one asks for a payment, another approves it, or two others do, and a third
// pays it, which posts its entry. None of them is the payee, nor of her household.

// PaymentState is how far a payment has come.
type PaymentState string

// The states. The last three are final.
const (
	PaymentAsked     PaymentState = "asked"
	PaymentApproved  PaymentState = "approved"
	PaymentPaid      PaymentState = "paid"
	PaymentRefused   PaymentState = "refused"
	PaymentWithdrawn PaymentState = "withdrawn"
)

// Payment is a payment out of a book, with all who had a hand in it.
type Payment struct {
	ID        ledger.ID
	Entry     ledger.Entry // what paying posts; its id is the payment's
	Amount    int64        // that leaves the cash accounts: every credit of them, in minor units of the book
	Payee     ledger.ID    // a person or an organisation
	Maker     ledger.ID    // who asked for it
	AskedAt   time.Time
	State     PaymentState
	Needs     int       // approvals, as of the last one; 1 before
	DecidedAt time.Time // last approved, refused or withdrawn; zero before
	Payer     ledger.ID // who paid it; zero before
	PaidAt    time.Time // zero before
	Approvals []Approval
}

// Approval is what somebody said of a payment.
type Approval struct {
	Person ledger.ID
	Yes    bool
	Reason string // of a no
	At     time.Time
}

// PaymentRequest is what is asked for. The memo holds no personal data.
type PaymentRequest struct {
	ID    ledger.ID
	Book  ledger.ID
	Day   ledger.Date
	Kind  string
	Memo  string
	Payee ledger.ID
	Lines []ledger.Line
}

func (r PaymentRequest) entry() ledger.Entry {
	return ledger.Entry{ID: r.ID, Book: r.Book, Day: r.Day, Kind: r.Kind, Memo: r.Memo, Lines: r.Lines}
}

// AskPayment asks for a payment out of a book of a programme or an organisation. Its
// id is the command's. Who asks has finance or is an officer there.
//
// Refused is what [ledger.Entry.Check] and CheckAccounts refuse, closed_period, and:
// payments_not_used (of a group's, a person's or the installation's book),
// no_money_leaves, only_money_out (money comes in too, or more is spent than leaves),
// unknown_payee, party_not_payee (a line names somebody else),
// own_payment and payee_household.
func (p *People) AskPayment(ctx context.Context, by Caller, r PaymentRequest) (store.Made[Payment], error) {
	none := store.Made[Payment]{}
	held, err := json.Marshal(hold(r.entry()))
	if err != nil {
		return none, err
	}
	body := struct {
		By, Payee ledger.ID
		Entry     json.RawMessage
	}{by.Person, r.Payee, held}
	res, err := p.do(ctx, by, "payment.ask", r.ID, r.Book, body, func(ctx context.Context, s *store.Store) (string, error) {
		chart, err := s.Chart(ctx, r.Book, true)
		if err != nil {
			return "", err
		}
		hand, err := takeHand(ctx, s, chart.Owner, by.Person, askingRoles)
		if err != nil {
			return "", err
		}
		amount, err := checkPayment(chart, r.entry(), r.Payee)
		if err != nil {
			return "", err
		}
		if err := hand.apart(ctx, s, r.Payee); err != nil {
			return "", err
		}
		row := paymentRow{Book: r.Book, ID: r.ID, Entry: string(held), Amount: amount, Payee: r.Payee, Maker: by.Person,
			AskedAt: ledger.Micros(s.At()), State: PaymentAsked, Needs: 1}
		if err := row.insert(ctx, s); err != nil {
			return "", err
		}
		return r.ID.String(), row.record(ctx, s, "payment.asked")
	})
	return p.madePayment(ctx, r.Book, r.ID, res, err)
}

// PaymentFilter says which payments to list: zero fields do not filter. After is the
// payment behind which to go on.
type PaymentFilter struct {
	State PaymentState
	After ledger.ID
	Limit int
}

// Payments lists the payments of a book, the one asked for last first.
func (p *People) Payments(ctx context.Context, book ledger.ID, f PaymentFilter) ([]Payment, error) {
	var all []Payment
	err := p.s.Read(ctx, func(ctx context.Context, s *store.Store) error {
		rows, err := listPayments(ctx, s, book, f)
		if err != nil {
			return err
		}
		all, err = readPayments(ctx, s, book, rows)
		return err
	})
	return all, err
}

// Payment returns one payment of a book, or unknown_payment.
func (p *People) Payment(ctx context.Context, book, id ledger.ID) (Payment, error) {
	var one []Payment
	err := p.s.Read(ctx, func(ctx context.Context, s *store.Store) error {
		row, err := findPayment(ctx, s, book, id)
		if err != nil {
			return err
		}
		one, err = readPayments(ctx, s, book, []paymentRow{row})
		return err
	})
	if err != nil {
		return Payment{}, err
	}
	return one[0], nil
}

func readPayments(ctx context.Context, s *store.Store, book ledger.ID, rows []paymentRow) ([]Payment, error) {
	all := make([]Payment, len(rows))
	if len(rows) == 0 {
		return all, nil
	}
	b, err := s.Book(ctx, book)
	if err != nil {
		return nil, err
	}
	ids := make([]ledger.ID, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	approvals, err := approvalsOf(ctx, s, book, ids...)
	if err != nil {
		return nil, err
	}
	for i, r := range rows {
		if all[i], err = r.payment(b.Currency, approvals[r.ID]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// madePayment is the answer to a command about a payment: the payment as it is.
func (p *People) madePayment(ctx context.Context, book, id ledger.ID, res store.Result, err error) (store.Made[Payment], error) {
	if err != nil {
		return store.Made[Payment]{}, err
	}
	it, err := p.Payment(ctx, book, id)
	return store.Made[Payment]{It: it, Replayed: res.Replayed}, err
}
