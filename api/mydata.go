package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
)

func addMyData(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/people/{person}/reads", Action: "people.reads", Tag: "people",
		Summary: "List who looked at a person's data", Description: "Newest first: who, when, what for, in which role, for whom, and on which enrolled device."}, s.listReads)
	add(s, Route{Method: http.MethodGet, Path: "/v1/people/{person}/data", Action: "people.data", Tag: "people",
		Summary: "Give a person everything held about her", Description: "One document, to read or to take along. That it was given is written down first."}, s.myData)
}

func (s *Server) listReads(ctx context.Context, in *struct {
	OfPerson
	Paging
}) (*reply[page[people.Look]], error) {
	var last people.Look
	keys, err := in.after("reads", 2)
	if err != nil {
		return nil, err
	}
	if keys != nil {
		micros, bad := strconv.ParseInt(keys[0], 10, 64)
		if last.ID, err = ledger.ParseID(keys[1]); err != nil || bad != nil || micros <= 0 {
			return nil, ledger.E(ledger.Invalid, "invalid_cursor", "cursor")
		}
		last.At = time.UnixMicro(micros)
	}
	looks, err := s.config.People.Looks(ctx, CallerFrom(ctx), in.Person, last, in.Limit+1)
	if err != nil {
		return nil, err
	}
	return &reply[page[people.Look]]{pageOf("reads", looks, in.Limit, func(l people.Look) []string {
		return []string{strconv.FormatInt(ledger.Micros(l.At), 10), l.ID.String()}
	})}, nil
}

func (s *Server) myData(ctx context.Context, in *OfPerson) (*reply[people.MyData], error) {
	d, err := s.config.People.MyData(ctx, CallerFrom(ctx), in.Person)
	if err != nil {
		return nil, err
	}
	return &reply[people.MyData]{d}, nil
}
