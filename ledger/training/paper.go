package training

import (
	"fmt"
	"io"
	"strings"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/paper"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
	"github.com/lumbung-ledger/lumbung/ledger/words"
)

// WriteSheet prints a lesson's sheet of exercises at a level for a seed, with
// room to write: the same exercises that Sheet gives to the screen.
func WriteSheet(w io.Writer, lesson, level int, seed, lang string) error {
	return writePaper(w, lesson, level, seed, lang, Text{"Lembar latihan", "Worksheet"}, printer.asked)
}

// WriteKey prints the answers to the sheet of the same lesson, level and seed.
func WriteKey(w io.Writer, lesson, level int, seed, lang string) error {
	return writePaper(w, lesson, level, seed, lang, Text{"Kunci jawaban", "Answer key"}, printer.answered)
}

// printer is a document in one language.
type printer struct {
	*paper.Document
	lang string
}

func writePaper(w io.Writer, lesson, level int, seed, lang string, what Text, one func(printer, Exercise)) error {
	sheet, err := Sheet(lesson, level, seed)
	if err != nil {
		return err
	}
	of := lessonOf(lesson)
	code := tell("Buku Usaha Ibu, pelajaran %d, tingkat %d, kode %s", "Buku Usaha Ibu, lesson %d, level %d, code %s", lesson, level, seed)
	p := printer{paper.NewDocument(what.In(lang)+" "+of.Title.In(lang), what.In(lang)+". "+code.In(lang)), lang}
	p.Title(fmt.Sprintf("%s %d. %s", what.In(lang), lesson, of.Title.In(lang)))
	p.Text(of.Rule.In(lang))
	if what.EN == "Worksheet" {
		p.Blank(Text{"Nama", "Name"}.In(lang))
	}
	for i, x := range sheet {
		p.Keep(75) // an exercise and its table stay together where they can
		p.Heading(fmt.Sprintf("%d. %s", i+1, x.Ask.In(lang)))
		p.Text(x.Story.In(lang))
		one(p, x)
	}
	return p.Write(w)
}

func (p printer) say(id, en string) string { return Text{id, en}.In(p.lang) }

// asked prints an exercise with room for its answer.
func (p printer) asked(x Exercise) {
	p.steps(x)
	switch {
	case x.Sort != nil:
		p.cards(x.Sort, false)
	case x.Form != nil:
		p.form(x.Form, x.Form.Blanks)
	case x.Num != nil:
		p.notes(x.Num)
		if x.Level > 0 {
			p.Blank(p.say("Jawab", "Answer") + " (" + x.Num.Unit + ")")
		}
	case x.Table != nil:
		p.table(x.Table.Columns, x.Table.Rows, true, false)
	case x.Pick != nil:
		p.choices(x.Pick)
	case x.Find != nil:
		p.table(x.Find.Columns, x.Find.Lines, true, true)
		if x.Level > 0 {
			p.Blank(p.say("Baris nomor", "Line number"))
		}
	}
	if x.Why != nil {
		p.Strong(p.say("Contoh ini mengikuti aturan yang mana?", "Which rule does this example follow?"))
		p.choices(x.Why)
	}
}

// answered prints an exercise's answer.
func (p printer) answered(x Exercise) {
	for _, s := range x.Steps {
		p.Text("- " + s.Text.In(p.lang) + ": " + s.Value)
	}
	switch {
	case x.Sort != nil:
		p.cards(x.Sort, true)
	case x.Form != nil:
		p.form(x.Form, nil)
	case x.Num != nil:
		p.Strong(inUnit(x.Num.Expected, x.Num.Unit))
	case x.Table != nil:
		p.table(x.Table.Columns, x.Table.Rows, false, false)
	case x.Pick != nil:
		p.Strong(x.Pick.Options[*x.Pick.right()].Text.In(p.lang))
	case x.Find != nil:
		p.Strong(fmt.Sprintf("%s %d. %s", p.say("Baris nomor", "Line number"), x.Find.Wrong+1, x.Find.Sentence.In(p.lang)))
	}
	if x.Why != nil {
		p.Strong(x.Why.Options[*x.Why.right()].Text.In(p.lang))
	}
}

func (p printer) steps(x Exercise) {
	for i, s := range x.Steps {
		if i < x.Shown {
			p.Text("- " + s.Text.In(p.lang) + ": " + s.Value)
		} else {
			p.Blank("- " + s.Text.In(p.lang) + ":")
		}
	}
}

func (p printer) choices(task *PickTask) {
	for _, o := range task.Options {
		p.Choice(o.Text.In(p.lang))
	}
}

