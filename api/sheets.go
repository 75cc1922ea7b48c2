package api

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"github.com/lumbung-ledger/lumbung/ledger/training"
)

// OfSheet are the parameters that say which sheet is meant.
type OfSheet struct {
	Lesson   int    `path:"lesson" doc:"1 to 14"`
	Level    int    `query:"level" default:"3" doc:"0 to 4"`
	Seed     string `query:"seed" default:"LATIHAN-1" doc:"What the sheet is drawn from, as in POST /v1/exercises"`
	Language string `header:"Accept-Language" doc:"id or en"`
}

func addSheets(s *Server) {
	paper := func(path, summary, description string) Route {
		return Route{Method: http.MethodGet, Path: path, Public: true, Pure: true, Tag: "lessons", Produces: "application/pdf", Summary: summary, Description: description}
	}
	add(s, paper("/v1/lessons/{lesson}/sheet", "A worksheet on paper", "The sheet that POST /v1/exercises draws for the same lesson, level and seed, with room to write."),
		func(_ context.Context, in *OfSheet) (*text, error) {
			return pdf(func(w io.Writer) error {
				return training.WriteSheet(w, in.Lesson, in.Level, in.Seed, chooseLanguage(in.Language))
			})
		})
	add(s, paper("/v1/lessons/{lesson}/key", "The answer key of a worksheet", "For the trainer: the answers to the sheet of the same lesson, level and seed."),
		func(_ context.Context, in *OfSheet) (*text, error) {
			return pdf(func(w io.Writer) error {
				return training.WriteKey(w, in.Lesson, in.Level, in.Seed, chooseLanguage(in.Language))
			})
		})
	add(s, paper("/v1/cash-book-page", "An empty page of a cash book", ""), func(_ context.Context, in *struct {
		Language string `header:"Accept-Language" doc:"id or en"`
	}) (*text, error) {
		return pdf(func(w io.Writer) error { return training.WriteCashBook(w, chooseLanguage(in.Language)) })
	})
	add(s, Route{Method: http.MethodGet, Path: "/v1/lessons/{lesson}/gift", Public: true, Pure: true, Tag: "lessons", Produces: "text/plain",
		Summary:     "A question bank of a lesson",
		Description: "Its PICK and NUM exercises in GIFT, for Moodle and others. GIFT has no question for an entry."}, lessonBank)
}

func lessonBank(_ context.Context, in *struct {
	Lesson   int    `path:"lesson" doc:"1 to 14"`
	Seed     string `query:"seed" default:"LATIHAN" maxLength:"48" doc:"What the sheets are drawn from: -1, -2 and so on are added to it"`
	Sheets   int    `query:"sheets" default:"5" minimum:"1" maximum:"50" doc:"How many sheets to take the questions of"`
	Language string `header:"Accept-Language" doc:"id or en"`
}) (*text, error) {
	var b bytes.Buffer
	if err := training.WriteGIFT(&b, in.Lesson, in.Seed, in.Sheets, chooseLanguage(in.Language)); err != nil {
		return nil, err
	}
	return &text{ContentType: "text/plain; charset=utf-8", Body: b.Bytes()}, nil
}

// pdf is a paper as an answer. Papers of lessons are small and made in memory.
func pdf(write func(io.Writer) error) (*text, error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return nil, err
	}
	return &text{ContentType: "application/pdf", Body: b.Bytes()}, nil
}
