package training

import (
	"slices"
	"strconv"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

// Answer is what a learner answers: the part that her exercise asks for.
type Answer struct {
	// Boxes has a box's key for every card; those of given cards are not looked at.
	Boxes []string `json:"boxes,omitempty"`
	// Entry are the lines of the whole entry, the given parts too.
	Entry []grade.Line `json:"entry,omitempty"`
	// Number is the number asked for.
	Number *ledger.Figure `json:"number,omitempty"`
	// Cells has a number for every blank, in reading order; null where she left it
	// empty.
	Cells []*ledger.Figure `json:"cells,omitempty"`
	// Choice is the place of the option chosen, Line that of the line tapped, from 0.
	Choice *int `json:"choice,omitempty"`
	Line   *int `json:"line,omitempty"`
	// Try is 1 at first. From the second on a number earns at most 70.
	Try int `json:"try,omitempty"`
}

// Grade judges an answer in the language "id" or "en". What does not fit the
// exercise is refused: answer_missing, answer_count, unknown_box, unknown_choice,
// and what package grade refuses.
func (x Exercise) Grade(a Answer, lang string) (grade.Result, error) {
	switch {
	case x.Why != nil:
		return x.Why.grade(a, lang)
	case x.Sort != nil:
		return x.Sort.grade(a, lang)
	case x.Form != nil:
		return x.Form.grade(a, lang)
	case x.Num != nil:
		if a.Number == nil {
			return grade.Result{}, ledger.E(ledger.Invalid, "answer_missing", "number")
		}
		return grade.Number(x.Num.Expected, x.Num.Wrong, *a.Number, a.Try, lang)
	case x.Table != nil:
		return x.Table.grade(a, lang)
	case x.Pick != nil:
		return x.Pick.grade(a, lang)
	default:
		return x.Find.grade(a, lang)
	}
}

func (p *PickTask) grade(a Answer, lang string) (grade.Result, error) {
	if a.Choice == nil {
		return grade.Result{}, ledger.E(ledger.Invalid, "answer_missing", "choice")
	}
	if *a.Choice < 0 || *a.Choice >= len(p.Options) {
		return grade.Result{}, ledger.E(ledger.Invalid, "unknown_choice", "choice")
	}
	chosen := p.Options[*a.Choice]
	if chosen.Right {
		return grade.Right(lang), nil
	}
	return wrong(chosen.Code, chosen.Sentence, lang), nil
}

func (f *FindTask) grade(a Answer, lang string) (grade.Result, error) {
	if a.Line == nil {
		return grade.Result{}, ledger.E(ledger.Invalid, "answer_missing", "line")
	}
	if *a.Line < 0 || *a.Line >= len(f.Lines) {
		return grade.Result{}, ledger.E(ledger.Invalid, "unknown_choice", "line")
	}
	if *a.Line == f.Wrong {
		return grade.Right(lang), nil
	}
	// Not to have seen the fault is not to have made it.
	return wrong("", f.Sentence, lang), nil
}

// wrong is a wrong choice: 40 for a misunderstanding that has a name, else 0.
func wrong(code string, sentence Text, lang string) grade.Result {
	r := grade.Result{Codes: []string{}, Sentence: sentence.In(lang), Verdict: "again"}
	if code != "" {
		r.Score, r.Primary, r.Codes = 40, &code, []string{code}
	}
	if r.Sentence == "" {
		r.Sentence = grade.Sentence(code, lang)
	}
	if r.Sentence == "" {
		r.Sentence = readAgain.In(lang)
	}
	return r
}

// readAgain answers what shows no misunderstanding in particular.
var readAgain = Text{"Belum pas. Baca lagi ceritanya.", "Not yet. Read the story once more."}

// grade of cards is the share of those in their box.
func (s *SortTask) grade(a Answer, lang string) (grade.Result, error) {
	if len(a.Boxes) != len(s.Cards) {
		return grade.Result{}, ledger.E(ledger.Invalid, "answer_count", "boxes", "count", strconv.Itoa(len(s.Cards)))
	}
	parts := []grade.Result{}
	for i, card := range s.Cards {
		switch box := a.Boxes[i]; {
		case card.Given:
		case box == card.Box:
			parts = append(parts, grade.Right(lang))
		case box != "" && !slices.ContainsFunc(s.Boxes, func(c Choice) bool { return c.Key == box }):
			return grade.Result{}, ledger.E(ledger.Invalid, "unknown_box", "boxes["+strconv.Itoa(i)+"]")
		default:
			part := wrong(card.Wrong[box], Text{}, lang)
			part.Score = 0 // a card lies in its box or it does not
			parts = append(parts, part)
		}
	}
	return mean(parts, lang), nil
}

// grade of a form: the parts that were given count as right, since they are given.
func (f *FormTask) grade(a Answer, lang string) (grade.Result, error) {
	return grade.Entry(grade.Question{Event: f.Event, Expected: f.Expected, Accepted: f.Accepted}, a.Entry, lang)
}

// grade of a table is the mean of its blanks.
func (t *TableTask) grade(a Answer, lang string) (grade.Result, error) {
	blanks := t.blanks()
	if len(a.Cells) != len(blanks) {
		return grade.Result{}, ledger.E(ledger.Invalid, "answer_count", "cells", "count", strconv.Itoa(len(blanks)))
	}
	parts := make([]grade.Result, len(blanks))
	for i, c := range blanks {
		if a.Cells[i] == nil {
			parts[i] = wrong("E00", Text{}, lang)
			parts[i].Score = 0
			continue
		}
		var err error
		if parts[i], err = grade.Number(*c.Value, c.Wrong, *a.Cells[i], a.Try, lang); err != nil {
			return grade.Result{}, err
		}
	}
	return mean(parts, lang), nil
}

// mean is one result of several: the mean of their scores, half up, and the first
// sentence that something is wrong with. Nothing asked is right.
func mean(parts []grade.Result, lang string) grade.Result {
	all := grade.Right(lang)
	total := 0
	first := true
	for _, p := range parts {
		total += p.Score
		if p.Score == 100 {
			continue
		}
		if first {
			all.Sentence, first = p.Sentence, false
		}
		for _, code := range p.Codes {
			if !slices.Contains(all.Codes, code) {
				all.Codes = append(all.Codes, code)
			}
		}
		if all.Primary == nil {
			all.Primary = p.Primary
		}
	}
	if len(parts) > 0 {
		all.Score = (2*total + len(parts)) / (2 * len(parts))
	}
	all.Verdict = grade.Verdict(all.Score)
	return all
}
