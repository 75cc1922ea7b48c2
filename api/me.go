package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"net/http"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/report"
)

// heldOut is a role that somebody has.
type heldOut struct {
	Role  string     `json:"role" example:"treasurer"`
	Kind  string     `json:"kind" enum:"system,organization,programme,group,workshop" doc:"What it is held at"`
	Scope *ledger.ID `json:"scope,omitempty"`
	Until *time.Time `json:"until,omitempty"`
}

type meOut struct {
	Person   ledger.ID  `json:"person"`
	Name     string     `json:"name,omitempty"`
	Language string     `json:"language,omitempty" doc:"In which she is spoken to" example:"id"`
	Voice    bool       `json:"voice,omitempty" doc:"She would rather hear than read"`
	Home     *ledger.ID `json:"home,omitempty" doc:"The organisation or group that registered her"`
	HomeName string     `json:"home_name,omitempty" example:"Yayasan Kapuas"`
	Operator bool       `json:"operator" doc:"The holder of the installation's own token, who is nobody in particular"`
	ProvedAt *time.Time `json:"proved_at,omitempty" doc:"When she last proved who she is"`
	Roles    []heldOut  `json:"roles"`
}

func addMe(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/me", Action: "me.read", Tag: "me", Summary: "Who is calling, and what she may be"}, s.me)
	add(s, Route{Method: http.MethodPost, Path: "/v1/me/secret", Action: "me.secret", Tag: "me",
		Summary: "Set one's PIN or password", Description: "Needs a proof of who one is that is less than five minutes old."}, s.setSecret)
	add(s, Route{Method: http.MethodPost, Path: "/v1/me/secret-proof", Action: "me.prove", Tag: "me",
		Summary: "Prove once more who one is, by PIN, password or card"}, s.proveBySecret)
	add(s, Route{Method: http.MethodPost, Path: "/v1/people/{person}/cards", Action: "cards.issue", Status: http.StatusCreated, Tag: "people",
		Summary: "Give somebody a key card",
		Description: "The card's text, and the page to print, are shown this once. For herself, with a proof of who she is that is less than five minutes old; " +
			"for somebody else by who registered her, but whoever holds an office and had a way in makes others herself, or before witnesses."}, s.issueCard)
	add(s, Route{Method: http.MethodGet, Path: "/v1/people/{person}/cards", Action: "cards.list", Tag: "people",
		Summary: "List the key cards of a person", Description: "Those in force, oldest first."}, s.listCards)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/people/{person}/cards/{card}", Action: "cards.revoke", Tag: "people",
		Summary: "Make a lost card useless", Description: "Sessions that began with it end."}, s.revokeCard)
}

func (s *Server) me(ctx context.Context, _ *struct{}) (*reply[meOut], error) {
	by := CallerFrom(ctx)
	out := meOut{Person: by.Person, Home: idOrNone(by.Home), Operator: by.Operator, Roles: make([]heldOut, len(by.Grants))}
	if !by.ProvedAt.IsZero() {
		out.ProvedAt = &by.ProvedAt
	}
	for i, g := range by.Grants {
		out.Roles[i] = heldOut{Role: string(g.Role), Kind: string(g.Scope.Kind), Scope: idOrNone(g.Scope.ID)}
		if !g.Until.IsZero() {
			out.Roles[i].Until = &g.Until
		}
	}
	if by.Operator {
		return &reply[meOut]{out}, nil
	}
	who, err := s.config.People.Card(ctx, by.Person)
	if err != nil {
		return nil, err
	}
	out.Name, out.Language, out.Voice = who.Name, who.Language, who.Voice
	out.HomeName, err = s.config.People.HomeName(ctx, by.Person)
	return &reply[meOut]{out}, err
}

// doneOut is the answer to what leaves nothing to show.
type doneOut struct {
	Done bool `json:"done"`
}

type setSecretIn struct {
	Idempotent
	Body struct {
		ID     ledger.ID `json:"id,omitempty"`
		Kind   string    `json:"kind" enum:"pin,password"`
		Secret string    `json:"secret" minLength:"1" maxLength:"200" doc:"Six digits, or at least ten characters"`
		Login  string    `json:"login,omitempty" maxLength:"254" doc:"A phone number or an e-mail address to sign in with from now on"`
	}
}

