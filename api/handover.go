package api

import (
	"context"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

func addHandovers(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/handovers", Action: "handovers.list", Tag: "handovers",
		Summary: "List the handovers of a group", Description: "The last one first. Who has no office sees those that are about herself."}, s.listHandovers)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/handovers", Action: "handovers.propose", Status: http.StatusCreated, Tag: "handovers",
		Summary: "Propose a handover",
		Description: "`treasurer`: the new one, the old one or the chair, and a key-holder agree. `card_lost`: a key-holder, and she herself or another officer; " +
			"her cards are revoked, and for seven days she can be given another. `pin_forgotten`: two officers; each gets half of a code that holds for an hour. " +
			"Neither is for somebody with an office beyond the group. `key_holders`, when all are gone: the chair, the " +
			"secretary and an officer of the organisation name three. `office_end`: the chair or the secretary, and a key-holder, end another's office; " +
			"without another key-holder two of chair, secretary and treasurer, and an officer of the organisation. Whoever proposes it agrees to it; nobody counts twice, and nobody is her own witness. " +
			"It expires after seven days."}, s.proposeHandover)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/handovers/{proposal}/confirmation", Action: "handovers.confirm", Status: http.StatusCreated,
		Tag: "handovers", Summary: "Agree to a handover"}, s.confirmProposal)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/handovers/{proposal}/pin", Public: true, Status: http.StatusCreated, Tag: "handovers",
		Summary:     "Set a new PIN with both halves of the code",
		Description: "By her who has forgotten hers, without signing in. Whatever is wrong with the code, the answer is `invalid_code`; the fifth wrong one makes it void."},
		s.recoverPIN)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/handovers/{proposal}/card", Action: "handovers.card", Status: http.StatusCreated,
		Tag: "handovers", Summary: "Give her a new card whose card is lost",
		Description: "Once the loss is agreed on; by the secretary, but not for herself, or an officer of the organisation. The card is shown this once."}, s.replaceCard)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/books/{book}/handovers/{proposal}", Action: "handovers.propose", Tag: "handovers",
		Summary: "Take a handover back", Description: "By whoever proposed it, or the chair."}, s.withdrawProposal)
}

func (s *Server) listHandovers(ctx context.Context, in *struct {
	InBook
	Paging
}) (*reply[page[people.Proposal]], error) {
	all, err := s.config.People.Proposals(ctx, CallerFrom(ctx), in.Book, false)
	if err != nil {
		return nil, err
	}
	return wholePage("handovers", in.Paging, all, proposalID)
}

type proposeHandoverIn struct {
	InBook
	Idempotent
	Body struct {
		ID         ledger.ID           `json:"id,omitempty"`
		Kind       people.ProposalKind `json:"kind" enum:"treasurer,card_lost,pin_forgotten,key_holders,office_end"`
		Person     ledger.ID           `json:"person,omitempty" doc:"The new treasurer, whose card is lost, who has forgotten her PIN, or whose office ends"`
		Role       people.Role         `json:"role,omitempty" enum:"chair,secretary,treasurer,key_holder" doc:"The office that ends"`
		KeyHolders []ledger.ID         `json:"key_holders,omitempty" maxItems:"3" doc:"The three new ones"`
	}
}

func (s *Server) proposeHandover(ctx context.Context, in *proposeHandoverIn) (*made[people.Proposal], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	by, p := CallerFrom(ctx), s.config.People
	if in.Body.Kind == people.KeyHoldersGone {
		x, err := p.ProposeKeyHolders(ctx, by, id, in.Book, in.Body.KeyHolders)
		return madeOr(x.It, x.Replayed, err)
	}
	if in.Body.Person.IsZero() {
		return nil, ledger.E(ledger.Invalid, "required", "person")
	}
	if in.Body.Kind == people.OfficeEnd {
		x, err := p.ProposeOfficeEnd(ctx, by, id, in.Book, in.Body.Person, in.Body.Role)
		return madeOr(x.It, x.Replayed, err)
	}
	x, err := p.ProposeHandover(ctx, by, id, in.Book, in.Body.Kind, in.Body.Person)
	return madeOr(x.It, x.Replayed, err)
}

// newCardOut is a card that was just made.
type newCardOut struct {
	ID   ledger.ID `json:"id"`
	Text string    `json:"text,omitempty" doc:"What its QR code holds: shown once, kept nowhere" example:"LUMBUNG1-ABCD-EFGH"`
}

func (s *Server) replaceCard(ctx context.Context, in *oneProposalIn) (*made[newCardOut], error) {
	id, err := commandID(in.Body.id(), in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	c, err := s.config.People.ReplaceCard(ctx, CallerFrom(ctx), id, in.Book, in.Proposal)
	return madeOr(newCardOut{c.It.ID, c.It.Text}, c.Replayed, err)
}

type recoverPINIn struct {
	InBook
	Proposal ledger.ID `path:"proposal" doc:"The handover's id"`
	Idempotent
	Body struct {
		ID    ledger.ID `json:"id,omitempty"`
		Codes []string  `json:"codes" minItems:"2" maxItems:"2" doc:"The halves that her two witnesses were shown"`
		PIN   string    `json:"pin" maxLength:"6" doc:"Six digits" example:"428163"`
	}
}

// pinSetOut says that it is done.
type pinSetOut struct {
	Set bool `json:"set" example:"true"`
}

func (s *Server) recoverPIN(ctx context.Context, in *recoverPINIn) (*made[pinSetOut], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	err = p.RecoverPIN(ctx, id, in.Book, in.Proposal, [2]string(in.Body.Codes), in.Body.PIN)
	return madeOr(pinSetOut{true}, false, err)
}
