package people

import (
	"context"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// What a [Target] can be named by.
const (
	NamedBook         = "book"
	NamedOrganization = "organization"
	NamedProgramme    = "programme"
	NamedPerson       = "person"
)

// Target finds out whose the thing with the id is and what bears on it. A book that
// nobody owns, and one that is not there, are the installation's. An organisation
// that is not there is one at which nobody has a role. Codes: unknown_programme,
// unknown_person.
func (p *People) Target(ctx context.Context, named string, id ledger.ID) (Target, error) {
	switch named {
	case NamedBook:
		return p.bookTarget(ctx, id)
	case NamedOrganization:
		return Target{Owner: Scope{AtOrganization, id}}, nil
	case NamedProgramme:
		link, err := p.LinkOf(ctx, id)
		return Target{Owner: Scope{AtProgramme, id}, Programmes: []ProgrammeLink{link}}, err
	case NamedPerson:
		return p.personTarget(ctx, id)
	}
	panic("people: nothing is named by " + named)
}

func (p *People) bookTarget(ctx context.Context, book ledger.ID) (Target, error) {
	owner, there, err := p.OwnerOf(ctx, book)
	if err != nil || !there {
		return Target{}, err
	}
	links, err := p.LinksOf(ctx, book)
	return Target{Owner: owner.Scope, Book: book, Registrar: owner.Organization, Programmes: links}, err
}

// personTarget is the home that registered her, and herself. A programme that her
// group shares with sees the group's figures, not her.
func (p *People) personTarget(ctx context.Context, person ledger.ID) (Target, error) {
	row, err := findPerson(ctx, p.s, person)
	if err != nil {
		return Target{}, err
	}
	owner, there, err := p.OwnerOf(ctx, row.Home)
	if err != nil {
		return Target{}, err
	}
	if !there {
		return Target{Owner: Scope{AtOrganization, row.Home}, Person: person}, nil
	}
	return Target{Owner: owner.Scope, Registrar: owner.Organization, Person: person}, nil
}
