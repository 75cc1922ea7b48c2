package training

import "github.com/lumbung-ledger/lumbung/ledger"

// Solution is the model answer, which always earns 100.
func (x Exercise) Solution() Answer {
	switch {
	case x.Why != nil:
		return Answer{Choice: x.Why.right()}
	case x.Sort != nil:
		var boxes []string
		for _, c := range x.Sort.Cards {
			boxes = append(boxes, c.Box)
		}
		return Answer{Boxes: boxes}
	case x.Form != nil:
		return Answer{Entry: x.Form.Expected}
	case x.Num != nil:
		return Answer{Number: &x.Num.Expected}
	case x.Table != nil:
		cells := []*ledger.Figure{}
		for _, c := range x.Table.blanks() {
			cells = append(cells, c.Value)
		}
		return Answer{Cells: cells}
	case x.Pick != nil:
		return Answer{Choice: x.Pick.right()}
	}
	return Answer{Line: &x.Find.Wrong}
}

func (p *PickTask) right() *int {
	for i, o := range p.Options {
		if o.Right {
			return &i
		}
	}
	return nil
}
