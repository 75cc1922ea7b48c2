package api

import (
	"context"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// InOrganization is embedded into the input of every route below an organisation.
type InOrganization struct {
	Organization ledger.ID `path:"organization" doc:"The organisation's id"`
}

// OfPerson is embedded into the input of every route below a person.
type OfPerson struct {
	Person ledger.ID `path:"person" doc:"The person's id"`
}

func addPeople(s *Server) {
	const about = "Answers name the person, with her phone and NIK masked. Somebody with the same phone or NIK is answered with `possible_double` and the " +
		"candidates, until `double_checked` says that somebody has looked."
	add(s, Route{Method: http.MethodPost, Path: "/v1/organizations/{organization}/people", Action: "people.register", Status: http.StatusCreated, Tag: "people",
		Summary: "Register a person", Description: about}, s.registerPerson)
	add(s, Route{Method: http.MethodGet, Path: "/v1/organizations/{organization}/people", Action: "people.list", Tag: "people",
		Summary: "List the people of an organisation", Description: noted}, s.listPeople)
	add(s, Route{Method: http.MethodPost, Path: "/v1/organizations/{organization}/people/search", Action: "people.search", Tag: "people",
		Summary: "Search people by name", Description: searching}, s.searchPeople)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/people", Action: "members.register", Status: http.StatusCreated, Tag: "people",
		Summary: "Register a person in a group", Description: about + " A role in the group makes her a member."}, s.registerMember)
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/people", Action: "members.list", Tag: "people",
		Summary: "List the people of a group", Description: "Those it registered, and everybody with a role in it. " + noted}, s.listMembers)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/people/search", Action: "members.search", Tag: "people",
		Summary: "Search people of a group by name", Description: searching}, s.searchMembers)
	add(s, Route{Method: http.MethodGet, Path: "/v1/people/{person}", Action: "people.read", Tag: "people",
		Summary: "Read a person in full", Description: "The one answer without masks. That it was given is written down first, for her to see."}, s.readPerson)
	add(s, Route{Method: http.MethodPost, Path: "/v1/people/{person}/corrections", Action: "people.correct", Status: http.StatusCreated, Tag: "people",
		Summary: "Correct facts of a person", Description: "What is not named stays as it is. The empty text takes a fact away."}, s.correctPerson)
	add(s, Route{Method: http.MethodPost, Path: "/v1/people/{person}/merge", Action: "people.merge", Status: http.StatusCreated, Tag: "people",
		Summary: "Merge a person into another", Description: "For two records of one woman at one home: with the same NIK or phone, or a name that is alike and the same birth year; never with " +
			"different NIKs. The other one lives on; both stay readable. A merger cannot be undone."}, s.mergePerson)
	add(s, Route{Method: http.MethodPost, Path: "/v1/people/{person}/erasure", Action: "people.erase", Status: http.StatusCreated, Tag: "people",
		Summary: "Erase a person",
		Description: "Destroys the key that her data is sealed with: nothing of it can be read again, in no backup either. Her lines in the books stay, without " +
			"a name. She asks for it herself, in her session with a fresh proof of who she is, or in another way before a witness. Refused while she holds an office, " +
			"is the last administrator of an organisation, is the payee or the maker of an open payment, or has something to settle."}, s.erasePerson)
}

const (
	searching = "Slips of spelling and old spelling are forgiven; the most alike come first. " + noted
	noted     = "That they were shown is written down, for each of them to see."
)

type registerIn struct {
	ID ledger.ID `json:"id,omitempty"`
	people.Facts
	Area          ledger.ID `json:"area,omitempty"`
	NIKChecked    bool      `json:"nik_checked,omitempty" doc:"Somebody has seen the card: the NIK stands, though it contradicts the sex or the birth year"`
	DoubleChecked bool      `json:"double_checked,omitempty" doc:"Somebody has looked at the possible doubles, and she is none of them"`
}

func (s *Server) register(ctx context.Context, home ledger.ID, key string, in registerIn) (*made[people.Card], error) {
	id, err := commandID(in.ID, key, home)
	if err != nil {
		return nil, err
	}
	card, err := s.config.People.Register(ctx, CallerFrom(ctx), people.NewPerson{ID: id, Home: home, Facts: in.Facts, Area: in.Area, DoubleChecked: in.DoubleChecked, NIKChecked: in.NIKChecked})
	return madeOr(card.It, card.Replayed, err)
}

// madeOr is madeOf, or the error.
func madeOr[T any](body T, replayed bool, err error) (*made[T], error) {
	if err != nil {
		return nil, err
	}
	return madeOf(body, replayed), nil
}

func (s *Server) registerPerson(ctx context.Context, in *struct {
	InOrganization
	Idempotent
	Body registerIn
}) (*made[people.Card], error) {
	return s.register(ctx, in.Organization, in.Key, in.Body)
}

func (s *Server) registerMember(ctx context.Context, in *struct {
	InBook
	Idempotent
	Body registerIn
}) (*made[people.Card], error) {
	return s.register(ctx, in.Book, in.Key, in.Body)
}

