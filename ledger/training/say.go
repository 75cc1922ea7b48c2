package training

import (
	"fmt"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
	"github.com/lumbung-ledger/lumbung/ledger/words"
)

// rp is a sum in a text: whole rupiah.
type rp int64

func (r rp) String() string { return words.Rupiah(int64(r)) }

// capital begins a sentence with what it holds.
type capital Text

// tell is a text in both languages from two patterns and what stands in them. A
// Text among the arguments stands in its own language, a sum as rupiah.
func tell(id, en string, args ...any) Text {
	return Text{ID: fmt.Sprintf(id, inLanguage("id", args)...), EN: fmt.Sprintf(en, inLanguage("en", args)...)}
}

func inLanguage(lang string, args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case Text:
			out[i] = a.In(lang)
		case capital:
			text := Text(a).In(lang)
			out[i] = strings.ToUpper(text[:1]) + text[1:]
		default:
			out[i] = a
		}
	}
	return out
}

// joined are several texts as one.
func joined(texts ...Text) Text {
	var id, en []string
	for _, t := range texts {
		id, en = append(id, t.ID), append(en, t.EN)
	}
	return Text{strings.Join(id, " "), strings.Join(en, " ")}
}

// sumCell is a table's cell with a sum in it, blankCell one that the learner fills
// in, wordCell one with a text.
func sumCell(n int64) Cell { f := ledger.Fig(n); return Cell{Value: &f} }

func wordCell(t Text) Cell { return Cell{Text: &t} }

func blankCell(n int64, wrong ...path) Cell {
	c := sumCell(n)
	c.Blank, c.Wrong = true, paths(wrong)
	return c
}

// count is a number of things in a text: 1.250.
func count(n int64) string { return strings.TrimPrefix(words.Rupiah(n), "Rp") }

// one is the unit of one thing: "pack" of "packs". Indonesian has one word for both.
func one(unit Text) Text { return Text{unit.ID, strings.TrimSuffix(unit.EN, "s")} }

// sentenceOf is what a learner is told of a misunderstanding.
func sentenceOf(code string) Text {
	return Text{grade.Sentence(code, "id"), grade.Sentence(code, "en")}
}
