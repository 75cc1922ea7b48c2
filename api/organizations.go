package api

import (
	"context"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

func addOrganizations(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/organizations", Action: "organizations.create", Status: http.StatusCreated, Tag: "organizations",
		Summary: "Make an organisation", Description: "By the operator of the installation, who can then give it its first administrator."}, s.createOrganization)
	add(s, Route{Method: http.MethodGet, Path: "/v1/organizations", Action: "organizations.list", Tag: "organizations",
		Summary: "List the organisations", Description: "Those at which the caller has a role; all of them for the operator. With `name`, an administrator finds any by the name that it is registered under, " +
			"to ask it into a programme."}, s.listOrganizations)
	add(s, Route{Method: http.MethodGet, Path: "/v1/organizations/{organization}", Action: "organizations.read", Tag: "organizations",
		Summary: "Read an organisation"}, s.readOrganization)
	add(s, Route{Method: http.MethodPost, Path: "/v1/organizations/{organization}/name", Action: "organizations.rename", Status: http.StatusCreated,
		Tag: "organizations", Summary: "Rename an organisation"}, s.renameOrganization)
	add(s, Route{Method: http.MethodGet, Path: "/v1/organizations/{organization}/groups", Action: "organizations.groups", Tag: "organizations",
		Summary: "List the groups that an organisation registered", Description: "Their names; what is in their books is theirs."}, s.listRegisteredGroups)
}

// behindID reads a cursor that is the id of the last item.
func (p Paging) behindID(list string) (ledger.ID, error) {
	keys, err := p.after(list, 1)
	if err != nil || keys == nil {
		return ledger.ID{}, err
	}
	id, err := ledger.ParseID(keys[0])
	if err != nil {
		return id, ledger.E(ledger.Invalid, "invalid_cursor", "cursor")
	}
	return id, nil
}

// onePage is a list of which one more than the limit was read.
func onePage[T any](list string, p Paging, items []T, id func(T) ledger.ID) *reply[page[T]] {
	return &reply[page[T]]{pageOf(list, items, p.Limit, func(t T) []string { return []string{id(t).String()} })}
}

// wholePage is a page of a list that was read as a whole.
func wholePage[T any](list string, p Paging, items []T, id func(T) ledger.ID) (*reply[page[T]], error) {
	items, err := behind(list, p, items, id)
	if err != nil {
		return nil, err
	}
	if items == nil {
		items = []T{}
	}
	return onePage(list, p, items, id), nil
}

type createOrganizationIn struct {
	Idempotent
	Body struct {
		ID   ledger.ID               `json:"id,omitempty" doc:"A random UUID made by the caller; the same id twice is the same organisation"`
		Kind people.OrganizationKind `json:"kind" enum:"ngo,government,funder,community"`
		Name string                  `json:"name" minLength:"1" maxLength:"200" example:"Yayasan Kapuas"`
	}
}

func (s *Server) createOrganization(ctx context.Context, in *createOrganizationIn) (*made[people.Organization], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	id, err := commandID(in.Body.ID, in.Key, ledger.ID{})
	if err != nil {
		return nil, err
	}
	if in.Body.ID.IsZero() && in.Key == "" {
		id = store.NewBookID()
	}
	o, err := p.CreateOrganization(ctx, CallerFrom(ctx), people.Organization{ID: id, Kind: in.Body.Kind, Name: in.Body.Name})
	return madeOr(o.It, o.Replayed, err)
}

func (s *Server) listOrganizations(ctx context.Context, in *struct {
	Name string `query:"name" maxLength:"200" doc:"The whole name; capitals and blanks do not matter"`
	Paging
}) (*reply[page[people.Organization]], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	after, err := in.behindID("organizations")
	if err != nil {
		return nil, err
	}
	all, err := p.Organizations(ctx, CallerFrom(ctx), in.Name, after, in.Limit+1)
	if err != nil {
		return nil, err
	}
	return onePage("organizations", in.Paging, all, func(o people.Organization) ledger.ID { return o.ID }), nil
}

func (s *Server) readOrganization(ctx context.Context, in *InOrganization) (*reply[people.Organization], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	o, err := p.Organization(ctx, in.Organization)
	if err != nil {
		return nil, err
	}
	return &reply[people.Organization]{o}, nil
}

type renameOrganizationIn struct {
	InOrganization
	Idempotent
	Body struct {
		ID   ledger.ID `json:"id,omitempty"`
		Name string    `json:"name" minLength:"1" maxLength:"200" example:"Yayasan Kapuas"`
	}
}

func (s *Server) renameOrganization(ctx context.Context, in *renameOrganizationIn) (*made[people.Organization], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	id, err := commandID(in.Body.ID, in.Key, in.Organization)
	if err != nil {
		return nil, err
	}
	o, err := p.RenameOrganization(ctx, CallerFrom(ctx), id, in.Organization, in.Body.Name)
	return madeOr(o.It, o.Replayed, err)
}

func (s *Server) listRegisteredGroups(ctx context.Context, in *struct {
	InOrganization
	Paging
}) (*reply[page[people.RegisteredGroup]], error) {
	after, err := in.behindID("registered_groups")
	if err != nil {
		return nil, err
	}
	all, err := s.config.People.GroupsRegistered(ctx, in.Organization, after, in.Limit+1)
	if err != nil {
		return nil, err
	}
	return onePage("registered_groups", in.Paging, all, func(g people.RegisteredGroup) ledger.ID { return g.Book }), nil
}
