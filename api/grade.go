package api

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/business"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

// WrongPaths are the wrong paths of a number as they were sent: a list of
// {code, value}, or an object of values by their codes.
type WrongPaths struct{ raw jsontext.Value }

// UnmarshalJSON keeps them until it is known where they stand.
func (p *WrongPaths) UnmarshalJSON(raw []byte) error {
	p.raw = slices.Clone(raw)
	return nil
}

// Schema allows both forms; they are checked when they are read.
func (WrongPaths) Schema(r huma.Registry) *huma.Schema {
	return &huma.Schema{
		Description: "What known misunderstandings give: values by their codes, or a list of {code, value}.",
		Examples:    []any{map[string]any{"N01": 7500}},
	}
}

// read also gives the names in a list that mean nothing here.
func (p WrongPaths) read() (paths []grade.WrongPath, unused []string, err error) {
	if p.raw.Kind() == '{' {
		var values map[string]ledger.Figure
		err = readTyped(p.raw, &values)
		for _, code := range slices.Sorted(maps.Keys(values)) {
			paths = append(paths, grade.WrongPath{Code: code, Value: values[code]})
		}
	} else if p.raw != nil {
		err = readTyped(p.raw, &paths)
		unused = notUsed(p.raw, reflect.TypeFor[[]grade.WrongPath](), "wrong_paths", nil)
	}
	found := within(err)
	for i, e := range found {
		placed := *e
		placed.Field = strings.TrimSuffix(strings.Replace("wrong_paths."+e.Field, ".[", "[", 1), ".")
		found[i] = &placed
	}
	return paths, unused, ledger.Join(found...)
}

// GradeQuestion is an answer to be graded, with what it is held against: an entry, or
// a number.
type GradeQuestion struct {
	_        struct{}            `json:"-" additionalProperties:"true"`
	Item     *business.RowNumber `json:"item,omitempty" doc:"Comes back with the result"`
	Language string              `json:"language,omitempty" enum:"id,en" doc:"Of the sentence; else Accept-Language decides"`

	Event      string         `json:"event,omitempty" maxLength:"100" doc:"The kind of the story; without it the model answer shows it" example:"jual_utang"`
	Expected   []grade.Line   `json:"expected_entry,omitempty" doc:"The model answer; [] when nothing is to be written"`
	Accepted   [][]grade.Line `json:"accepted_entries,omitempty" doc:"Other entries that are as good, at most 20"`
	Either     bool           `json:"either_place,omitempty" doc:"Cash box and bank are equally good"`
	Learner    []grade.Line   `json:"learner_entry,omitempty" doc:"[] when nothing was written"`
	Day        ledger.Date    `json:"expected_day,omitzero" doc:"Together with learner_day: another month is wrong"`
	LearnerDay ledger.Date    `json:"learner_day,omitzero"`

	Number *ledger.Figure `json:"expected,omitempty" doc:"A number instead of an entry"`
	Paths  WrongPaths     `json:"wrong_paths,omitzero" required:"false"`
	Answer *ledger.Figure `json:"answer,omitempty"`
	Try    int            `json:"try,omitempty" minimum:"0" maximum:"1000" doc:"From the second on a number earns at most 70"`
}

type gradeIn struct {
	GradeQuestion
	Answers []GradeQuestion `json:"answers,omitempty" maxItems:"200" doc:"Several, instead of one"`
}

// gradedOut is a result with the item it belongs to.
type gradedOut struct {
	Item *business.RowNumber `json:"item,omitempty"`
	grade.Result
}

// gradesOut answers one question by its result, and several by a list.
type gradesOut struct {
	one     *gradedOut
	results []gradedOut
	notUsed []string
}

// MarshalJSON writes one or the other.
func (o gradesOut) MarshalJSON() ([]byte, error) {
	unused := Unused{o.notUsed}
	if o.one != nil {
		return json.Marshal(struct {
			Item *business.RowNumber `json:"item,omitempty"`
			grade.Result
			Unused
		}{o.one.Item, o.one.Result, unused}, json.Deterministic(true))
	}
	return json.Marshal(struct {
		Results []gradedOut `json:"results"`
		Unused
	}{o.results, unused}, json.Deterministic(true))
}

