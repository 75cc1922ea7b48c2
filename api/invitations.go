package api

import (
	"context"
	"net/http"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// invitationOut is an invitation as those see it who make it.
type invitationOut struct {
	ID        ledger.ID  `json:"id"`
	Role      string     `json:"role" example:"treasurer"`
	Kind      string     `json:"kind" enum:"organization,programme,group,workshop"`
	Scope     ledger.ID  `json:"scope"`
	Person    *ledger.ID `json:"person,omitempty" doc:"Whom it is for, when she is registered already"`
	CreatedAt time.Time  `json:"created_at"`
	ExpiresAt time.Time  `json:"expires_at"`
	Token     string     `json:"token,omitempty" doc:"For the link or the QR code: shown the first time only"`
}

func showInvitation(i people.Invitation) invitationOut {
	return invitationOut{ID: i.ID, Role: string(i.Role), Kind: string(i.Scope.Kind), Scope: i.Scope.ID, Person: idOrNone(i.Person),
		CreatedAt: i.CreatedAt, ExpiresAt: i.ExpiresAt, Token: i.Token}
}

// offeredOut is an invitation as whoever holds it sees it.
type offeredOut struct {
	Role      string    `json:"role"`
	Kind      string    `json:"kind"`
	Name      string    `json:"name" doc:"Of the organisation, programme, group or workshop"`
	ExpiresAt time.Time `json:"expires_at"`
}

func addInvitations(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/organizations/{organization}/invitations", Action: "org_invitations.change", Status: http.StatusCreated, Tag: "invitations",
		Summary: "Invite somebody to a role at an organisation", Description: "Once, and for a week. Who may give the role may offer it."}, s.inviteToOrganization)
	add(s, Route{Method: http.MethodGet, Path: "/v1/organizations/{organization}/invitations", Action: "org_invitations.list", Tag: "invitations",
		Summary: "List an organisation's open invitations"}, s.organizationInvitations)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/organizations/{organization}/invitations/{invitation}", Action: "org_invitations.change", Tag: "invitations",
		Summary: "Take an organisation's invitation back"}, s.uninviteFromOrganization)
	add(s, Route{Method: http.MethodPost, Path: "/v1/programmes/{programme}/invitations", Action: "programme_invitations.change", Status: http.StatusCreated, Tag: "invitations",
		Summary: "Invite somebody to a role at a programme", Description: "Once, and for a week. Who may give the role may offer it."}, s.inviteToProgramme)
	add(s, Route{Method: http.MethodGet, Path: "/v1/programmes/{programme}/invitations", Action: "programme_invitations.list", Tag: "invitations",
		Summary: "List a programme's open invitations"}, s.programmeInvitations)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/programmes/{programme}/invitations/{invitation}", Action: "programme_invitations.change", Tag: "invitations",
		Summary: "Take a programme's invitation back"}, s.uninviteFromProgramme)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/invitations", Action: "book_invitations.change", Status: http.StatusCreated, Tag: "invitations",
		Summary: "Invite somebody to a role in a group or a workshop", Description: "Once, and for a week. Who may give the role may offer it."}, s.inviteToGroup)
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/invitations", Action: "book_invitations.list", Tag: "invitations",
		Summary: "List a group's or a workshop's open invitations"}, s.groupInvitations)
	add(s, Route{Method: http.MethodDelete, Path: "/v1/books/{book}/invitations/{invitation}", Action: "book_invitations.change", Tag: "invitations",
		Summary: "Take a group's or a workshop's invitation back"}, s.uninviteFromGroup)
	add(s, Route{Method: http.MethodGet, Path: "/v1/invitations/{token}", Public: true, Tag: "invitations", Summary: "Read an invitation that one holds"}, s.readInvitation)
	add(s, Route{Method: http.MethodPost, Path: "/v1/invitations/{token}", Public: true, Status: http.StatusCreated, Tag: "invitations",
		Summary:     "Accept an invitation",
		Description: "Who is new says her name and how she will sign in, and is signed in. Who has a session sends an empty object."}, s.acceptInvitation)
}

// InvitationIn is what is offered.
type InvitationIn struct {
	ID     ledger.ID `json:"id,omitempty"`
	Role   string    `json:"role" enum:"admin,officer,approver,finance,trainer,observer,chair,secretary,treasurer,counter,key_holder,member,workshop_trainer,learner" doc:"At an organisation or a programme one of the first six, at a group of the next six, at a workshop of the last two" example:"treasurer"`
	Person ledger.ID `json:"person,omitempty" doc:"Whom it is for, when she is registered already"`
}

func (s *Server) invite(ctx context.Context, key string, in InvitationIn, at people.Scope) (*made[invitationOut], error) {
	id, err := commandID(in.ID, key, at.ID)
	if err != nil {
		return nil, err
	}
	i, err := s.config.People.Invite(ctx, CallerFrom(ctx), id, people.Role(in.Role), at, in.Person)
	if err != nil {
		return nil, err
	}
	return madeOf(showInvitation(i.It), i.Replayed), nil
}

func (s *Server) invitations(ctx context.Context, paging Paging, at people.Scope) (*reply[page[invitationOut]], error) {
	all, err := s.config.People.Invitations(ctx, at)
	if err != nil {
		return nil, err
	}
	all, err = behind("invitations", paging, all, func(i people.Invitation) ledger.ID { return i.ID })
	if err != nil {
		return nil, err
	}
	out := make([]invitationOut, len(all))
	for i, x := range all {
		out[i] = showInvitation(x)
	}
	return &reply[page[invitationOut]]{pageOf("invitations", out, paging.Limit, func(i invitationOut) []string { return []string{i.ID.String()} })}, nil
}

