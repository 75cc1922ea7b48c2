package api

import (
	"context"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

func addOwners(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/owner", Action: "books.hand_over", Status: http.StatusCreated, Tag: "books",
		Summary: "Hand a book that is nobody's over to its owner",
		Description: "For good: the operator sees it no more. Money leaves the book of a programme or an organisation by approved payments alone from then on. " +
			"A book that belongs to somebody is answered as one that is not there."}, s.handOver)
}

type handOverIn struct {
	InBook
	Idempotent
	Body struct {
		ID           ledger.ID        `json:"id,omitempty"`
		Kind         people.ScopeKind `json:"kind" enum:"group,programme,organization,person"`
		Owner        ledger.ID        `json:"owner,omitempty" doc:"Of a group it is the book's own, and may be left out"`
		Organization ledger.ID        `json:"organization,omitempty" doc:"That registers the group; otherwise it follows from the owner"`
	}
}

// ownerOut is whose a book is.
type ownerOut struct {
	Kind         people.ScopeKind `json:"kind" enum:"group,programme,organization,person"`
	Owner        ledger.ID        `json:"owner"`
	Organization *ledger.ID       `json:"organization,omitempty" doc:"That registered it"`
}

func (s *Server) handOver(ctx context.Context, in *handOverIn) (*made[ownerOut], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	o, err := p.HandOver(ctx, CallerFrom(ctx), id, in.Book, people.Owner{Scope: people.Scope{Kind: in.Body.Kind, ID: in.Body.Owner}, Organization: in.Body.Organization})
	return madeOr(ownerOut{o.It.Scope.Kind, o.It.Scope.ID, idOrNone(o.It.Organization)}, o.Replayed, err)
}