// Schema is that of one result, with the list beside its fields.
func (gradesOut) Schema(r huma.Registry) *huma.Schema {
	item := reflect.TypeFor[gradedOut]()
	s := huma.SchemaFromType(r, item)
	s.Properties["results"] = &huma.Schema{Type: huma.TypeArray, Items: r.Schema(item, true, ""), Description: "When several were asked for, instead of the rest"}
	s.Properties["not_used"] = huma.SchemaFromType(r, reflect.TypeFor[Unused]()).Properties["not_used"]
	s.Required = []string{"not_used"}
	return s
}

func addGrade(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/grade", Public: true, Status: http.StatusOK, Tag: "lessons",
		Summary: "Grade an answer",
		Description: "An entry against its model answer, or a number against what it should be and what known misunderstandings give. The score, the first " +
			"code that holds (E00 to E25, N01 to N18; null when nothing is wrong), the one sentence for the learner, and all codes for the trainer. " +
			"Nothing is kept."}, gradeAnswers)
}

func gradeAnswers(_ context.Context, in *struct {
	Accept string `header:"Accept-Language" doc:"id or en"`
	Body   lenient[gradeIn]
}) (*reply[gradesOut], error) {
	body, out := in.Body.In, gradesOut{notUsed: in.Body.NotUsed}
	lang := spoken(body.Language, in.Accept)
	var errs []*ledger.Error
	each := func(q GradeQuestion, path string) gradedOut {
		result, unused, err := q.grade(spoken(q.Language, lang))
		if err != nil {
			errs = append(errs, at(path, err))
		}
		for _, name := range unused {
			out.notUsed = append(out.notUsed, strings.TrimPrefix(path+"."+name, "."))
		}
		return gradedOut{q.Item, result}
	}
	if body.Answers == nil {
		result := each(body.GradeQuestion, "")
		out.one = &result
	} else {
		errs = append(errs, body.alone())
		for i, q := range body.Answers {
			out.results = append(out.results, each(q, fmt.Sprintf("answers[%d]", i)))
		}
	}
	if err := ledger.Join(errs...); err != nil {
		return nil, err
	}
	slices.Sort(out.notUsed)
	return &reply[gradesOut]{out}, nil
}

// alone refuses a question beside a list of them.
func (in gradeIn) alone() *ledger.Error {
	q := in.GradeQuestion
	q.Language = ""
	if !reflect.ValueOf(q).IsZero() {
		return ledger.E(ledger.Invalid, "one_of_two", "answers", "allowed", "answers, expected_entry, expected")
	}
	return nil
}

// grade also gives the names of fields that are for questions of the other sort.
func (q GradeQuestion) grade(lang string) (result grade.Result, unused []string, err error) {
	if err := oneOfTwo("expected_entry", q.Expected != nil, "expected", q.Number != nil); err != nil {
		return result, nil, err
	}
	if q.Number != nil {
		return q.gradeNumber(lang)
	}
	unused = present(map[string]bool{"answer": q.Answer != nil, "try": q.Try != 0, "wrong_paths": q.Paths.raw != nil})
	if q.Learner == nil {
		return result, nil, ledger.E(ledger.Invalid, "required", "learner_entry")
	}
	result, err = grade.Entry(grade.Question{
		Event: q.Event, Expected: q.Expected, Accepted: q.Accepted, EitherPlace: q.Either, Day: q.Day, LearnerDay: q.LearnerDay,
	}, q.Learner, lang)
	return result, unused, err
}

func (q GradeQuestion) gradeNumber(lang string) (result grade.Result, unused []string, err error) {
	if q.Answer == nil {
		return result, nil, ledger.E(ledger.Invalid, "required", "answer")
	}
	paths, unused, err := q.Paths.read()
	if err != nil {
		return result, nil, err
	}
	unused = append(unused, present(map[string]bool{
		"learner_entry": q.Learner != nil, "accepted_entries": q.Accepted != nil, "either_place": q.Either, "event": q.Event != "",
		"expected_day": !q.Day.IsZero(), "learner_day": !q.LearnerDay.IsZero(),
	})...)
	result, err = grade.Number(*q.Number, paths, *q.Answer, q.Try, lang)
	return result, unused, err
}

func present(names map[string]bool) []string {
	maps.DeleteFunc(names, func(_ string, there bool) bool { return !there })
	return slices.Sorted(maps.Keys(names))
}