func (s *Server) uninvite(ctx context.Context, key string, at people.Scope, invitation ledger.ID) (*reply[doneOut], error) {
	id, err := commandID(ledger.ID{}, key, at.ID)
	if err != nil {
		return nil, err
	}
	if err := s.config.People.Uninvite(ctx, CallerFrom(ctx), id, at, invitation); err != nil {
		return nil, err
	}
	return &reply[doneOut]{doneOut{true}}, nil
}

func (s *Server) inviteToOrganization(ctx context.Context, in *struct {
	InOrganization
	Idempotent
	Body InvitationIn
}) (*made[invitationOut], error) {
	return s.invite(ctx, in.Key, in.Body, people.Scope{Kind: people.AtOrganization, ID: in.Organization})
}

func (s *Server) organizationInvitations(ctx context.Context, in *struct {
	InOrganization
	Paging
}) (*reply[page[invitationOut]], error) {
	return s.invitations(ctx, in.Paging, people.Scope{Kind: people.AtOrganization, ID: in.Organization})
}

func (s *Server) uninviteFromOrganization(ctx context.Context, in *struct {
	InOrganization
	Idempotent
	Invitation ledger.ID `path:"invitation" doc:"The invitation's id"`
}) (*reply[doneOut], error) {
	return s.uninvite(ctx, in.Key, people.Scope{Kind: people.AtOrganization, ID: in.Organization}, in.Invitation)
}

func (s *Server) inviteToProgramme(ctx context.Context, in *struct {
	InProgramme
	Idempotent
	Body InvitationIn
}) (*made[invitationOut], error) {
	return s.invite(ctx, in.Key, in.Body, people.Scope{Kind: people.AtProgramme, ID: in.Programme})
}

func (s *Server) programmeInvitations(ctx context.Context, in *struct {
	InProgramme
	Paging
}) (*reply[page[invitationOut]], error) {
	return s.invitations(ctx, in.Paging, people.Scope{Kind: people.AtProgramme, ID: in.Programme})
}

func (s *Server) uninviteFromProgramme(ctx context.Context, in *struct {
	InProgramme
	Idempotent
	Invitation ledger.ID `path:"invitation" doc:"The invitation's id"`
}) (*reply[doneOut], error) {
	return s.uninvite(ctx, in.Key, people.Scope{Kind: people.AtProgramme, ID: in.Programme}, in.Invitation)
}

func (s *Server) inviteToGroup(ctx context.Context, in *struct {
	InBook
	Idempotent
	Body InvitationIn
}) (*made[invitationOut], error) {
	at, err := s.config.People.ScopeOfBook(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	return s.invite(ctx, in.Key, in.Body, at)
}

func (s *Server) groupInvitations(ctx context.Context, in *struct {
	InBook
	Paging
}) (*reply[page[invitationOut]], error) {
	at, err := s.config.People.ScopeOfBook(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	return s.invitations(ctx, in.Paging, at)
}

func (s *Server) uninviteFromGroup(ctx context.Context, in *struct {
	InBook
	Idempotent
	Invitation ledger.ID `path:"invitation" doc:"The invitation's id"`
}) (*reply[doneOut], error) {
	at, err := s.config.People.ScopeOfBook(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	return s.uninvite(ctx, in.Key, at, in.Invitation)
}

func (s *Server) readInvitation(ctx context.Context, in *struct {
	Token string `path:"token" maxLength:"100" doc:"The token of the link or the QR code"`
}) (*reply[offeredOut], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	i, name, err := p.OpenInvitation(ctx, in.Token)
	if err != nil {
		return nil, err
	}
	return &reply[offeredOut]{offeredOut{Role: string(i.Role), Kind: string(i.Scope.Kind), Name: name, ExpiresAt: i.ExpiresAt}}, nil
}

type acceptInvitationIn struct {
	Calling
	Token string `path:"token" maxLength:"100" doc:"The token of the link or the QR code"`
	Body  struct {
		ID     ledger.ID `json:"id,omitempty" doc:"A UUIDv7 made by the caller before sending: hers, if she is new"`
		Name   string    `json:"name,omitempty" maxLength:"200"`
		Login  string    `json:"login,omitempty" maxLength:"254" doc:"A phone number or an e-mail address"`
		Kind   string    `json:"kind,omitempty" enum:"pin,password"`
		Secret string    `json:"secret,omitempty" maxLength:"200"`
		Cookie bool      `json:"cookie,omitempty" doc:"For a browser: the token goes into a cookie"`
	}
}

func (s *Server) acceptInvitation(ctx context.Context, in *acceptInvitationIn) (*signedInOut, error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	id, err := commandID(in.Body.ID, "", ledger.ID{})
	if err != nil {
		return nil, err
	}
	by := CallerFrom(ctx)
	if by.Operator {
		by = people.Caller{}
	}
	x, err := p.AcceptInvitation(ctx, by, in.Token, people.Acceptance{ID: id, Name: in.Body.Name, Agent: in.Agent,
		Secret: people.NewSecret{Kind: people.SecretKind(in.Body.Kind), Secret: in.Body.Secret, Login: in.Body.Login}})
	if err != nil {
		return nil, err
	}
	return s.signedIn(ctx, x, in.Body.Cookie && x.Token != ""), nil // who has a session keeps its token
}