// pageByID is a page of a list in the order of ids.
func pageByID[T any](list string, in Paging, id func(T) ledger.ID, read func(after ledger.ID, limit int) ([]T, error)) (*reply[page[T]], error) {
	var after ledger.ID
	keys, err := in.after(list, 1)
	if err != nil {
		return nil, err
	}
	if keys != nil {
		if after, err = ledger.ParseID(keys[0]); err != nil {
			return nil, ledger.E(ledger.Invalid, "invalid_cursor", "cursor")
		}
	}
	items, err := read(after, in.Limit+1)
	if err != nil {
		return nil, err
	}
	return &reply[page[T]]{pageOf(list, items, in.Limit, func(x T) []string { return []string{id(x).String()} })}, nil
}

// shown notes for everybody in an answer that she was in it.
func shown[T any](ctx context.Context, s *Server, action string, items []T, id func(T) ledger.ID) error {
	ids := make([]ledger.ID, len(items))
	for i, x := range items {
		ids[i] = id(x)
	}
	return s.config.People.Shown(ctx, CallerFrom(ctx), action, ids)
}

func (s *Server) pageOfPeople(ctx context.Context, home ledger.ID, in Paging) (*reply[page[people.Card]], error) {
	out, err := pageByID("people", in, func(c people.Card) ledger.ID { return c.ID }, func(after ledger.ID, limit int) ([]people.Card, error) {
		return s.config.People.Persons(ctx, home, after, limit)
	})
	if err != nil {
		return nil, err
	}
	return out, shown(ctx, s, "person.list", out.Body.Items, func(c people.Card) ledger.ID { return c.ID })
}

func (s *Server) listPeople(ctx context.Context, in *struct {
	InOrganization
	Paging
}) (*reply[page[people.Card]], error) {
	return s.pageOfPeople(ctx, in.Organization, in.Paging)
}

func (s *Server) listMembers(ctx context.Context, in *struct {
	InBook
	Paging
}) (*reply[page[people.Card]], error) {
	return s.pageOfPeople(ctx, in.Book, in.Paging)
}

// A name that is searched for goes in a body: addresses end up in logs of others.
type searchIn struct {
	Name  string `json:"name" minLength:"1" maxLength:"200" example:"Sjarifah"`
	Limit int    `json:"limit,omitempty" minimum:"1" maximum:"50" default:"20"`
}

type foundOut struct {
	Items []people.Found `json:"items"`
}

func (s *Server) search(ctx context.Context, home ledger.ID, in searchIn) (*reply[foundOut], error) {
	found, err := s.config.People.Search(ctx, home, in.Name, in.Limit)
	if err != nil {
		return nil, err
	}
	if err := shown(ctx, s, "person.search", found, func(f people.Found) ledger.ID { return f.ID }); err != nil {
		return nil, err
	}
	return &reply[foundOut]{foundOut{found}}, nil
}

func (s *Server) searchPeople(ctx context.Context, in *struct {
	InOrganization
	Body searchIn
}) (*reply[foundOut], error) {
	return s.search(ctx, in.Organization, in.Body)
}

func (s *Server) searchMembers(ctx context.Context, in *struct {
	InBook
	Body searchIn
}) (*reply[foundOut], error) {
	return s.search(ctx, in.Book, in.Body)
}

func (s *Server) readPerson(ctx context.Context, in *OfPerson) (*reply[people.Person], error) {
	p, err := s.config.People.ReadPerson(ctx, CallerFrom(ctx), in.Person)
	if err != nil {
		return nil, err
	}
	return &reply[people.Person]{p}, nil
}

type correctPersonIn struct {
	OfPerson
	Idempotent
	Body struct {
		ID ledger.ID `json:"id,omitempty"`
		people.PersonCorrection
	}
}

func (s *Server) correctPerson(ctx context.Context, in *correctPersonIn) (*made[people.Card], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Person)
	if err != nil {
		return nil, err
	}
	card, err := s.config.People.Correct(ctx, CallerFrom(ctx), id, in.Person, in.Body.PersonCorrection)
	return madeOr(card.It, card.Replayed, err)
}

type mergePersonIn struct {
	OfPerson
	Idempotent
	Body struct {
		ID   ledger.ID `json:"id,omitempty"`
		Into ledger.ID `json:"into" doc:"The person who lives on"`

		Reason people.MergeReason `json:"reason" enum:"registered_twice,other_spelling,other_name" doc:"Why there are two records"`
	}
}

func (s *Server) mergePerson(ctx context.Context, in *mergePersonIn) (*made[people.Card], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Person)
	if err != nil {
		return nil, err
	}
	card, err := s.config.People.Merge(ctx, CallerFrom(ctx), id, people.Merger{From: in.Person, Into: in.Body.Into, Reason: in.Body.Reason})
	return madeOr(card.It, card.Replayed, err)
}

type erasePersonIn struct {
	OfPerson
	Idempotent
	Body struct {
		ID ledger.ID `json:"id,omitempty"`

		Request *erasureRequestIn `json:"request,omitempty"` // where it is not she who sends this
	}
}

type erasureRequestIn struct {
	How     string    `json:"how" enum:"written,spoken,thumbprint"`
	Witness ledger.ID `json:"witness" doc:"A person who was there: neither herself nor who sends this"`
}

func (s *Server) erasePerson(ctx context.Context, in *erasePersonIn) (*made[people.Card], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Person)
	if err != nil {
		return nil, err
	}
	var request people.ErasureRequest
	if in.Body.Request != nil {
		request = people.ErasureRequest{How: in.Body.Request.How, Witness: in.Body.Request.Witness}
	}
	card, err := s.config.People.Erase(ctx, CallerFrom(ctx), id, in.Person, request)
	return madeOr(card.It, card.Replayed, err)
}
