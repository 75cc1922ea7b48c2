package api

import (
	"context"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

func addAreas(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/organizations/{organization}/areas", Action: "areas.list", Tag: "organizations",
		Summary: "List the areas of an organisation", Description: "Cities, then kecamatan, then kelurahan, each by name."}, s.listAreas)
	add(s, Route{Method: http.MethodPost, Path: "/v1/organizations/{organization}/areas", Action: "areas.add", Status: http.StatusCreated, Tag: "organizations",
		Summary: "Add an area"}, s.addArea)
	add(s, Route{Method: http.MethodPost, Path: "/v1/organizations/{organization}/areas/pontianak", Action: "areas.add", Status: http.StatusCreated,
		Tag: "organizations", Summary: "Add Kota Pontianak", Description: "Its 6 kecamatan and 29 kelurahan; those that are there already stay as they are."},
		s.addPontianak)
}

func (s *Server) listAreas(ctx context.Context, in *struct {
	InOrganization
	Paging
}) (*reply[page[people.Area]], error) {
	all, err := s.config.People.Areas(ctx, in.Organization)
	if err != nil {
		return nil, err
	}
	return wholePage("areas", in.Paging, all, func(a people.Area) ledger.ID { return a.ID })
}

type addAreaIn struct {
	InOrganization
	Idempotent
	Body struct {
		ID     ledger.ID       `json:"id,omitempty"`
		Parent ledger.ID       `json:"parent,omitempty" doc:"The area it lies in; a city lies in none"`
		Kind   people.AreaKind `json:"kind" enum:"city,kecamatan,kelurahan"`
		Name   string          `json:"name" minLength:"1" maxLength:"200" example:"Sungai Jawi"`
	}
}

func (s *Server) addArea(ctx context.Context, in *addAreaIn) (*made[people.Area], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Organization)
	if err != nil {
		return nil, err
	}
	a, err := s.config.People.AddArea(ctx, CallerFrom(ctx), in.Organization, people.Area{ID: id, Parent: in.Body.Parent, Kind: in.Body.Kind, Name: in.Body.Name})
	return madeOr(a.It, a.Replayed, err)
}

func (s *Server) addPontianak(ctx context.Context, in *struct {
	InOrganization
	Idempotent
	Body *justID `required:"false"`
}) (*made[page[people.Area]], error) {
	id, err := commandID(in.Body.id(), in.Key, in.Organization)
	if err != nil {
		return nil, err
	}
	all, err := s.config.People.AddPontianak(ctx, CallerFrom(ctx), id, in.Organization)
	return madeOr(page[people.Area]{Items: all.It}, all.Replayed, err)
}

// justID is the body of a command that has no other field.
type justID struct {
	ID ledger.ID `json:"id,omitempty"`
}

func (b *justID) id() ledger.ID {
	if b == nil {
		return ledger.ID{}
	}
	return b.ID
}
