package api

import (
	"context"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// InBusiness is embedded into the input of every route below a household business.
type InBusiness struct {
	InOrganization
	Business ledger.ID `path:"business" doc:"The business's id"`
}

func addBusinesses(s *Server) {
	const path = "/v1/organizations/{organization}/businesses"
	add(s, Route{Method: http.MethodPost, Path: path, Action: "businesses.register", Status: http.StatusCreated, Tag: "businesses",
		Summary: "Register a household business", Description: "Its name and trade are sealed under the key of the woman who runs it."}, s.registerBusiness)
	add(s, Route{Method: http.MethodGet, Path: path, Action: "businesses.list", Tag: "businesses", Summary: "List the household businesses"}, s.listBusinesses)
	add(s, Route{Method: http.MethodGet, Path: path + "/{business}", Action: "businesses.list", Tag: "businesses", Summary: "Read a household business"}, s.readBusiness)
	add(s, Route{Method: http.MethodPost, Path: path + "/{business}/corrections", Action: "businesses.change", Status: http.StatusCreated, Tag: "businesses",
		Summary: "Correct a household business"}, s.correctBusiness)
	const categories = "/v1/organizations/{organization}/categories"
	add(s, Route{Method: http.MethodPost, Path: categories, Action: "categories.change", Status: http.StatusCreated, Tag: "categories",
		Summary: "Add a category of vulnerability"}, s.addCategory)
	add(s, Route{Method: http.MethodGet, Path: categories, Action: "categories.list", Tag: "categories",
		Summary: "List the categories of vulnerability", Description: "In order of codes."}, s.listCategories)
	add(s, Route{Method: http.MethodPost, Path: categories + "/{category}/corrections", Action: "categories.change", Status: http.StatusCreated, Tag: "categories",
		Summary: "Correct a category", Description: "One that is not active is no longer asked about; what is known stays."}, s.correctCategory)
}

type registerBusinessIn struct {
	InOrganization
	Idempotent
	Body struct {
		ID        ledger.ID `json:"id,omitempty"`
		Person    ledger.ID `json:"person" doc:"Who runs it"`
		Household ledger.ID `json:"household,omitempty"`
		Name      string    `json:"name" minLength:"1" maxLength:"200" example:"Kue Lapis Bu Siti"`
		Trade     string    `json:"trade,omitempty" maxLength:"200" example:"kue basah"`
	}
}

func (s *Server) registerBusiness(ctx context.Context, in *registerBusinessIn) (*made[people.Business], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Organization)
	if err != nil {
		return nil, err
	}
	b, err := s.config.People.RegisterBusiness(ctx, CallerFrom(ctx), people.NewBusiness{ID: id, Home: in.Organization, Person: in.Body.Person,
		Household: in.Body.Household, Name: in.Body.Name, Trade: in.Body.Trade})
	return madeOr(b.It, b.Replayed, err)
}

func (s *Server) listBusinesses(ctx context.Context, in *struct {
	InOrganization
	Paging
}) (*reply[page[people.Business]], error) {
	return pageByID("businesses", in.Paging, func(b people.Business) ledger.ID { return b.ID }, func(after ledger.ID, limit int) ([]people.Business, error) {
		return s.config.People.Businesses(ctx, in.Organization, after, limit)
	})
}

func (s *Server) readBusiness(ctx context.Context, in *InBusiness) (*reply[people.Business], error) {
	b, err := s.config.People.Business(ctx, in.Organization, in.Business)
	if err != nil {
		return nil, err
	}
	return &reply[people.Business]{b}, nil
}

type correctBusinessIn struct {
	InBusiness
	Idempotent
	Body struct {
		ID ledger.ID `json:"id,omitempty"`
		people.BusinessCorrection
	}
}

func (s *Server) correctBusiness(ctx context.Context, in *correctBusinessIn) (*made[people.Business], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Business)
	if err != nil {
		return nil, err
	}
	b, err := s.config.People.CorrectBusiness(ctx, CallerFrom(ctx), id, in.Organization, in.Business, in.Body.BusinessCorrection)
	return madeOr(b.It, b.Replayed, err)
}

type addCategoryIn struct {
	InOrganization
	Idempotent
	Body struct {
		ID     ledger.ID `json:"id,omitempty"`
		Code   string    `json:"code" minLength:"1" maxLength:"40" example:"head_of_household"`
		NameID string    `json:"name_id" minLength:"1" maxLength:"200" example:"Perempuan kepala keluarga"`
		NameEN string    `json:"name_en" minLength:"1" maxLength:"200" example:"Woman who heads a household"`
	}
}

func (s *Server) addCategory(ctx context.Context, in *addCategoryIn) (*made[people.Category], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Organization)
	if err != nil {
		return nil, err
	}
	c, err := s.config.People.AddCategory(ctx, CallerFrom(ctx), people.Category{ID: id, Home: in.Organization, Code: in.Body.Code,
		NameID: in.Body.NameID, NameEN: in.Body.NameEN})
	return madeOr(c.It, c.Replayed, err)
}

func (s *Server) listCategories(ctx context.Context, in *struct {
	InOrganization
	Paging
}) (*reply[page[people.Category]], error) {
	all, err := s.config.People.Categories(ctx, in.Organization)
	if err != nil {
		return nil, err
	}
	all, err = behind("categories", in.Paging, all, func(c people.Category) ledger.ID { return c.ID })
	if err != nil {
		return nil, err
	}
	return &reply[page[people.Category]]{pageOf("categories", all, in.Limit, func(c people.Category) []string { return []string{c.ID.String()} })}, nil
}

type correctCategoryIn struct {
	InOrganization
	Category ledger.ID `path:"category" doc:"The category's id"`
	Idempotent
	Body struct {
		ID ledger.ID `json:"id,omitempty"`
		people.CategoryCorrection
	}
}

func (s *Server) correctCategory(ctx context.Context, in *correctCategoryIn) (*made[people.Category], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Category)
	if err != nil {
		return nil, err
	}
	c, err := s.config.People.CorrectCategory(ctx, CallerFrom(ctx), id, in.Organization, in.Category, in.Body.CategoryCorrection)
	return madeOr(c.It, c.Replayed, err)
}
