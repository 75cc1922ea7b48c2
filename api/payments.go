package api

import (
	"context"
	"net/http"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// paymentOut is a payment as the API shows it.
type paymentOut struct {
	ID        ledger.ID           `json:"id" doc:"Also of the entry that paying it posts"`
	Book      ledger.ID           `json:"book"`
	Day       ledger.Date         `json:"day" doc:"The accounting day"`
	Kind      string              `json:"kind" example:"payment"`
	Memo      string              `json:"memo,omitempty"`
	Lines     []lineOut           `json:"lines"`
	Amount    string              `json:"amount" doc:"How much leaves the cash accounts" example:"750000"`
	Payee     ledger.ID           `json:"payee" doc:"A person or an organisation"`
	Maker     ledger.ID           `json:"maker" doc:"Who asked for it"`
	AskedAt   time.Time           `json:"asked_at"`
	State     people.PaymentState `json:"state" enum:"asked,approved,paid,refused,withdrawn"`
	Needs     int                 `json:"needs" doc:"How many must approve it, as of the last approval; 1 before"`
	Approvals []approvalOut       `json:"approvals"`
	DecidedAt *time.Time          `json:"decided_at,omitempty" doc:"When it was last approved, refused or withdrawn"`
	Payer     *ledger.ID          `json:"payer,omitempty" doc:"Who paid it"`
	PaidAt    *time.Time          `json:"paid_at,omitempty"`
}

func addPayments(s *Server) {
	const path = "/v1/books/{book}/payments"
	add(s, Route{Method: http.MethodPost, Path: path, Action: "payments.ask", Status: http.StatusCreated, Tag: "payments",
		Summary: "Ask for a payment",
		Description: "Money leaves the book of a programme or an organisation only so: one person asks, another approves, a third pays. None of them is " +
			"the payee or lives with her. The amount is every credit of boxes and banks. A payment only takes money out, and no more is spent than it takes; " +
			"a line that names a party names the payee."}, s.askPayment)
	add(s, Route{Method: http.MethodGet, Path: path, Action: "payments.list", Tag: "payments",
		Summary: "List the payments", Description: "The one asked for last first."}, s.listPayments)
	add(s, Route{Method: http.MethodGet, Path: path + "/{payment}", Action: "payments.read", Tag: "payments", Summary: "Read a payment"}, s.readPayment)
	add(s, Route{Method: http.MethodPost, Path: path + "/{payment}/payment", Action: "payments.pay", Status: http.StatusCreated, Tag: "payments",
		Summary:     "Pay an approved payment",
		Description: "Posts its entry, if the cash account and the fund hold the money on its day and now. When the books refuse that, the payment stays approved. Who pays neither asked for it nor approved it."}, s.payPayment)
	add(s, Route{Method: http.MethodPost, Path: path + "/{payment}/withdrawal", Action: "payments.withdraw", Status: http.StatusCreated, Tag: "payments",
		Summary: "Withdraw a payment", Description: "By who asked for it, as long as it is not paid."}, s.withdrawPayment)
}

// showPayments shows payments of one book.
func (s *Server) showPayments(ctx context.Context, book ledger.ID, payments []people.Payment) ([]paymentOut, error) {
	entries := make([]ledger.Posted, len(payments))
	for i, p := range payments {
		entries[i].Entry = p.Entry
	}
	shown, err := s.showEntries(ctx, book, entries)
	if err != nil {
		return nil, err
	}
	chart, err := s.store.Chart(ctx, book, false)
	if err != nil {
		return nil, err
	}
	out := make([]paymentOut, len(payments))
	for i, p := range payments {
		out[i] = paymentOut{ID: p.ID, Book: book, Day: p.Entry.Day, Kind: p.Entry.Kind, Memo: p.Entry.Memo, Lines: shown[i].Lines,
			Amount: chart.Book.Currency.Format(p.Amount), Payee: p.Payee, Maker: p.Maker, AskedAt: p.AskedAt, State: p.State, Needs: p.Needs,
			Approvals: showApprovals(p.Approvals), DecidedAt: timeOrNone(p.DecidedAt), Payer: idOrNone(p.Payer), PaidAt: timeOrNone(p.PaidAt)}
	}
	return out, nil
}

func timeOrNone(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// madePayment is the answer to a command about a payment.
func (s *Server) madePayment(ctx context.Context, p store.Made[people.Payment], err error) (*made[paymentOut], error) {
	if err != nil {
		return nil, err
	}
	out, err := s.showPayments(ctx, p.It.Entry.Book, []people.Payment{p.It})
	if err != nil {
		return nil, err
	}
	return madeOf(out[0], p.Replayed), nil
}

type askPaymentIn struct {
	InBook
	Idempotent
	Body struct {
		ID    ledger.ID   `json:"id,omitempty" doc:"A UUIDv7 made by the caller before sending; without one a repeat is a second payment"`
		Day   ledger.Date `json:"day" doc:"The accounting day"`
		Kind  string      `json:"kind,omitempty" default:"payment" maxLength:"64" doc:"What happens, in lower-case letters, digits, points and underscores"`
		Memo  string      `json:"memo,omitempty" doc:"What it is for; no personal data" example:"Konsumsi pelatihan"`
		Payee ledger.ID   `json:"payee" doc:"The person or organisation that gets the money"`
		Lines []lineIn    `json:"lines"`
	}
}

func (s *Server) askPayment(ctx context.Context, in *askPaymentIn) (*made[paymentOut], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	lines, err := s.lines(ctx, in.Book, in.Body.Lines)
	if err := joinErrors(s.notAhead(ctx, in.Body.Day), err); err != nil {
		return nil, err
	}
	asked, err := s.config.People.AskPayment(ctx, CallerFrom(ctx), people.PaymentRequest{ID: id, Book: in.Book, Day: in.Body.Day, Kind: in.Body.Kind,
		Memo: in.Body.Memo, Payee: in.Body.Payee, Lines: lines})
	return s.madePayment(ctx, asked, err)
}

type listPaymentsIn struct {
	InBook
	State string `query:"state" enum:"asked,approved,paid,refused,withdrawn" doc:"Only payments in this state"`
	Paging
}

func (s *Server) listPayments(ctx context.Context, in *listPaymentsIn) (*reply[page[paymentOut]], error) {
	return pageByID("payments", in.Paging, func(p paymentOut) ledger.ID { return p.ID }, func(after ledger.ID, limit int) ([]paymentOut, error) {
		f := people.PaymentFilter{State: people.PaymentState(in.State), After: after, Limit: limit}
		payments, err := s.config.People.Payments(ctx, in.Book, f)
		if err != nil {
			return nil, err
		}
		return s.showPayments(ctx, in.Book, payments)
	})
}

// OnePayment is embedded into the input of every route below a payment.
type OnePayment struct {
	InBook
	Payment ledger.ID `path:"payment" doc:"The payment's id"`
}

func (s *Server) readPayment(ctx context.Context, in *OnePayment) (*reply[paymentOut], error) {
	p, err := s.config.People.Payment(ctx, in.Book, in.Payment)
	if err != nil {
		return nil, err
	}
	out, err := s.showPayments(ctx, in.Book, []people.Payment{p})
	if err != nil {
		return nil, err
	}
	return &reply[paymentOut]{out[0]}, nil
}

// onPaymentIn is a command about a payment that says nothing more.
type onPaymentIn struct {
	OnePayment
	Idempotent
	Body *struct {
		ID ledger.ID `json:"id,omitempty"`
	} `required:"false"`
}

func (in *onPaymentIn) command() (ledger.ID, error) {
	var body ledger.ID
	if in.Body != nil {
		body = in.Body.ID
	}
	return commandID(body, in.Key, in.Book)
}

func (s *Server) payPayment(ctx context.Context, in *onPaymentIn) (*made[paymentOut], error) {
	id, err := in.command()
	if err != nil {
		return nil, err
	}
	paid, err := s.config.People.PayPayment(ctx, CallerFrom(ctx), id, in.Book, in.Payment)
	return s.madePayment(ctx, paid, err)
}

func (s *Server) withdrawPayment(ctx context.Context, in *onPaymentIn) (*made[paymentOut], error) {
	id, err := in.command()
	if err != nil {
		return nil, err
	}
	withdrawn, err := s.config.People.WithdrawPayment(ctx, CallerFrom(ctx), id, in.Book, in.Payment)
	return s.madePayment(ctx, withdrawn, err)
}
