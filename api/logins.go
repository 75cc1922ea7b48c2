package api

import (
	"context"
	"net/http"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
)

func addLogins(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/people/{person}/logins", Action: "logins.list", Tag: "people",
		Summary: "List what a person signs in with", Description: "At most one phone number and one e-mail address. Only which of them: the names themselves are kept as hashes."}, s.listLogins)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/people/{person}/logins/{kind}", Action: "logins.remove", Tag: "people",
		Summary: "Take away a name that a person signs in with",
		Description: "She does so with a proof of who she is that is less than five minutes old; an administrator of her home for everybody there, and who " +
			"could give her a card for those without an office."}, s.removeLogin)
}

// loginOut is a name that somebody signs in with.
type loginOut struct {
	Kind      string    `json:"kind" enum:"phone,email"`
	CreatedAt time.Time `json:"created_at"`
}

type loginsOut struct {
	Items []loginOut `json:"items"`
}

func (s *Server) listLogins(ctx context.Context, in *OfPerson) (*reply[loginsOut], error) {
	logins, err := s.config.People.Logins(ctx, in.Person)
	if err != nil {
		return nil, err
	}
	out := loginsOut{Items: make([]loginOut, len(logins))}
	for i, l := range logins {
		out.Items[i] = loginOut(l)
	}
	return &reply[loginsOut]{out}, nil
}

func (s *Server) removeLogin(ctx context.Context, in *struct {
	OfPerson
	Kind string `path:"kind" enum:"phone,email" doc:"Which of her names"`
	Idempotent
}) (*reply[doneOut], error) {
	id, err := commandID(ledger.ID{}, in.Key, in.Person)
	if err != nil {
		return nil, err
	}
	if err := s.config.People.RemoveLogin(ctx, CallerFrom(ctx), id, in.Person, in.Kind); err != nil {
		return nil, err
	}
	return &reply[doneOut]{doneOut{true}}, nil
}
