package api

import (
	"context"
	"net/http"
	"strconv"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/training"
)

// lessonOut is a lesson in a list: all but its text.
type lessonOut struct {
	Number  int             `json:"number" example:"1"`
	Slug    string          `json:"slug" example:"dua-dompet"`
	Title   training.Text   `json:"title"`
	Goal    training.Text   `json:"goal"`
	Rule    training.Text   `json:"rule"`
	Day     int             `json:"day" doc:"The day of a class of three days"`
	Minutes int             `json:"minutes"`
	Kinds   []training.Kind `json:"kinds" doc:"The kinds of its exercises"`
}

func showLesson(l training.Lesson) lessonOut {
	return lessonOut{Number: l.Number, Slug: l.Slug, Title: l.Title, Goal: l.Goal, Rule: l.Rule, Day: l.Day, Minutes: l.Minutes, Kinds: l.Kinds}
}

func addLessons(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/lessons", Public: true, Tag: "lessons",
		Summary: "List the lessons", Description: "The lessons of the workshop Buku Usaha Ibu, in order."}, listLessons)
	add(s, Route{Method: http.MethodGet, Path: "/v1/lessons/{lesson}", Public: true, Tag: "lessons",
		Summary: "Read a lesson",
		Description: "What a trainer teaches from, in both languages: story, rule, worked example, group game, exercises, own book and notes. " +
			"The text is Markdown."}, readLesson)
}

func listLessons(_ context.Context, in *struct{ Paging }) (*reply[page[lessonOut]], error) {
	keys, err := in.after("lessons", 1)
	if err != nil {
		return nil, err
	}
	last := 0
	if keys != nil {
		if last, err = strconv.Atoi(keys[0]); err != nil {
			return nil, ledger.E(ledger.Invalid, "invalid_cursor", "cursor")
		}
	}
	out := []lessonOut{}
	for _, l := range training.Lessons() {
		if l.Number > last {
			out = append(out, showLesson(l))
		}
	}
	return &reply[page[lessonOut]]{pageOf("lessons", out, in.Limit, func(l lessonOut) []string { return []string{strconv.Itoa(l.Number)} })}, nil
}

func readLesson(_ context.Context, in *struct {
	Lesson int `path:"lesson" doc:"Its number" example:"1"`
}) (*reply[training.Lesson], error) {
	l, err := lessonNumbered(in.Lesson)
	if err != nil {
		return nil, err
	}
	return &reply[training.Lesson]{l}, nil
}

// lessonNumbered is the lesson of that number; there is none of others.
func lessonNumbered(n int) (training.Lesson, error) {
	l, ok := training.LessonByNumber(n)
	if !ok {
		return l, ledger.E(ledger.Missing, "unknown_lesson", "lesson")
	}
	return l, nil
}