func (p printer) notes(task *NumTask) {
	var parts []string
	for _, n := range task.Notes {
		parts = append(parts, fmt.Sprintf("%d x %s", n.Count, words.Rupiah(n.Value)))
	}
	if len(parts) > 0 {
		p.Text(p.say("Di kaleng: ", "In the tin: ") + strings.Join(parts, ", "))
	}
}

// cards are a table with the card and the letter of its box.
func (p printer) cards(task *SortTask, answers bool) {
	var letters []string
	letter := map[string]string{}
	for i, b := range task.Boxes {
		letter[b.Key] = string(rune('A' + i))
		letters = append(letters, letter[b.Key]+" = "+b.Text.In(p.lang))
	}
	p.Text(strings.Join(letters, "   "))
	var rows [][]string
	for _, c := range task.Cards {
		box := ""
		if answers || c.Given {
			box = letter[c.Box]
		}
		rows = append(rows, []string{c.Text.In(p.lang), box})
	}
	p.Table([]paper.Column{{Heading: p.say("Kejadian", "What happened"), Share: 5}, {Heading: p.say("Huruf", "Letter"), Share: 1}}, rows)
}

// form is an entry as a table, with its blanks empty.
func (p printer) form(task *FormTask, blanks []FormBlank) {
	if len(blanks) > 0 && len(task.Chips) > 0 {
		var names []string
		for _, code := range task.Chips {
			names = append(names, accountName(code, p.lang))
		}
		p.Text(p.say("Pilih dari: ", "Choose from: ") + strings.Join(names, "; "))
	}
	rows := make([][]string, len(task.Expected))
	for i, l := range task.Expected {
		side := p.say("dari", "from")
		if l.Side == grade.Debit {
			side = p.say("ke", "to")
		}
		rows[i] = []string{side, accountName(l.Code, p.lang), inUnit(l.Amount, "Rp")}
	}
	for _, b := range blanks {
		rows[b.Line][map[string]int{"side": 0, "account": 1, "amount": 2}[b.Part]] = ""
	}
	p.Table([]paper.Column{{Heading: p.say("Dari / ke", "From / to"), Share: 1}, {Heading: p.say("Tempat", "Place"), Share: 4}, {Heading: p.say("Jumlah", "Sum"), Share: 2, Number: true}}, rows)
}

// table prints rows, their blanks empty if they are asked for, and numbers them if a
// number is the answer.
func (p printer) table(columns []Text, rows [][]Cell, asked, numbered bool) {
	var heads []paper.Column
	if numbered {
		heads = append(heads, paper.Column{Heading: "No", Share: 1})
	}
	for i, c := range columns {
		share := 3.0
		if i == 0 {
			share = 6
		}
		heads = append(heads, paper.Column{Heading: c.In(p.lang), Share: share, Number: i > 0})
	}
	var lines [][]string
	for i, row := range rows {
		var line []string
		if numbered {
			line = append(line, count(int64(i+1)))
		}
		for _, c := range row {
			switch {
			case c.Text != nil:
				line = append(line, c.Text.In(p.lang))
			case c.Blank && asked:
				line = append(line, "")
			default:
				line = append(line, inUnit(*c.Value, ""))
			}
		}
		lines = append(lines, line)
	}
	p.Table(heads, lines)
}

// inUnit is a number as it is printed: Rp1.500, 189 bungkus, 1.500.
func inUnit(f ledger.Figure, unit string) string {
	switch unit {
	case "Rp":
		return words.Rupiah(f.IntPart())
	case "":
		return count(f.IntPart())
	}
	return count(f.IntPart()) + " " + unit
}

func accountName(code, lang string) string {
	for _, a := range lessonChart {
		if a.Code == code {
			return Text{a.Names.ID, a.Names.EN}.In(lang)
		}
	}
	return code
}

// cashBookLines is how many lines a cash-book page has.
const cashBookLines = 26

// WriteCashBook prints an empty page of a cash book: day, what happened, in, out,
// left. A rule at its head reminds of the habit it is for.
func WriteCashBook(w io.Writer, lang string) error {
	title := Text{"Buku kas", "Cash book"}
	p := printer{paper.NewDocument(title.In(lang), "Buku Usaha Ibu"), lang}
	p.Title(title.In(lang))
	p.Text(lessonOf(2).Rule.In(lang))
	p.Blank(p.say("Nama dan bulan", "Name and month"))
	columns := []paper.Column{{Heading: p.say("Tanggal", "Day"), Share: 2}}
	for i, c := range cashBookColumns {
		columns = append(columns, paper.Column{Heading: c.In(lang), Share: []float64{6, 3, 3, 3}[i], Number: i > 0})
	}
	rows := make([][]string, cashBookLines)
	for i := range rows {
		rows[i] = make([]string, len(columns))
	}
	rows[0][1] = p.say("Sisa dari halaman lalu", "Left from the last page")
	p.Table(columns, rows)
	return p.Write(w)
}
