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
	Limits   []approvalLimitOut `json:"limits" doc:"A role that is not here approves nothing alone"`
	Proposed *limitChangeOut    `json:"proposed,omitempty"`
}

// limitChangeOut is a proposal to put limits in the place of all that a book has.
type limitChangeOut struct {
	ID          ledger.ID          `json:"id"`
	Limits      []approvalLimitOut `json:"limits"`
	ProposedBy  ledger.ID          `json:"proposed_by"`
	ProposedAt  time.Time          `json:"proposed_at"`
	ConfirmedBy *ledger.ID         `json:"confirmed_by,omitempty"`
	ConfirmedAt *time.Time         `json:"confirmed_at,omitempty" doc:"Since when they hold"`
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
		Summary: "Read how much each role may approve alone on one day", Description: "With what is proposed and waits to be confirmed by another."}, s.readApprovalLimits)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/approval-limits", Action: "approval_limits.set", Status: http.StatusCreated, Tag: "payments",
		Summary: "Propose how much each role may approve alone on one day",
		Description: "By an administrator. These limits take the place of all that the book has once another administrator or an approver has confirmed them, within " +
			"seven days. Who proposed or confirmed limits does not approve by them alone what was asked for before."}, s.proposeApprovalLimits)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/approval-limits/{change}/confirmation", Action: "approval_limits.confirm", Status: http.StatusCreated,
		Tag: "payments", Summary: "Confirm proposed limits", Description: "By another administrator or an approver than who proposed them."}, s.confirmApprovalLimits)
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

func showApprovalLimits(c ledger.Currency, limits []people.ApprovalLimit) []approvalLimitOut {
	out := make([]approvalLimitOut, len(limits))
	for i, l := range limits {
		out[i] = approvalLimitOut{Role: l.Role, PerDay: c.Format(l.PerDay)}
	}
	return out
}

func showLimitChange(c ledger.Currency, x people.LimitChange) limitChangeOut {
	return limitChangeOut{ID: x.ID, Limits: showApprovalLimits(c, x.Limits), ProposedBy: x.ProposedBy, ProposedAt: x.ProposedAt,
		ConfirmedBy: idOrNone(x.ConfirmedBy), ConfirmedAt: timeOrNone(x.ConfirmedAt)}
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
	out := approvalLimitsOut{Limits: showApprovalLimits(chart.Book.Currency, limits)}
	proposed, waits, err := s.config.People.ProposedLimits(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	if waits {
		shown := showLimitChange(chart.Book.Currency, proposed)
		out.Proposed = &shown
	}
	return &reply[approvalLimitsOut]{out}, nil
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

func (s *Server) proposeApprovalLimits(ctx context.Context, in *setApprovalLimitsIn) (*made[limitChangeOut], error) {
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
	x, err := s.config.People.ProposeApprovalLimits(ctx, CallerFrom(ctx), id, in.Book, limits)
	return madeOr(showLimitChange(chart.Book.Currency, x.It), x.Replayed, err)
}

type confirmLimitsIn struct {
	InBook
	Change ledger.ID `path:"change" doc:"The proposal's id"`
	Idempotent
	Body *justID `required:"false"`
}

func (s *Server) confirmApprovalLimits(ctx context.Context, in *confirmLimitsIn) (*made[limitChangeOut], error) {
	id, err := commandID(in.Body.id(), in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	chart, err := s.store.Chart(ctx, in.Book, false)
	if err != nil {
		return nil, err
	}
	x, err := s.config.People.ConfirmApprovalLimits(ctx, CallerFrom(ctx), id, in.Book, in.Change)
	return madeOr(showLimitChange(chart.Book.Currency, x.It), x.Replayed, err)
}
