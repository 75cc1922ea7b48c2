package api

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// recordOut is a record of a chain of changes as the API shows it. It holds nothing
// personal: people and things are ids.
type recordOut struct {
	Sequence int64     `json:"sequence" doc:"1, 2, 3, ... without gaps"`
	At       time.Time `json:"at"`
	Actor    ledger.ID `json:"actor,omitzero" doc:"Who did it"`
	Command  ledger.ID `json:"command,omitzero" doc:"The command it came from"`
	Device   ledger.ID `json:"device,omitzero" doc:"The enrolled device it was done on; absent for any other"`
	Action   string    `json:"action" example:"role.given"`
	Subject  ledger.ID `json:"subject,omitzero" doc:"What it was done to; absent for the organisation or the book itself"`
	Facts    []factOut `json:"facts" doc:"What stands after it"`
}

type factOut struct {
	Name  string `json:"name" example:"role"`
	Value string `json:"value" doc:"A text as it is, anything else as JSON" example:"treasurer"`
}

func showRecord(a ledger.Audit) (recordOut, error) {
	out := recordOut{Sequence: a.Sequence, At: time.UnixMicro(a.At).UTC(), Actor: a.Actor, Command: a.Command, Device: a.Device, Action: a.Action, Subject: a.Subject, Facts: []factOut{}}
	var facts map[string]json.RawMessage
	if err := json.Unmarshal([]byte(a.Body), &facts); err != nil {
		return out, err
	}
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		f := factOut{Name: name, Value: string(facts[name])}
		var text string
		if json.Unmarshal(facts[name], &text) == nil {
			f.Value = text
		}
		out.Facts = append(out.Facts, f)
	}
	return out, nil
}

func addRecords(s *Server) {
	const what = "The last one first: who did what, when, by which command, on which device. Each record is chained to the one before; nothing in it is personal."
	add(s, Route{Method: http.MethodGet, Path: "/v1/organizations/{organization}/records", Action: "organization_records.list", Tag: "records",
		Summary: "List what was changed at an organisation", Description: what}, s.listOrganizationRecords)
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/records", Action: "book_records.list", Tag: "records",
		Summary: "List what was changed in a book", Description: what + " Entries have a list of their own."}, s.listBookRecords)
}

func (s *Server) listOrganizationRecords(ctx context.Context, in *struct {
	InOrganization
	Paging
}) (*reply[page[recordOut]], error) {
	return s.records(ctx, in.Organization, in.Paging)
}

func (s *Server) listBookRecords(ctx context.Context, in *struct {
	InBook
	Paging
}) (*reply[page[recordOut]], error) {
	if _, err := s.store.Book(ctx, in.Book); err != nil {
		return nil, err
	}
	return s.records(ctx, in.Book, in.Paging)
}

func (s *Server) records(ctx context.Context, home ledger.ID, in Paging) (*reply[page[recordOut]], error) {
	var before int64
	if keys, err := in.after("records", 1); err != nil {
		return nil, err
	} else if keys != nil {
		if before, err = strconv.ParseInt(keys[0], 10, 64); err != nil || before < 1 {
			return nil, ledger.E(ledger.Invalid, "invalid_cursor", "cursor")
		}
	}
	all, err := s.store.Records(ctx, home, before, in.Limit+1)
	if err != nil {
		return nil, err
	}
	out := make([]recordOut, len(all))
	for i, a := range all {
		if out[i], err = showRecord(a); err != nil {
			return nil, err
		}
	}
	return &reply[page[recordOut]]{pageOf("records", out, in.Limit, func(r recordOut) []string { return []string{strconv.FormatInt(r.Sequence, 10)} })}, nil
}
