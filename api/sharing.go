package api

import (
	"context"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

func addSharing(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/sharing", Action: "sharing.list", Tag: "sharing",
		Summary: "List what programmes may see of a group", Description: "Every agreement there ever was, newest first; what was ended or replaced has its end."}, s.listSharing)
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/sharing-proposals", Action: "sharing.proposals", Tag: "sharing",
		Summary: "List what is proposed to be shared"}, s.listSharingProposals)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/sharing-proposals", Action: "sharing.propose", Status: http.StatusCreated, Tag: "sharing",
		Summary:     "Propose what a programme may see",
		Description: "Totals, or every member's lines. It holds once the chair and the secretary or the treasurer have agreed, two different people, within seven days."},
		s.proposeSharing)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/sharing-proposals/{proposal}/confirmation", Action: "sharing.propose", Status: http.StatusCreated,
		Tag: "sharing", Summary: "Agree to a proposal"}, s.confirmProposal)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/books/{book}/sharing-proposals/{proposal}", Action: "sharing.propose", Tag: "sharing",
		Summary: "Take a proposal back"}, s.withdrawProposal)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/books/{book}/sharing/{programme}", Action: "sharing.end", Tag: "sharing",
		Summary: "End what a programme may see", Description: "By the chair alone, at once."}, s.endSharing)
}

func sharingID(x people.Sharing) ledger.ID { return x.ID }

func proposalID(x people.Proposal) ledger.ID { return x.ID }

func (s *Server) listSharing(ctx context.Context, in *struct {
	InBook
	Paging
}) (*reply[page[people.Sharing]], error) {
	all, err := s.config.People.Sharings(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	return wholePage("sharing", in.Paging, all, sharingID)
}

func (s *Server) listSharingProposals(ctx context.Context, in *struct {
	InBook
	Paging
}) (*reply[page[people.Proposal]], error) {
	all, err := s.config.People.Proposals(ctx, CallerFrom(ctx), in.Book, true)
	if err != nil {
		return nil, err
	}
	return wholePage("sharing_proposals", in.Paging, all, proposalID)
}

type proposeSharingIn struct {
	InBook
	Idempotent
	Body struct {
		ID        ledger.ID    `json:"id,omitempty"`
		Programme ledger.ID    `json:"programme"`
		Share     people.Share `json:"share" enum:"totals,members"`
	}
}

func (s *Server) proposeSharing(ctx context.Context, in *proposeSharingIn) (*made[people.Proposal], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	x, err := s.config.People.ProposeSharing(ctx, CallerFrom(ctx), id, in.Book, in.Body.Programme, in.Body.Share)
	return madeOr(x.It, x.Replayed, err)
}

type oneProposalIn struct {
	InBook
	Proposal ledger.ID `path:"proposal" doc:"The proposal's id"`
	Idempotent
	Body *justID `required:"false"`
}

func (s *Server) confirmProposal(ctx context.Context, in *oneProposalIn) (*made[people.Proposal], error) {
	id, err := commandID(in.Body.id(), in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	x, err := s.config.People.ConfirmProposal(ctx, CallerFrom(ctx), id, in.Book, in.Proposal)
	return madeOr(x.It, x.Replayed, err)
}

func (s *Server) withdrawProposal(ctx context.Context, in *struct {
	InBook
	Proposal ledger.ID `path:"proposal" doc:"The proposal's id"`
	Idempotent
}) (*made[people.Proposal], error) {
	id, err := commandID(ledger.ID{}, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	x, err := s.config.People.WithdrawProposal(ctx, CallerFrom(ctx), id, in.Book, in.Proposal)
	return madeOr(x.It, x.Replayed, err)
}

func (s *Server) endSharing(ctx context.Context, in *struct {
	InBook
	InProgramme
	Idempotent
}) (*made[page[people.Sharing]], error) {
	id, err := commandID(ledger.ID{}, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	all, err := s.config.People.EndSharing(ctx, CallerFrom(ctx), id, in.Book, in.Programme)
	return madeOr(page[people.Sharing]{Items: all.It}, all.Replayed, err)
}
