package main

import (
	"errors"
	"fmt"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// withPeople opens the database and what is sealed in it.
func withPeople(env *environment, d database, k keyStore, fn func(*store.Store, *people.People) error) error {
	return withStore(env, d.Database, func(s *store.Store) error {
		f, err := k.open(env, s, d.Database, people.DefaultOrigin)
		if err != nil {
			return err
		}
		if f.People == nil {
			return errors.New("there is no key store: name one with --keys")
		}
		return errors.Join(fn(s, f.People), f.Close())
	})
}

// operator is who works at the machine itself.
var operator = people.Caller{Person: ledger.Operator, Operator: true}

type userCmd struct {
	Add userAddCmd `cmd:"" help:"Register somebody at an organisation and invite her to sign in."`
}

type userAddCmd struct {
	database
	keyStore
	Organization string `required:"" placeholder:"ID" help:"The organisation's id."`
	Name         string `required:"" help:"Her name."`
	Email        string `placeholder:"ADDRESS" help:"Her e-mail address."`
	Phone        string `placeholder:"NUMBER" help:"Her phone number."`
	Role         string `default:"admin" help:"What she is to be there: the first administrator; who comes after is invited by her."`
}

// Run registers her and prints the invitation, which is shown this once.
func (c *userAddCmd) Run(env *environment) error {
	organization, err := ledger.ParseID(c.Organization)
	if err != nil {
		return errors.New("--organization is not an id")
	}
	return withPeople(env, c.database, c.keyStore, func(s *store.Store, p *people.People) error {
		o, err := p.Organization(env, organization)
		if err != nil {
			return err
		}
		at := people.Scope{Kind: people.AtOrganization, ID: organization}
		if may, err := p.MayGive(env, operator, people.Role(c.Role), at); err != nil {
			return err
		} else if !may {
			return errors.New("from here only the first administrator of an organisation can be added; she invites everybody else")
		}
		who, err := p.Register(env, operator, people.NewPerson{ID: store.NewID(), Home: organization,
			Facts: people.Facts{Name: c.Name, Email: c.Email, Phone: c.Phone}})
		if err != nil {
			return err
		}
		i, err := p.Invite(env, operator, store.NewID(), people.Role(c.Role), at, who.It.ID)
		if err != nil {
			return err
		}
		fmt.Printf("Person      %s\n", who.It.ID)
		fmt.Printf("Invitation  %s\n", i.It.Token)
		fmt.Printf("            to be %s of %s, until %s; it works once, and is shown only now.\n", c.Role, o.Name, i.It.ExpiresAt.Format("2006-01-02 15:04 UTC"))
		return nil
	})
}
