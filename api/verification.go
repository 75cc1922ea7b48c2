package api

import (
	"context"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger"
)

type findingOut struct {
	Row  string `json:"row" doc:"Which row" example:"entries seq 12"`
	What string `json:"what" doc:"What is wrong with it"`
}

type verificationOut struct {
	OK       bool         `json:"ok"`
	Entries  int64        `json:"entries"`
	Lines    int64        `json:"lines"`
	Sequence int64        `json:"sequence" doc:"Where the chain ends by this walk"`
	Head     ledger.Hash  `json:"head" doc:"Compare it with the head that others were given"`
	Findings []findingOut `json:"findings" doc:"The first names the first wrong row; at most 100"`
}

func addVerification(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/books/{book}/verification", Action: "books.verify", Tag: "proof",
		Summary: "Prove a book", Description: "Walks the whole chain and every line, and compares all balances, texts, the chart and the commands with them."},
		s.verify)
}

func (s *Server) verify(ctx context.Context, in *InBook) (*reply[verificationOut], error) {
	r, err := s.store.CheckBook(ctx, in.Book)
	if err != nil {
		return nil, err
	}
	out := verificationOut{OK: r.OK(), Entries: r.Entries, Lines: r.Lines, Sequence: r.Sequence, Head: r.Head, Findings: []findingOut{}}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, findingOut{f.Row, f.What})
	}
	return &reply[verificationOut]{out}, nil
}
