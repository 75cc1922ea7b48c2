package training

import (
	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

// Kind is a kind of exercise.
type Kind string

// The kinds. A seventh, OWN, is a true entry in her own book and needs no
// generator.
const (
	Sort  Kind = "SORT"  // put cards into boxes
	Form  Kind = "FORM"  // say as an entry what happened
	Num   Kind = "NUM"   // one number
	Table Kind = "TABLE" // fill the blanks of a table
	Pick  Kind = "PICK"  // choose a decision
	Find  Kind = "FIND"  // tap the line that is wrong
)

// Text is something said to a learner, in both languages.
type Text struct {
	ID string `json:"id"`
	EN string `json:"en"`
}

// In is the text in the language "id" or "en".
func (t Text) In(lang string) string {
	if lang == "en" {
		return t.EN
	}
	return t.ID
}

// Exercise is one exercise with its solution. Exactly one of the fields named like
// the kinds is there.
type Exercise struct {
	ID     string `json:"id"`
	Lesson int    `json:"lesson"`
	Level  int    `json:"level" doc:"0 shows everything, 4 only tells the story"`
	Kind   Kind   `json:"kind"`
	Trade  Trade  `json:"trade"`
	Story  Text   `json:"story"`
	Ask    Text   `json:"ask"`
	// Steps are the way to the answer, in order. Level 0 shows them all, the levels
	// after it fewer (Shown), level 4 none.
	Steps []Step `json:"steps"`
	Shown int    `json:"shown"`
	// Why is asked at level 0 alone, where the whole example stands: which rule it
	// follows.
	Why *PickTask `json:"why,omitempty"`

	Sort  *SortTask  `json:"sort,omitempty"`
	Form  *FormTask  `json:"form,omitempty"`
	Num   *NumTask   `json:"num,omitempty"`
	Table *TableTask `json:"table,omitempty"`
	Pick  *PickTask  `json:"pick,omitempty"`
	Find  *FindTask  `json:"find,omitempty"`
}

// Step is one step of a worked example: what is done, and what it gives.
type Step struct {
	Text  Text   `json:"text"`
	Value string `json:"value" doc:"As it is shown: Rp1.500, 96 bungkus"`
}

// SortTask asks into which box each card goes.
type SortTask struct {
	Boxes []Choice   `json:"boxes"`
	Cards []SortCard `json:"cards"`
}

// Choice is something that can be chosen.
type Choice struct {
	Key  string `json:"key"`
	Text Text   `json:"text"`
}

// SortCard is a happening to be sorted. Wrong says which misunderstanding each wrong box
// shows; a box that is not there shows none in particular.
type SortCard struct {
	Text  Text              `json:"text"`
	Box   string            `json:"box"`
	Wrong map[string]string `json:"wrong,omitempty"`
	Given bool              `json:"given,omitempty" doc:"Already in its box"`
}

// FormTask asks for the entry of what happened.
type FormTask struct {
	Event    string         `json:"event"`
	Expected []grade.Line   `json:"expected"`
	Accepted [][]grade.Line `json:"accepted,omitempty" doc:"Other entries that are as good"`
	Chips    []string       `json:"chips" doc:"The accounts offered"`
	Blanks   []FormBlank    `json:"blanks" doc:"What the learner fills in; the rest is given"`
	// Planted are wrong entries that learners write, each with the code it shows.
	Planted []Planted `json:"planted,omitempty"`
}

// FormBlank is a part of a line of the expected entry that is left to the learner.
type FormBlank struct {
	Line int    `json:"line"`
	Part string `json:"part" enum:"account,side,amount"`
}

// Planted is a wrong entry with the code it must yield.
type Planted struct {
	Code  string       `json:"code"`
	Entry []grade.Line `json:"entry"`
}

// NumTask asks for one number.
type NumTask struct {
	Unit     string            `json:"unit" doc:"Rp, kg, bungkus, %"`
	Expected ledger.Figure     `json:"expected"`
	Wrong    []grade.WrongPath `json:"wrong_paths"`
	// Notes are the notes and coins of a picture, if the number is to be counted.
	Notes []NoteCount `json:"notes,omitempty"`
}

// NoteCount is so many notes or coins of a value in rupiah.
type NoteCount struct {
	Value int64 `json:"value"`
	Count int64 `json:"count"`
}

// TableTask asks for the blanks of a table.
type TableTask struct {
	Columns []Text   `json:"columns"`
	Rows    [][]Cell `json:"rows"`
}

// Cell is a word, a number that is given, or a blank with the number expected in
// it.
type Cell struct {
	Text  *Text             `json:"text,omitempty"`
	Value *ledger.Figure    `json:"value,omitempty"`
	Blank bool              `json:"blank,omitempty"`
	Wrong []grade.WrongPath `json:"wrong_paths,omitempty"`
}

// PickTask asks for one of several choices.
type PickTask struct {
	Options []Option `json:"options"`
}

// Option is one choice. What is wrong has the code of its misunderstanding, if it
// has one, and the sentence that answers it.
type Option struct {
	Text     Text   `json:"text"`
	Right    bool   `json:"right"`
	Code     string `json:"code,omitempty"`
	Sentence Text   `json:"sentence"`
}

// FindTask asks which line is wrong.
type FindTask struct {
	Columns  []Text   `json:"columns"`
	Lines    [][]Cell `json:"lines"`
	Wrong    int      `json:"wrong" doc:"Its place, from 0"`
	Code     string   `json:"code,omitempty"`
	Sentence Text     `json:"sentence"`
}
