package paper

import (
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"rsc.io/qr"
)

// Card is a small printed card with a QR code: what the code holds, and the same
// below it for whoever types it.
type Card struct {
	Title string   // such as "KARTU MASUK"
	Name  string   // whose it is
	Of    string   // the group or organisation, if any
	Code  string   // what the QR code holds, and in groups of four what is typed
	Help  []string // sentences in the first language
	Small []string // the same in the second
}

// A card is A7 upright; lengths are in millimetres.
const (
	cardWidth, cardHeight = 74.0, 105.0
	cardMargin            = 5.0
	cardInner             = cardWidth - 2*cardMargin
	codeSize              = 46.0 // of the QR code with its quiet zone
	quietZone             = 4    // modules around a QR code, as its standard asks
)

// millimetre is that of a printer's point.
const millimetre = 25.4 / 72

// WriteCard writes the card as a PDF of one page. The same card is the same bytes. A
// code that no QR code can hold is an error. The fonts are those that every printer
// has: a letter that they lack becomes a dot.
func WriteCard(w io.Writer, c Card) error {
	code, err := qr.Encode(c.Code, qr.M)
	if err != nil {
		return err
	}
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: cardWidth, Ht: cardHeight}})
	pdf.SetCatalogSort(true)
	made := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) // of the form, not of this card
	pdf.SetCreationDate(made)
	pdf.SetModificationDate(made)
	pdf.SetMargins(cardMargin, cardMargin, cardMargin)
	pdf.SetAutoPageBreak(false, 0)
	pdf.AddPage()
	p := cardPage{pdf, pdf.UnicodeTranslatorFromDescriptor("")}
	p.line("B", 8, 4, c.Title)
	p.line("B", 13, 6, c.Name)
	p.line("", 9, 4.5, c.Of)
	p.code(code)
	p.typed(c.Code)
	p.text(7, 2.9, c.Help)
	p.text(5.5, 2.2, c.Small)
	return pdf.Output(w)
}

type cardPage struct {
	*fpdf.Fpdf
	latin func(string) string
}

// line writes one line in the middle, smaller until it fits; what is too long even so
// is cut.
func (p cardPage) line(style string, size, height float64, text string) {
	text = p.latin(cleanLine(text))
	for p.SetFont("Helvetica", style, size); size > 6 && p.GetStringWidth(text) > cardInner; p.SetFontSize(size) {
		size -= 0.5
	}
	for len(text) > 0 && p.GetStringWidth(text) > cardInner {
		text = text[:len(text)-1]
	}
	p.CellFormat(cardInner, height, text, "", 1, "C", false, 0, "")
}

// code draws the QR code: one black bar for each run of black modules.
func (p cardPage) code(c *qr.Code) {
	module := codeSize / float64(c.Size+2*quietZone)
	left, top := (cardWidth-codeSize)/2+quietZone*module, p.GetY()+quietZone*module
	for y := range c.Size {
		for x := 0; x < c.Size; x++ {
			from := x
			for x < c.Size && c.Black(x, y) {
				x++
			}
			if x > from {
				p.Rect(left+float64(from)*module, top+float64(y)*module, float64(x-from)*module, module, "F")
			}
		}
	}
	p.SetY(p.GetY() + codeSize)
}

// typed writes what the code holds for whoever must type it, as many groups to a line
// as fit.
func (p cardPage) typed(code string) {
	const size = 7.5
	p.SetFont("Courier", "B", size)
	most := int(cardInner / p.GetStringWidth("0"))
	line := ""
	flush := func() {
		p.CellFormat(cardInner, size*millimetre*1.2, line, "", 1, "C", false, 0, "")
		line = ""
	}
	for _, group := range strings.Split(code, "-") {
		if line != "" && len(line)+1+len(group) > most {
			flush()
		}
		line = strings.TrimSpace(line + " " + group)
	}
	flush()
	p.SetY(p.GetY() + 1)
}

// text writes sentences, each on lines of its own.
func (p cardPage) text(size, height float64, sentences []string) {
	p.SetFont("Helvetica", "", size)
	for _, s := range sentences {
		p.MultiCell(cardInner, height, p.latin(s), "", "C", false)
	}
	p.SetY(p.GetY() + 0.5)
}
