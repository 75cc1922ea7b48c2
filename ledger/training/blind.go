package training

import (
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

// Blind is the exercise as a learner gets it: without what would tell her the
// answer. What her level shows stays. At level 0 everything stays but which rule is
// the right one.
func (x Exercise) Blind() Exercise {
	if x.Why != nil {
		x.Why = x.Why.blind()
		return x
	}
	x.Steps = slices.Clone(x.Steps)
	for i := x.Shown; i < len(x.Steps); i++ {
		x.Steps[i].Value = ""
	}
	switch {
	case x.Sort != nil:
		x.Sort = x.Sort.blind()
	case x.Form != nil:
		x.Form = x.Form.blind()
	case x.Num != nil:
		x.Num = &NumTask{Unit: x.Num.Unit, Notes: x.Num.Notes}
	case x.Table != nil:
		x.Table = &TableTask{Columns: x.Table.Columns, Rows: blindRows(x.Table.Rows)}
	case x.Pick != nil:
		x.Pick = x.Pick.blind()
	case x.Find != nil:
		x.Find = &FindTask{Columns: x.Find.Columns, Lines: x.Find.Lines, Wrong: -1}
	}
	return x
}

func (p *PickTask) blind() *PickTask {
	out := &PickTask{}
	for _, o := range p.Options {
		out.Options = append(out.Options, Option{Text: o.Text})
	}
	return out
}

func (s *SortTask) blind() *SortTask {
	out := &SortTask{Boxes: s.Boxes}
	for _, c := range s.Cards {
		if c.Wrong = nil; !c.Given {
			c.Box = ""
		}
		out.Cards = append(out.Cards, c)
	}
	return out
}

// blind leaves the parts of the lines that are given.
func (f *FormTask) blind() *FormTask {
	out := &FormTask{Chips: f.Chips, Blanks: f.Blanks, Expected: slices.Clone(f.Expected)}
	for _, b := range f.Blanks {
		l := &out.Expected[b.Line]
		switch b.Part {
		case "account":
			l.Code = ""
		case "side":
			l.Side = ""
		default:
			l.Amount = fig(0)
		}
	}
	out.Expected = slices.DeleteFunc(out.Expected, func(l grade.Line) bool { return l.Code == "" && l.Side == "" })
	return out
}

func blindRows(rows [][]Cell) [][]Cell {
	out := make([][]Cell, len(rows))
	for i, row := range rows {
		out[i] = slices.Clone(row)
		for j := range out[i] {
			if out[i][j].Blank {
				out[i][j] = Cell{Blank: true}
			}
		}
	}
	return out
}
