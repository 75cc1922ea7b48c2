package api

import (
	"context"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// InProgramme is embedded into the input of every route below a programme.
type InProgramme struct {
	Programme ledger.ID `path:"programme" doc:"The programme's id"`
}

func addProgrammes(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/organizations/{organization}/programmes", Action: "programmes.create", Status: http.StatusCreated,
		Tag: "programmes", Summary: "Make a programme that the organisation leads"}, s.createProgramme)
	add(s, Route{Method: http.MethodGet, Path: "/v1/organizations/{organization}/programmes", Action: "programmes.list", Tag: "programmes",
		Summary: "List the programmes of an organisation", Description: "Those it has or had a part in, and those it is asked to take one in."}, s.listProgrammes)
	add(s, Route{Method: http.MethodGet, Path: "/v1/programmes/{programme}", Action: "programmes.read", Tag: "programmes", Summary: "Read a programme"}, s.readProgramme)
	add(s, Route{Method: http.MethodPost, Path: "/v1/programmes/{programme}/corrections", Action: "programmes.correct", Status: http.StatusCreated,
		Tag: "programmes", Summary: "Correct the name or the days of a programme"}, s.correctProgramme)
	add(s, Route{Method: http.MethodGet, Path: "/v1/programmes/{programme}/organizations", Action: "programmes.partners", Tag: "programmes",
		Summary: "List the organisations of a programme", Description: "With their parts, past and offered ones too."}, s.listPartners)
	add(s, Route{Method: http.MethodPost, Path: "/v1/programmes/{programme}/organizations", Action: "programmes.offer", Status: http.StatusCreated,
		Tag: "programmes", Summary: "Ask an organisation to take a part", Description: "It has none until its own administrator accepts."}, s.offerPart)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/programmes/{programme}/organizations/{organization}", Action: "programmes.end_part",
		Tag: "programmes", Summary: "End an organisation's part in a programme, or take an offer back"}, s.endPart)
	add(s, Route{Method: http.MethodPost, Path: "/v1/organizations/{organization}/programmes/{programme}/acceptance", Action: "programmes.accept",
		Status: http.StatusCreated, Tag: "programmes", Summary: "Take up the part that was offered"}, s.acceptPart)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/organizations/{organization}/programmes/{programme}", Action: "programmes.leave",
		Tag: "programmes", Summary: "Leave a programme, or decline the offer"}, s.endPart)
	add(s, Route{Method: http.MethodGet, Path: "/v1/programmes/{programme}/groups", Action: "programmes.groups", Tag: "programmes",
		Summary: "List the groups that share with a programme"}, s.listSharedGroups)
}

type createProgrammeIn struct {
	InOrganization
	Idempotent
	Body struct {
		ID     ledger.ID   `json:"id,omitempty"`
		Name   string      `json:"name" minLength:"1" maxLength:"200" example:"Perempuan Berdaya 2026"`
		Starts ledger.Date `json:"starts"`
		Ends   ledger.Date `json:"ends,omitempty"`
	}
}

func (s *Server) createProgramme(ctx context.Context, in *createProgrammeIn) (*made[people.Programme], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Organization)
	if err != nil {
		return nil, err
	}
	g, err := s.config.People.CreateProgramme(ctx, CallerFrom(ctx), people.Programme{ID: id, Lead: in.Organization, Name: in.Body.Name,
		Starts: in.Body.Starts, Ends: in.Body.Ends})
	return madeOr(g.It, g.Replayed, err)
}

func (s *Server) listProgrammes(ctx context.Context, in *struct {
	InOrganization
	Paging
}) (*reply[page[people.OwnPart]], error) {
	all, err := s.config.People.ProgrammesOf(ctx, in.Organization)
	if err != nil {
		return nil, err
	}
	return wholePage("programmes", in.Paging, all, func(x people.OwnPart) ledger.ID { return ledger.DeriveID(x.ID, string(x.Part)) })
}

func (s *Server) readProgramme(ctx context.Context, in *InProgramme) (*reply[people.Programme], error) {
	g, err := s.config.People.Programme(ctx, in.Programme)
	if err != nil {
		return nil, err
	}
	return &reply[people.Programme]{g}, nil
}

type correctProgrammeIn struct {
	InProgramme
	Idempotent
	Body struct {
		ID ledger.ID `json:"id,omitempty"`
		people.ProgrammeCorrection
	}
}

func (s *Server) correctProgramme(ctx context.Context, in *correctProgrammeIn) (*made[people.Programme], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Programme)
	if err != nil {
		return nil, err
	}
	g, err := s.config.People.CorrectProgramme(ctx, CallerFrom(ctx), id, in.Programme, in.Body.ProgrammeCorrection)
	return madeOr(g.It, g.Replayed, err)
}

func partnerID(x people.Partner) ledger.ID { return ledger.DeriveID(x.Organization, string(x.Part)) }

func (s *Server) listPartners(ctx context.Context, in *struct {
	InProgramme
	Paging
}) (*reply[page[people.Partner]], error) {
	all, err := s.config.People.Partners(ctx, in.Programme)
	if err != nil {
		return nil, err
	}
	return wholePage("partners", in.Paging, all, partnerID)
}

type offerPartIn struct {
	InProgramme
	Idempotent
	Body struct {
		ID           ledger.ID   `json:"id,omitempty"`
		Organization ledger.ID   `json:"organization"`
		Part         people.Part `json:"part" enum:"implementer,funder,observer"`
	}
}

func (s *Server) offerPart(ctx context.Context, in *offerPartIn) (*made[page[people.Partner]], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Programme)
	if err != nil {
		return nil, err
	}
	all, err := s.config.People.OfferPart(ctx, CallerFrom(ctx), id, in.Programme, in.Body.Organization, in.Body.Part)
	return madeOr(page[people.Partner]{Items: all.It}, all.Replayed, err)
}

type acceptPartIn struct {
	InOrganization
	InProgramme
	Idempotent
	Body struct {
		ID   ledger.ID   `json:"id,omitempty"`
		Part people.Part `json:"part" enum:"implementer,funder,observer"`
	}
}

func (s *Server) acceptPart(ctx context.Context, in *acceptPartIn) (*made[page[people.Partner]], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Programme)
	if err != nil {
		return nil, err
	}
	all, err := s.config.People.AcceptPart(ctx, CallerFrom(ctx), id, in.Programme, in.Organization, in.Body.Part)
	return madeOr(page[people.Partner]{Items: all.It}, all.Replayed, err)
}

type endPartIn struct {
	InOrganization
	InProgramme
	Idempotent
	Part string `query:"part" required:"true" enum:"lead,implementer,funder,observer" doc:"Which part of the organisation's"`
}

func (s *Server) endPart(ctx context.Context, in *endPartIn) (*made[page[people.Partner]], error) {
	id, err := commandID(ledger.ID{}, in.Key, in.Programme)
	if err != nil {
		return nil, err
	}
	all, err := s.config.People.EndPart(ctx, CallerFrom(ctx), id, in.Programme, in.Organization, people.Part(in.Part))
	return madeOr(page[people.Partner]{Items: all.It}, all.Replayed, err)
}

func (s *Server) listSharedGroups(ctx context.Context, in *struct {
	InProgramme
	Paging
}) (*reply[page[people.SharedGroup]], error) {
	after, err := in.behindID("shared_groups")
	if err != nil {
		return nil, err
	}
	all, err := s.config.People.GroupsOf(ctx, in.Programme, after, in.Limit+1)
	if err != nil {
		return nil, err
	}
	return onePage("shared_groups", in.Paging, all, func(g people.SharedGroup) ledger.ID { return g.Book }), nil
}
