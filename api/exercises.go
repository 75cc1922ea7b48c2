package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/training"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

// Seed is what a sheet is drawn from: a text, or a whole number.
type Seed string

// UnmarshalJSON takes a number as the text of its digits.
func (s *Seed) UnmarshalJSON(raw []byte) error {
	switch jsontext.Value(raw).Kind() {
	case '0':
		*s = Seed(raw)
		return nil
	case '"':
		text, err := jsontext.AppendUnquote(nil, raw)
		if err != nil {
			return ledger.E(ledger.Invalid, "invalid_seed", "")
		}
		*s = Seed(text)
		return nil
	}
	return ledger.E(ledger.Invalid, "invalid_seed", "")
}

// UnmarshalText is how the reader of bodies finds the type; UnmarshalJSON reads it.
func (s *Seed) UnmarshalText(text []byte) error {
	*s = Seed(text)
	return nil
}

// Schema says so to the readers of the contract.
func (Seed) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Description: "What the sheet is drawn from: letters, digits, - and _, at most 64; or a whole number. The same seed is the same sheet.",
		Examples:    []any{"MELATI-3-12-1"},
	}
}

type exerciseIn struct {
	Lesson int  `json:"lesson" doc:"1 to 14"`
	Level  int  `json:"level,omitempty" doc:"0 shows a whole example, 4 only tells the story"`
	Seed   Seed `json:"seed"`
}

type sheetOut struct {
	Lesson    int                 `json:"lesson"`
	Level     int                 `json:"level"`
	Seed      string              `json:"seed"`
	Exercises []training.Exercise `json:"exercises"`
}

// packOut is all that a phone needs for a lesson without a signal.
type packOut struct {
	Lesson training.Lesson `json:"lesson"`
	Sheets []sheetOut      `json:"sheets" doc:"Each level as often as asked, with the solutions"`
}

func addExercises(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/exercises", Public: true, Pure: true, Tag: "lessons", Status: http.StatusOK,
		Summary: "Draw a sheet of exercises",
		Description: "The exercises of a lesson at a level, drawn from a seed. Nothing is kept: the same seed gives the same sheet, on the screen and on " +
			"paper. They come without their solutions."}, drawSheet)
	add(s, Route{Method: http.MethodPost, Path: "/v1/exercises/{exercise}/answers", Public: true, Pure: true, Tag: "lessons", Status: http.StatusOK,
		Summary:     "Have an answer judged",
		Description: "The score, the one sentence for the learner, and all codes for the trainer. Nothing is kept."}, answerExercise)
	add(s, Route{Method: http.MethodGet, Path: "/v1/lessons/{lesson}/pack", Public: true, Pure: true, Tag: "lessons",
		Summary:     "A lesson for a phone without a signal",
		Description: "The lesson, and its sheets at every level for some attempts, with their solutions, so that the phone can judge them by itself."}, lessonPack)
}

func drawSheet(_ context.Context, in *struct{ Body exerciseIn }) (*reply[sheetOut], error) {
	sheet, err := sheetOf(in.Body.Lesson, in.Body.Level, string(in.Body.Seed))
	if err != nil {
		return nil, err
	}
	for i, x := range sheet.Exercises {
		sheet.Exercises[i] = x.Blind()
	}
	return &reply[sheetOut]{sheet}, nil
}

func sheetOf(lesson, level int, seed string) (sheetOut, error) {
	exercises, err := training.Sheet(lesson, level, seed)
	return sheetOut{Lesson: lesson, Level: level, Seed: seed, Exercises: exercises}, err
}

func answerExercise(_ context.Context, in *struct {
	Exercise string `path:"exercise" maxLength:"100" doc:"Its id, as the sheet gave it"`
	Language string `header:"Accept-Language" doc:"id or en"`
	Body     training.Answer
}) (*reply[grade.Result], error) {
	x, err := training.ExerciseByID(in.Exercise)
	if err != nil {
		return nil, err
	}
	result, err := x.Grade(in.Body, chooseLanguage(in.Language))
	if err != nil {
		return nil, err
	}
	return &reply[grade.Result]{result}, nil
}

func lessonPack(_ context.Context, in *struct {
	Lesson   int    `path:"lesson" doc:"1 to 14"`
	Seed     string `query:"seed" default:"LATIHAN" maxLength:"48" doc:"Of the class or the learner; -1, -2 and so on are added for the attempts"`
	Attempts int    `query:"attempts" default:"3" minimum:"1" maximum:"10" doc:"How many sheets of each level"`
}) (*reply[packOut], error) {
	lesson, err := lessonNumbered(in.Lesson)
	if err != nil {
		return nil, err
	}
	out := packOut{Lesson: lesson}
	for level := training.FirstLevel; level <= training.LastLevel; level++ {
		for attempt := range in.Attempts {
			sheet, err := sheetOf(in.Lesson, level, training.AttemptSeed(in.Seed, attempt+1))
			if err != nil {
				return nil, err
			}
			out.Sheets = append(out.Sheets, sheet)
		}
	}
	return &reply[packOut]{out}, nil
}
