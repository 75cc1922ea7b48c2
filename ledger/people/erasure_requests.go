package people

import (
	"context"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// ErasureRequest is how a person who has no session asked to be erased. Who asks in her
// own session needs none.
type ErasureRequest struct {
	How     string    // written, spoken or thumbprint
	Witness ledger.ID // who was there: neither herself nor who writes it down
}

// erasureHows are the ways to ask.
var erasureHows = []string{"written", "spoken", "thumbprint"}

// check refuses an erasure that she has not asked for: in her own session with a
// proof of who she is that is less than five minutes old (proof_needed), or in another way
// with a witness (erasure_needs_request, needs_witness, own_witness, recorder_is_witness).
func (r ErasureRequest) check(by Caller, person ledger.ID, s *store.Store) error {
	switch {
	case by.Person == person:
		return needFreshProof(by, s.At())
	case r.How == "":
		return ledger.E(ledger.Refused, "erasure_needs_request", "request")
	case !slices.Contains(erasureHows, r.How):
		return ledger.E(ledger.Invalid, "not_in_list", "request.how")
	case r.Witness.IsZero():
		return ledger.E(ledger.Invalid, "needs_witness", "request.witness")
	case r.Witness == person:
		return ledger.E(ledger.Invalid, "own_witness", "request.witness")
	case r.Witness == by.Person:
		return ledger.E(ledger.Invalid, "recorder_is_witness", "request.witness")
	}
	return nil
}

// facts is what the chain of changes holds of a request.
func (r ErasureRequest) facts() any {
	how := r.How
	if how == "" {
		how = "session"
	}
	return struct {
		How     string    `json:"how"`
		Witness ledger.ID `json:"witness,omitzero"`
	}{how, r.Witness}
}

// checkThere refuses a witness whom the home does not know.
func (r ErasureRequest) checkThere(ctx context.Context, s *store.Store, home ledger.ID) error {
	if r.Witness.IsZero() {
		return nil
	}
	return checkWitness(ctx, s, home, r.Witness, "request.witness")
}
