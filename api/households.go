package api

import (
	"context"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// InHousehold is embedded into the input of every route below a household.
type InHousehold struct {
	InOrganization
	Household ledger.ID `path:"household" doc:"The household's id"`
}

func addHouseholds(s *Server) {
	const path = "/v1/organizations/{organization}/households"
	add(s, Route{Method: http.MethodPost, Path: path, Action: "households.register", Status: http.StatusCreated, Tag: "households",
		Summary: "Register a household", Description: "Its members must be people of the same organisation. The address is shown only where one household is read."}, s.registerHousehold)
	add(s, Route{Method: http.MethodGet, Path: path, Action: "households.list", Tag: "households", Summary: "List the households"}, s.listHouseholds)
	add(s, Route{Method: http.MethodGet, Path: path + "/{household}", Action: "households.read", Tag: "households",
		Summary: "Read a household with its address", Description: "That it was read is written down first, for everybody who lives there to see."}, s.readHousehold)
	add(s, Route{Method: http.MethodPost, Path: path + "/{household}/corrections", Action: "households.change", Status: http.StatusCreated, Tag: "households",
		Summary: "Correct a household"}, s.correctHousehold)
	add(s, Route{Method: http.MethodPost, Path: path + "/{household}/members", Action: "households.change", Status: http.StatusCreated, Tag: "households",
		Summary: "Add somebody to a household"}, s.joinHousehold)
	add(s, Route{Method: http.MethodPost, Path: path + "/{household}/departures", Action: "households.change", Status: http.StatusCreated, Tag: "households",
		Summary: "Note that somebody has left a household"}, s.leaveHousehold)
}

type registerHouseholdIn struct {
	InOrganization
	Idempotent
	Body struct {
		ID      ledger.ID          `json:"id,omitempty"`
		Address string             `json:"address,omitempty" maxLength:"1000"`
		Area    ledger.ID          `json:"area,omitempty"`
		Members []people.NewMember `json:"members,omitempty" maxItems:"50"`
	}
}

func (s *Server) registerHousehold(ctx context.Context, in *registerHouseholdIn) (*made[people.Household], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Organization)
	if err != nil {
		return nil, err
	}
	h, err := s.config.People.RegisterHousehold(ctx, CallerFrom(ctx), people.NewHousehold{ID: id, Home: in.Organization, Address: in.Body.Address,
		Area: in.Body.Area, Members: in.Body.Members})
	return madeOr(h.It, h.Replayed, err)
}

func (s *Server) listHouseholds(ctx context.Context, in *struct {
	InOrganization
	Paging
}) (*reply[page[people.Household]], error) {
	return pageByID("households", in.Paging, func(h people.Household) ledger.ID { return h.ID }, func(after ledger.ID, limit int) ([]people.Household, error) {
		return s.config.People.Households(ctx, in.Organization, after, limit)
	})
}

func (s *Server) readHousehold(ctx context.Context, in *InHousehold) (*reply[people.Household], error) {
	h, err := s.config.People.ReadHousehold(ctx, CallerFrom(ctx), in.Organization, in.Household)
	if err != nil {
		return nil, err
	}
	return &reply[people.Household]{h}, nil
}

type correctHouseholdIn struct {
	InHousehold
	Idempotent
	Body struct {
		ID ledger.ID `json:"id,omitempty"`
		people.HouseholdCorrection
	}
}

func (s *Server) correctHousehold(ctx context.Context, in *correctHouseholdIn) (*made[people.Household], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Household)
	if err != nil {
		return nil, err
	}
	h, err := s.config.People.CorrectHousehold(ctx, CallerFrom(ctx), id, in.Organization, in.Household, in.Body.HouseholdCorrection)
	return madeOr(h.It, h.Replayed, err)
}

type joinHouseholdIn struct {
	InHousehold
	Idempotent
	Body struct {
		ID ledger.ID `json:"id,omitempty"`
		people.NewMember
	}
}

func (s *Server) joinHousehold(ctx context.Context, in *joinHouseholdIn) (*made[people.Household], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Household)
	if err != nil {
		return nil, err
	}
	h, err := s.config.People.JoinHousehold(ctx, CallerFrom(ctx), id, in.Organization, in.Household, in.Body.NewMember)
	return madeOr(h.It, h.Replayed, err)
}

type leaveHouseholdIn struct {
	InHousehold
	Idempotent
	Body struct {
		ID     ledger.ID `json:"id,omitempty"`
		Person ledger.ID `json:"person"`
	}
}

func (s *Server) leaveHousehold(ctx context.Context, in *leaveHouseholdIn) (*made[people.Household], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Household)
	if err != nil {
		return nil, err
	}
	h, err := s.config.People.LeaveHousehold(ctx, CallerFrom(ctx), id, in.Organization, in.Household, in.Body.Person)
	return madeOr(h.It, h.Replayed, err)
}
