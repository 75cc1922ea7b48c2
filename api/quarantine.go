package api

import (
	"context"
	"net/http"
	"time"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/people"
	"github.com/lumbung-ledger/lumbung/ledger/store"
)

// waitingOut is a command of a device that waits, as the API shows it.
type waitingOut struct {
	Item     ledger.ID     `json:"item"`
	Device   ledger.ID     `json:"device"`
	ID       ledger.ID     `json:"id" doc:"The command's"`
	Seq      int64         `json:"device_seq"`
	Kind     string        `json:"kind" example:"entry.post"`
	Version  int           `json:"version"`
	Content  string        `json:"content" doc:"Its body, as it was sent"`
	MadeAt   string        `json:"made_at,omitempty" doc:"What the device's clock said"`
	CameAt   time.Time     `json:"came_at"`
	Actor    ledger.ID     `json:"actor"`
	Late     bool          `json:"late,omitzero" doc:"It came after the device's lease had run out"`
	Outcome  people.Answer `json:"outcome" enum:"posted,duplicate,posted_with_task,held,refused,quarantined,mismatch"`
	Code     string        `json:"code,omitempty" doc:"What speaks against it, for programs"`
	Detail   string        `json:"detail,omitempty" doc:"The same for people"`
	Needs    int           `json:"needs" doc:"How many key-holders must agree"`
	Verdicts []verdictSaid `json:"verdicts"`
	Decided  string        `json:"decided,omitempty" enum:"release,dismissal" doc:"What they have agreed on"`
}

type verdictSaid struct {
	Person  ledger.ID `json:"person"`
	Verdict string    `json:"verdict" enum:"release,dismissal"`
	Reason  string    `json:"reason"`
	At      time.Time `json:"at"`
}

func showWaiting(language string, w people.WaitingCommand) waitingOut {
	out := waitingOut{Item: w.Item, Device: w.Device, ID: w.Command.ID, Seq: w.Command.Seq, Kind: w.Command.Kind, Version: w.Command.Version,
		Content: string(w.Command.Body), MadeAt: w.Command.MadeAt, CameAt: w.CameAt, Actor: w.Command.Actor, Late: w.Late, Outcome: w.Answer, Code: w.Code,
		Detail: detail(language, w.Code), Needs: w.Needs, Verdicts: make([]verdictSaid, len(w.Said)), Decided: string(w.Decided)}
	for i, said := range w.Said {
		out.Verdicts[i] = verdictSaid{Person: said.Person, Verdict: string(said.Verdict), Reason: said.Reason, At: said.At}
	}
	return out
}

func addQuarantine(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/quarantine", Action: "quarantine.list", Tag: "sync",
		Summary: "List what waits of the devices' commands", Description: "In order of arrival: what waits for the key-holders, and what waits for commands before it."},
		s.listQuarantine)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/quarantine/{item}/release", Action: "quarantine.decide", Status: http.StatusCreated, Tag: "sync",
		Summary: "Say that a command is to be done",
		Description: "It is done when as many key-holders as are needed agree; whoever made it has no say. An entry whose day is closed goes to the first open day. " +
			"For a command that is held it says that those before it are lost."}, s.releaseCommand)
	add(s, Route{Method: http.MethodPost, Path: "/v1/books/{book}/quarantine/{item}/dismissal", Action: "quarantine.decide", Status: http.StatusCreated, Tag: "sync",
		Summary: "Say that a command is not to be done", Description: "It is kept all the same, with what was said."}, s.dismissCommand)
}

func (s *Server) listQuarantine(ctx context.Context, in *struct {
	InBook
	Language string `header:"Accept-Language" doc:"id or en: the language of the details"`
	Paging
}) (*reply[page[waitingOut]], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	var after ledger.ID
	if keys, err := in.after("quarantine", 1); err != nil {
		return nil, err
	} else if keys != nil {
		if after, err = ledger.ParseID(keys[0]); err != nil {
			return nil, ledger.E(ledger.Invalid, "invalid_cursor", "cursor")
		}
	}
	waiting, err := p.Quarantined(ctx, in.Book, after, in.Limit+1)
	if err != nil {
		return nil, err
	}
	out := make([]waitingOut, len(waiting))
	for i, w := range waiting {
		out[i] = showWaiting(in.Language, w)
	}
	return &reply[page[waitingOut]]{pageOf("quarantine", out, in.Limit, func(w waitingOut) []string { return []string{w.Item.String()} })}, nil
}

type decideIn struct {
	InBook
	Item     ledger.ID `path:"item" doc:"Of the list of what waits"`
	Language string    `header:"Accept-Language" doc:"id or en: the language of the details"`
	Idempotent
	Body struct {
		ID     ledger.ID `json:"id,omitempty"`
		Reason string    `json:"reason" minLength:"1" maxLength:"500" doc:"Why" example:"Kami bertiga hadir dan uangnya ada"`
	}
}

func (s *Server) releaseCommand(ctx context.Context, in *decideIn) (*made[waitingOut], error) {
	return s.decide(ctx, in, people.VerdictRelease)
}

func (s *Server) dismissCommand(ctx context.Context, in *decideIn) (*made[waitingOut], error) {
	return s.decide(ctx, in, people.VerdictDismissal)
}

func (s *Server) decide(ctx context.Context, in *decideIn, v people.Verdict) (*made[waitingOut], error) {
	p, err := s.people()
	if err != nil {
		return nil, err
	}
	id, err := commandID(in.Body.ID, in.Key, in.Book)
	if err != nil {
		return nil, err
	}
	var w store.Made[people.WaitingCommand]
	if w, err = p.Decide(ctx, CallerFrom(ctx), id, in.Book, in.Item, v, in.Body.Reason); err != nil {
		return nil, err
	}
	return madeOf(showWaiting(in.Language, w.It), w.Replayed), nil
}
