package api

import (
	"context"
	"net/http"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

// roleOut is a role of a person at a scope as the API shows it.
type roleOut struct {
	ID        ledger.ID        `json:"id"`
	Person    ledger.ID        `json:"person"`
	Role      people.Role      `json:"role" example:"treasurer"`
	Kind      people.ScopeKind `json:"scope_kind" enum:"organization,programme,group,workshop"`
	Scope     ledger.ID        `json:"scope"`
	Since     time.Time        `json:"since"`
	Until     *time.Time       `json:"until,omitempty" doc:"When it runs out by itself"`
	GrantedBy ledger.ID        `json:"granted_by"`
	RevokedAt *time.Time       `json:"revoked_at,omitempty"`
	RevokedBy *ledger.ID       `json:"revoked_by,omitempty"`
}

func showRole(g people.Grant) roleOut {
	out := roleOut{ID: g.ID, Person: g.Person, Role: g.Role, Kind: g.Scope.Kind, Scope: g.Scope.ID, Since: g.Since, GrantedBy: g.GrantedBy, RevokedBy: idOrNone(g.RevokedBy)}
	if !g.Until.IsZero() {
		out.Until = &g.Until
	}
	if !g.RevokedAt.IsZero() {
		out.RevokedAt = &g.RevokedAt
	}
	return out
}

func addRoles(s *Server) {
	const (
		path  = "/v1/organizations/{organization}/roles"
		what  = "Those in force, or with `ever` all that there were, in order of time."
		given = "Nobody gives herself a role. The code says what does not go together: a group has one chair, one secretary, one treasurer, and three " +
			"key-holders who are none of these; an approver has neither finance nor is an officer. The organisation that registered a group gives its first roles, up to its chair " +
			"and its secretary, who give all others. Who was registered outside a group comes in by an invitation."
		ended = "By who may give it, or by her who has it; but the last administrator cannot end her own, and another's office as chair, secretary, treasurer or " +
			"key-holder ends by a handover. Who leaves an office of a group stays a member."
	)
	list := func(path, action, of string) Route {
		return Route{Method: http.MethodGet, Path: path, Action: action, Tag: "roles", Summary: "List the roles at " + of, Description: what}
	}
	give := func(path, action, of string) Route {
		return Route{Method: http.MethodPost, Path: path, Action: action, Status: http.StatusCreated, Tag: "roles", Summary: "Give a role at " + of, Description: given}
	}
	end := func(path, action, of string) Route {
		return Route{Method: http.MethodDelete, Path: path + "/{role}", Action: action, Tag: "roles", Summary: "End a role at " + of, Description: ended}
	}
	add(s, list(path, "organization_roles.list", "an organisation"), s.listOrganizationRoles)
	add(s, give(path, "organization_roles.give", "an organisation"), s.giveOrganizationRole)
	add(s, end(path, "organization_roles.end", "an organisation"), s.endOrganizationRole)
	const programme, book = "/v1/programmes/{programme}/roles", "/v1/books/{book}/roles"
	add(s, list(programme, "programme_roles.list", "a programme"), s.listProgrammeRoles)
	add(s, give(programme, "programme_roles.give", "a programme"), s.giveProgrammeRole)
	add(s, end(programme, "programme_roles.end", "a programme"), s.endProgrammeRole)
	add(s, list(book, "book_roles.list", "a group or a workshop"), s.listBookRoles)
	add(s, give(book, "book_roles.give", "a group or a workshop"), s.giveBookRole)
	add(s, end(book, "book_roles.end", "a group or a workshop"), s.endBookRole)
}

// RoleList is embedded into the input of a list of roles.
type RoleList struct {
	Paging
	Ever bool `query:"ever" doc:"Also those that are over"`
}

func (s *Server) roles(ctx context.Context, at people.Scope, in RoleList) (*reply[page[roleOut]], error) {
	grants, err := s.config.People.RolesOf(ctx, at, in.Ever)
	if err != nil {
		return nil, err
	}
	out := make([]roleOut, len(grants))
	for i, g := range grants {
		out[i] = showRole(g)
	}
	return wholePage("roles", in.Paging, out, func(r roleOut) ledger.ID { return r.ID })
}

type giveRoleIn struct {
	ID     ledger.ID   `json:"id,omitempty"`
	Person ledger.ID   `json:"person"`
	Role   people.Role `json:"role" enum:"admin,officer,approver,finance,trainer,observer,chair,secretary,treasurer,counter,key_holder,member,workshop_trainer,learner" doc:"At an organisation or a programme one of the first six, at a group of the next six, at a workshop of the last two" example:"treasurer"`
	Until  *time.Time  `json:"until,omitempty" doc:"When it runs out by itself; absent for good"`
}

func (s *Server) giveRole(ctx context.Context, at people.Scope, key string, in giveRoleIn) (*made[roleOut], error) {
	id, err := commandID(in.ID, key, at.ID)
	if err != nil {
		return nil, err
	}
	r := people.NewRole{ID: id, Person: in.Person, Role: in.Role, Scope: at}
	if in.Until != nil {
		r.Until = in.Until.UTC().Truncate(time.Microsecond)
	}
	g, err := s.config.People.GiveRole(ctx, CallerFrom(ctx), r)
	return madeOr(showRole(g.It), g.Replayed, err)
}

// OneRole is embedded into the input of every route that ends a role.
type OneRole struct {
	Role ledger.ID `path:"role" doc:"The role's id"`
	Idempotent
}

func (s *Server) endRole(ctx context.Context, at people.Scope, in OneRole) (*made[roleOut], error) {
	id, err := commandID(ledger.ID{}, in.Key, at.ID)
	if err != nil {
		return nil, err
	}
	g, err := s.config.People.EndRole(ctx, CallerFrom(ctx), id, at, in.Role)
	return madeOr(showRole(g.It), g.Replayed, err)
}

func (s *Server) listOrganizationRoles(ctx context.Context, in *struct {
	InOrganization
	RoleList
}) (*reply[page[roleOut]], error) {
	return s.roles(ctx, people.Scope{Kind: people.AtOrganization, ID: in.Organization}, in.RoleList)
}

func (s *Server) giveOrganizationRole(ctx context.Context, in *struct {
	InOrganization
	Idempotent
	Body giveRoleIn
}) (*made[roleOut], error) {
	return s.giveRole(ctx, people.Scope{Kind: people.AtOrganization, ID: in.Organization}, in.Key, in.Body)
}

func (s *Server) endOrganizationRole(ctx context.Context, in *struct {
	InOrganization
	OneRole
}) (*made[roleOut], error) {
	return s.endRole(ctx, people.Scope{Kind: people.AtOrganization, ID: in.Organization}, in.OneRole)
}

func (s *Server) listProgrammeRoles(ctx context.Context, in *struct {
	InProgramme
	RoleList
}) (*reply[page[roleOut]], error) {
	return s.roles(ctx, people.Scope{Kind: people.AtProgramme, ID: in.Programme}, in.RoleList)
}

func (s *Server) giveProgrammeRole(ctx context.Context, in *struct {
	InProgramme
	Idempotent
	Body giveRoleIn
}) (*made[roleOut], error) {
	return s.giveRole(ctx, people.Scope{Kind: people.AtProgramme, ID: in.Programme}, in.Key, in.Body)
}

func (s *Server) endProgrammeRole(ctx context.Context, in *struct {
	InProgramme
	OneRole
}) (*made[roleOut], error) {
	return s.endRole(ctx, people.Scope{Kind: people.AtProgramme, ID: in.Programme}, in.OneRole)
}

func (s *Server) listBookRoles(ctx context.Context, in *struct {
	InBook
	RoleList
}) (*reply[page[roleOut]], error) {
	at, err := s.config.People.ScopeOfBook(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	return s.roles(ctx, at, in.RoleList)
}

func (s *Server) giveBookRole(ctx context.Context, in *struct {
	InBook
	Idempotent
	Body giveRoleIn
}) (*made[roleOut], error) {
	at, err := s.config.People.ScopeOfBook(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	return s.giveRole(ctx, at, in.Key, in.Body)
}

func (s *Server) endBookRole(ctx context.Context, in *struct {
	InBook
	OneRole
}) (*made[roleOut], error) {
	at, err := s.config.People.ScopeOfBook(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	return s.endRole(ctx, at, in.OneRole)
}
