package training_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/training"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

var updateVectors = flag.Bool("update", false, "write the web app's vectors anew")

const vectorsFile = "../../web/src/lib/rules/testdata/answers.json"

// answerVector is an answer with what is said of it in both languages, or why it is
// refused.
type answerVector struct {
	Answer  training.Answer `json:"answer"`
	Result  *grade.Result   `json:"result,omitempty"`
	EN      string          `json:"en,omitempty"`
	Refused string          `json:"refused,omitempty"`
}

type exerciseVector struct {
	Exercise training.Exercise `json:"exercise"`
	Answers  []answerVector    `json:"answers"`
}

// The vectors of the web app's judge of answers: every kind of exercise at every level,
// with the right answer, the planted wrong ones and odd ones. The stories are left out:
// nothing is judged by them.
// Written anew by go test ./ledger/training -run Vectors -update.
func TestVectorsOfAnswersAreThoseOfTheWeb(t *testing.T) {
	var all []exerciseVector
	for lesson := 1; lesson <= 14; lesson++ {
		for level := training.FirstLevel; level <= training.LastLevel; level++ {
			sheet, err := training.Sheet(lesson, level, fmt.Sprintf("VEKTOR-%d-%d", lesson, level))
			if err != nil {
				t.Fatal(err)
			}
			for i, x := range sheet {
				if (i+level)%2 != 0 { // every exercise of a sheet at some levels, not all at each
					continue
				}
				v := exerciseVector{Exercise: x}
				for _, a := range answersTo(x) {
					v.Answers = append(v.Answers, judged(t, x, a))
				}
				v.Exercise.Story, v.Exercise.Ask, v.Exercise.Steps = training.Text{}, training.Text{}, nil
				all = append(all, v)
			}
		}
	}
	var out bytes.Buffer
	out.WriteString("[\n")
	for i, v := range all {
		line, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(line)
		if i < len(all)-1 {
			out.WriteByte(',')
		}
		out.WriteByte('\n')
	}
	out.WriteString("]\n")
	if *updateVectors {
		if err := os.WriteFile(vectorsFile, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	stored, err := os.ReadFile(vectorsFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(stored, out.Bytes()) {
		t.Errorf("%s is stale: go test ./ledger/training -run Vectors -update", vectorsFile)
	}
}

func judged(t *testing.T, x training.Exercise, a training.Answer) answerVector {
	t.Helper()
	v := answerVector{Answer: a}
	id, err := x.Grade(a, "id")
	if err != nil {
		var e *ledger.Error
		if !errors.As(err, &e) {
			t.Fatalf("%s: %v", x.ID, err)
		}
		v.Refused = e.Code
		return v
	}
	en, err := x.Grade(a, "en")
	if err != nil {
		t.Fatalf("%s: %v", x.ID, err)
	}
	v.Result, v.EN = &id, en.Sentence
	return v
}

// answersTo are the right answer, each planted wrong one, an odd one, one that is
// missing, and the second try of some.
func answersTo(x training.Exercise) []training.Answer {
	right := x.Solution()
	again := odd(x)
	again.Try = 2
	late := right
	late.Try = 2
	out := []training.Answer{right, late, odd(x), again, {}}
	switch {
	case x.Why != nil:
		for i := range x.Why.Options {
			out = append(out, training.Answer{Choice: &i})
		}
	case x.Form != nil:
		for _, p := range x.Form.Planted {
			out = append(out, training.Answer{Entry: p.Entry})
		}
		for _, entry := range x.Form.Accepted {
			out = append(out, training.Answer{Entry: entry})
		}
	case x.Num != nil:
		for _, p := range x.Num.Wrong {
			out = append(out, training.Answer{Number: &p.Value})
		}
	case x.Sort != nil:
		for i, card := range x.Sort.Cards {
			for _, box := range x.Sort.Boxes {
				if box.Key == card.Box || card.Wrong[box.Key] == "" && i > 1 {
					continue
				}
				boxes := slices.Clone(right.Boxes)
				boxes[i] = box.Key
				out = append(out, training.Answer{Boxes: boxes})
			}
		}
		out = append(out, training.Answer{Boxes: append([]string{"?"}, right.Boxes[1:]...)}, training.Answer{Boxes: right.Boxes[1:]})
	case x.Table != nil:
		k := 0
		for _, row := range x.Table.Rows {
			for _, c := range row {
				if !c.Blank {
					continue
				}
				cells := slices.Clone(right.Cells)
				cells[k] = nil
				out = append(out, training.Answer{Cells: cells})
				for _, p := range c.Wrong {
					cells := slices.Clone(right.Cells)
					cells[k] = &p.Value
					out = append(out, training.Answer{Cells: cells})
				}
				k++
			}
		}
	case x.Pick != nil:
		for i := range x.Pick.Options {
			out = append(out, training.Answer{Choice: &i})
		}
	case x.Find != nil:
		for i := range x.Find.Lines {
			out = append(out, training.Answer{Line: &i})
		}
		beyond := len(x.Find.Lines)
		out = append(out, training.Answer{Line: &beyond})
	}
	return out
}