func (s *Server) setSecret(ctx context.Context, in *setSecretIn) (*reply[doneOut], error) {
	by := CallerFrom(ctx)
	id, err := commandID(in.Body.ID, in.Key, by.Home)
	if err != nil {
		return nil, err
	}
	_, err = s.config.People.SetSecret(ctx, by, id, people.NewSecret{Kind: people.SecretKind(in.Body.Kind), Secret: in.Body.Secret, Login: in.Body.Login})
	if err != nil {
		return nil, err
	}
	return &reply[doneOut]{doneOut{true}}, nil
}

type proveBySecretIn struct {
	Idempotent
	Body struct {
		ID     ledger.ID `json:"id,omitempty"`
		Secret string    `json:"secret,omitempty" maxLength:"200" doc:"The PIN or the password"`
		Card   string    `json:"card,omitempty" maxLength:"200" doc:"The text of a key card, instead"`
	}
}

func (s *Server) proveBySecret(ctx context.Context, in *proveBySecretIn) (*reply[doneOut], error) {
	by := CallerFrom(ctx)
	id, err := commandID(in.Body.ID, in.Key, by.Home)
	if err != nil {
		return nil, err
	}
	if err := s.config.People.Prove(ctx, by, id, people.SignIn{Secret: in.Body.Secret, Card: in.Body.Card, Address: AddressFrom(ctx)}); err != nil {
		return nil, err
	}
	return &reply[doneOut]{doneOut{true}}, nil
}

type keyCardOut struct {
	ID   ledger.ID `json:"id"`
	Text string    `json:"text,omitempty" doc:"What the QR code of the card holds: shown the first time only"`
	PDF  string    `json:"pdf,omitempty" doc:"The card as a page to print: A7, a PDF file in base64"`
}

// cardOut is a key card that somebody has.
type cardOut struct {
	ID        ledger.ID `json:"id"`
	CreatedAt time.Time `json:"created_at"`
	CreatedBy ledger.ID `json:"created_by"`
}

func (s *Server) listCards(ctx context.Context, in *struct {
	OfPerson
	Paging
}) (*reply[page[cardOut]], error) {
	cards, err := s.config.People.KeyCards(ctx, in.Person)
	if err != nil {
		return nil, err
	}
	out := make([]cardOut, len(cards))
	for i, c := range cards {
		out[i] = cardOut(c)
	}
	return wholePage("cards", in.Paging, out, func(c cardOut) ledger.ID { return c.ID })
}

// printed is the card as a page to print.
func (s *Server) printed(ctx context.Context, person ledger.ID, text string) ([]byte, error) {
	who, err := s.config.People.Card(ctx, person)
	if err != nil {
		return nil, err
	}
	of, err := s.config.People.HomeName(ctx, person)
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	err = report.KeyCard(&page, who.Name, of, text)
	return page.Bytes(), err
}

type issueCardIn struct {
	Person ledger.ID `path:"person" doc:"The person's id"`
	Idempotent
	Body struct {
		ID ledger.ID `json:"id,omitempty"`
	}
}

func (s *Server) issueCard(ctx context.Context, in *issueCardIn) (*made[keyCardOut], error) {
	id, err := commandID(in.Body.ID, in.Key, in.Person)
	if err != nil {
		return nil, err
	}
	c, err := s.config.People.IssueCard(ctx, CallerFrom(ctx), id, in.Person)
	if err != nil {
		return nil, err
	}
	out := keyCardOut{ID: c.It.ID, Text: c.It.Text}
	if out.Text != "" {
		var page []byte
		page, err = s.printed(ctx, in.Person, out.Text)
		out.PDF = base64.StdEncoding.EncodeToString(page)
	}
	return madeOr(out, c.Replayed, err)
}

func (s *Server) revokeCard(ctx context.Context, in *struct {
	Person ledger.ID `path:"person" doc:"The person's id"`
	Card   ledger.ID `path:"card" doc:"The card's id"`
	Idempotent
}) (*reply[doneOut], error) {
	id, err := commandID(ledger.ID{}, in.Key, in.Person)
	if err != nil {
		return nil, err
	}
	if err := s.config.People.RevokeCard(ctx, CallerFrom(ctx), id, in.Person, in.Card); err != nil {
		return nil, err
	}
	return &reply[doneOut]{doneOut{true}}, nil
}
