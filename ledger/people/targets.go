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
	if owner.Scope.Kind == OfPerson {
		return p.ownBookTarget(ctx, book, owner)
	}
	links, err := p.LinksOf(ctx, book)
	return Target{Owner: owner.Scope, Book: book, Registrar: owner.Organization, Programmes: links}, err
}

// ownBookTarget is a person's own book. It is hers in whom she lives on, if she was
// merged into another.
func (p *People) ownBookTarget(ctx context.Context, book ledger.ID, owner Owner) (Target, error) {
	row, err := findPerson(ctx, p.s, owner.Scope.ID)
	if err == nil && !row.MergedInto.IsZero() {
		row, err = findPerson(ctx, p.s, row.MergedInto)
	}
	if err != nil {
		return Target{}, err
	}
	t := Target{Owner: Scope{OfPerson, row.ID}, Book: book, Registrar: owner.Organization}
	if row.ErasedAt != 0 {
		return t, nil
	}
	if t.Consented, err = p.Consented(ctx, row.ID, BookAccess); err != nil || !t.Consented {
		return t, err
	}
	t.Programmes, err = p.LinksOf(ctx, row.Home)
	return t, err
}

// NoteLook writes down that the caller looks into a person's own book, if it is
// another's: for her to see, as every reading of what is personal.
func (p *People) NoteLook(ctx context.Context, by Caller, t Target) error {
	if t.Book.IsZero() || t.Owner.Kind != OfPerson || t.Owner.ID == by.Person {
		return nil
	}
	row, err := findPerson(ctx, p.s, t.Owner.ID)
	if err != nil {
		return err
	}
	return p.note(ctx, by, row.Home, "book.read", row.ID)
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

// HasLines reports whether there are lines that concern the caller in the book of the
// group that the target is. They stay hers to see when she has left the group.
func (p *People) HasLines(ctx context.Context, by Caller, t Target) (bool, error) {
	if t.Owner.Kind != AtGroup || t.Book.IsZero() || by.Person.IsZero() || by.Operator {
		return false, nil
	}
	return linesConcern(ctx, p.s, t.Book, by.Person)
}
