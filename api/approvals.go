package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// approvalOut is what somebody said of a payment.
type approvalOut struct {
	Person ledger.ID `json:"person"`
	Yes    bool      `json:"yes"`
	Reason string    `json:"reason,omitempty" doc:"Why not"`
	At     time.Time `json:"at"`
}

func showApprovals(all []people.Approval) []approvalOut {
	out := make([]approvalOut, len(all))
	for i, a := range all {
		out[i] = approvalOut{Person: a.Person, Yes: a.Yes, Reason: a.Reason, At: a.At}
	}
	return out
}

// approvalLimitsOut are all limits of a book.
type approvalLimitsOut struct {
	Limits []approvalLimitOut `json:"limits" doc:"A role that is not here approves nothing alone"`
}

type approvalLimitOut struct {
	Role   people.Role `json:"role" enum:"officer,approver,admin"`
	PerDay string      `json:"per_day" example:"1000000"`
}

func addApprovals(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/payments/{payment}/approvals", Action: "payments.approve", Status: http.StatusCreated, Tag: "payments",
		Summary: "Approve a payment",
		Description: "One approval is enough while the payment, with all that the same person has approved and all that the same payee was approved on the same " +
			"day, is within what that person may approve alone. Else a second person must approve it too."}, s.approvePayment)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/payments/{payment}/refusal", Action: "payments.refuse", Status: http.StatusCreated, Tag: "payments",
		Summary: "Refuse a payment", Description: "As long as it is not paid, also after it was approved. It is final."}, s.refusePayment)
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/approval-limits", Action: "approval_limits.read", Tag: "payments",
		Summary: "Read how much each role may approve alone on one day"}, s.readApprovalLimits)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/approval-limits", Action: "approval_limits.set", Status: http.StatusCreated, Tag: "payments",
		Summary: "Set how much each role may approve alone on one day", Description: "These limits take the place of all that the book had."}, s.setApprovalLimits)
}

func (s *Server) approvePayment(ctx context.Context, in *onPaymentIn) (*made[paymentOut], error) {
	id, err := in.command()
	if err != nil {
		return nil, err
	}
	approved, err := s.config.People.ApprovePayment(ctx, CallerFrom(ctx), id, in.Book, in.Payment)
	return s.madePayment(ctx, approved, err)
}

type refusePaymentIn struct {
	OnePayment
	Idempotent
	Body struct {
		ID     ledger.ID `json:"id,omitempty"`
		Reason string    `json:"reason" minLength:"1" maxLength:"500" doc:"Why not; no personal data" example:"Nota belum ada"`
	}
}

func (s *Server) refusePayment(ctx context.Context, in *refusePaymentIn) (*made[paymentOut], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	refused, err := s.config.People.RefusePayment(ctx, CallerFrom(ctx), id, in.Book, in.Payment, in.Body.Reason)
	return s.madePayment(ctx, refused, err)
}

func showApprovalLimits(c ledger.Currency, limits []people.ApprovalLimit) approvalLimitsOut {
	out := approvalLimitsOut{Limits: make([]approvalLimitOut, len(limits))}
	for i, l := range limits {
		out.Limits[i] = approvalLimitOut{Role: l.Role, PerDay: c.Format(l.PerDay)}
	}
	return out
}

func (s *Server) readApprovalLimits(ctx context.Context, in *InBook) (*reply[approvalLimitsOut], error) {
	chart, err := s.store.Chart(ctx, in.Book, false)
	if err != nil {
		return nil, err
	}
	limits, err := s.config.People.ApprovalLimits(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	return &reply[approvalLimitsOut]{showApprovalLimits(chart.Book.Currency, limits)}, nil
}

type setApprovalLimitsIn struct {
	InBook
	Idempotent
	Body struct {
		ID     ledger.ID         `json:"id,omitempty"`
		Limits []approvalLimitIn `json:"limits" maxItems:"3"`
	}
}

type approvalLimitIn struct {
	Role   people.Role `json:"role" enum:"officer,approver,admin"`
	PerDay Amount      `json:"per_day"`
}

// minor are the limits in minor units of the book's currency.
func (in *setApprovalLimitsIn) minor(c ledger.Currency) ([]people.ApprovalLimit, error) {
	limits := make([]people.ApprovalLimit, len(in.Body.Limits))
	var problems []error
	for i, l := range in.Body.Limits {
		field := "limits[" + strconv.Itoa(i) + "].per_day"
		n, err := c.Minor(l.PerDay.Decimal)
		if e, ok := err.(*ledger.Error); ok {
			err = e.At(field)
		}
		if wrong := l.PerDay.asWritten(c, field); wrong != nil {
			err = wrong
		}
		problems = append(problems, err)
		limits[i] = people.ApprovalLimit{Role: l.Role, PerDay: n}
	}
	return limits, joinErrors(problems...)
}

func (s *Server) setApprovalLimits(ctx context.Context, in *setApprovalLimitsIn) (*made[approvalLimitsOut], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	chart, err := s.store.Chart(ctx, in.Book, false)
	if err != nil {
		return nil, err
	}
	limits, err := in.minor(chart.Book.Currency)
	if err != nil {
		return nil, err
	}
	set, err := s.config.People.SetApprovalLimits(ctx, CallerFrom(ctx), id, in.Book, limits)
	if err != nil {
		return nil, err
	}
	return madeOf(showApprovalLimits(chart.Book.Currency, set.It), set.Replayed), nil
}
