package api

import (
	"context"
	"net/http"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
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
	Home     *ledger.ID `json:"home,omitempty" doc:"The organisation or group that registered her"`
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
		Summary: "Give somebody a key card", Description: "The card's text is shown this once; print it, and hand it over."}, s.issueCard)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/people/{person}/cards/{card}", Action: "cards.revoke", Tag: "people",
		Summary: "Make a lost card useless", Description: "Sessions that began with a card of hers end."}, s.revokeCard)
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
	return &reply[meOut]{out}, nil
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
	return madeOf(keyCardOut{c.It.ID, c.It.Text}, c.Replayed), nil
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
