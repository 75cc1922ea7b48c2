package api

import (
	"context"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

func addConsents(s *Server) {
	const path = "/v1/people/{person}/consents"
	add(s, Route{Method: http.MethodPost, Path: path, Action: "consents.give", Status: http.StatusCreated, Tag: "consents",
		Summary: "Write down a consent", Description: "One purpose at a time. Where she did not write, a witness is needed."}, s.giveConsent)
	add(s, Route{Method: http.MethodGet, Path: path, Action: "consents.list", Tag: "consents",
		Summary: "List what a person has agreed to", Description: "Oldest first, with what was withdrawn."}, s.listConsents)
	add(s, Route{Method: http.MethodPost, Path: path + "/{consent}/withdrawal", Action: "consents.withdraw", Status: http.StatusCreated, Tag: "consents",
		Summary: "Withdraw a consent", Description: "With it goes every other consent of hers to the same purpose."}, s.withdrawConsent)
}

type giveConsentIn struct {
	OfPerson
	Idempotent
	Body struct {
		ID          ledger.ID      `json:"id,omitempty"`
		Purpose     people.Purpose `json:"purpose" enum:"programme_data,share_with_donor,photo,book_access,contact"`
		TextVersion string         `json:"text_version" minLength:"1" maxLength:"40" doc:"Which text she was shown or read" example:"2026-01"`
		Language    string         `json:"language" enum:"id,en"`
		How         string         `json:"how" enum:"written,spoken,thumbprint,on_screen"`
		Witness     ledger.ID      `json:"witness,omitempty" doc:"A person who was there"`
	}
}

func (s *Server) giveConsent(ctx context.Context, in *giveConsentIn) (*made[people.Consent], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Person)
	if err != nil {
		return nil, err
	}
	c, err := s.config.People.GiveConsent(ctx, CallerFrom(ctx), people.Consent{ID: id, Person: in.Person, Purpose: in.Body.Purpose,
		TextVersion: in.Body.TextVersion, Language: in.Body.Language, How: in.Body.How, Witness: in.Body.Witness})
	return madeOr(c.It, c.Replayed, err)
}

func (s *Server) listConsents(ctx context.Context, in *struct {
	OfPerson
	Paging
}) (*reply[page[people.Consent]], error) {
	all, err := s.config.People.Consents(ctx, in.Person)
	if err != nil {
		return nil, err
	}
	all, err = behind("consents", in.Paging, all, func(c people.Consent) ledger.ID { return c.ID })
	if err != nil {
		return nil, err
	}
	return &reply[page[people.Consent]]{pageOf("consents", all, in.Limit, func(c people.Consent) []string { return []string{c.ID.String()} })}, nil
}

type withdrawConsentIn struct {
	OfPerson
	Consent ledger.ID `path:"consent" doc:"The consent's id"`
	Idempotent
	Body struct {
		ID ledger.ID `json:"id,omitempty"`
	}
}

func (s *Server) withdrawConsent(ctx context.Context, in *withdrawConsentIn) (*made[people.Consent], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Person)
	if err != nil {
		return nil, err
	}
	c, err := s.config.People.WithdrawConsent(ctx, CallerFrom(ctx), id, in.Person, in.Consent)
	return madeOr(c.It, c.Replayed, err)
}
