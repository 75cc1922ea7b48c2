package paper

import (
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Document is a paper of A4 pages: headings, sentences, tables, lines to write on.
// The same calls give the same bytes. The fonts are those that every printer has: a
// letter that they lack becomes a dot.
type Document struct {
	pdf   *fpdf.Fpdf
	latin func(string) string
}

// A page of a document, in millimetres.
const (
	pageMargin = 18.0
	pageInner  = 210 - 2*pageMargin
	footHeight = 14.0
	lineHigh   = 5.6
)

// NewDocument is a document with a title for its file, and a line at the foot of
// every page, before the page's number.
func NewDocument(title, foot string) *Document {
	pdf := fpdf.New("P", "mm", "A4", "")
	d := &Document{pdf, pdf.UnicodeTranslatorFromDescriptor("")}
	pdf.SetCatalogSort(true)
	made := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) // of the form, not of this paper
	pdf.SetCreationDate(made)
	pdf.SetModificationDate(made)
	pdf.SetTitle(cleanLine(title), true)
	pdf.SetMargins(pageMargin, pageMargin, pageMargin)
	pdf.SetAutoPageBreak(true, footHeight+4)
	pdf.AliasNbPages("{n}")
	pdf.SetFooterFunc(func() {
		pdf.SetY(-footHeight)
		d.font("", 8)
		pdf.CellFormat(pageInner-20, 5, d.latin(cleanLine(foot)), "", 0, "L", false, 0, "")
		pdf.CellFormat(20, 5, pageNumber(pdf.PageNo()), "", 0, "R", false, 0, "")
	})
	pdf.AddPage()
	return d
}

func pageNumber(n int) string {
	digits := []byte{}
	for ; n > 0; n /= 10 {
		digits = append([]byte{byte('0' + n%10)}, digits...)
	}
	return string(digits) + "/{n}"
}

func (d *Document) font(style string, size float64) { d.pdf.SetFont("Helvetica", style, size) }

// Title is the large heading of a paper, Heading that of a part of it. A heading
// never stands at the foot of a page alone.
func (d *Document) Title(text string) {
	d.font("B", 17)
	d.pdf.MultiCell(pageInner, 8, d.latin(cleanLine(text)), "", "L", false)
	d.pdf.Ln(1)
}

// Heading is the heading of a part.
func (d *Document) Heading(text string) {
	d.Keep(30)
	d.pdf.Ln(3)
	d.font("B", 12)
	d.pdf.MultiCell(pageInner, 6.2, d.latin(cleanLine(text)), "", "L", false)
}

// Text is a paragraph; Strong is one in bold.
func (d *Document) Text(text string) { d.paragraph("", text) }

// Strong is a paragraph in bold.
func (d *Document) Strong(text string) { d.paragraph("B", text) }

func (d *Document) paragraph(style, text string) {
	d.font(style, 11)
	d.pdf.MultiCell(pageInner, lineHigh, d.latin(cleanMemo(text)), "", "L", false)
	d.pdf.Ln(1)
}

// Keep begins a new page when less than so many millimetres are left on this one.
func (d *Document) Keep(height float64) {
	if d.pdf.GetY()+height > 297-footHeight-4 {
		d.pdf.AddPage()
	}
}

// Page begins a new page.
func (d *Document) Page() { d.pdf.AddPage() }

// Blank is a label with a dotted line behind it, to write on.
func (d *Document) Blank(label string) {
	d.font("", 11)
	d.Keep(10)
	d.pdf.Ln(2)
	label = d.latin(cleanLine(label))
	dots := strings.Repeat(".", max(8, int((pageInner-d.pdf.GetStringWidth(label)-3)/d.pdf.GetStringWidth("."))))
	d.pdf.CellFormat(pageInner, 7, label+" "+dots, "", 1, "L", false, 0, "")
}

// Choice is a small square to tick, and what it stands for.
func (d *Document) Choice(text string) {
	d.font("", 11)
	d.Keep(8)
	x, y := d.pdf.GetXY()
	d.pdf.Rect(x+1, y+1, 3.6, 3.6, "D")
	d.pdf.SetX(x + 8)
	d.pdf.MultiCell(pageInner-8, lineHigh, d.latin(cleanLine(text)), "", "L", false)
}

// Column is a column of a table: its heading, its share of the width, and whether
// numbers stand in it, which stand to the right.
type Column struct {
	Heading string
	Share   float64
	Number  bool
}

// Table is a table whose heading stands again on each page. An empty cell is left
// empty, to be written in. Rows are at least as high as a hand needs.
func (d *Document) Table(columns []Column, rows [][]string) {
	total := 0.0
	for _, c := range columns {
		total += c.Share
	}
	widths := make([]float64, len(columns))
	headings := make([]string, len(columns))
	for i, c := range columns {
		widths[i], headings[i] = c.Share/total*pageInner, c.Heading
	}
	d.Keep(24)
	d.row("B", columns, widths, headings)
	for _, r := range rows {
		if d.pdf.GetY()+d.rowHeight(widths, r) > 297-footHeight-4 {
			d.pdf.AddPage()
			d.row("B", columns, widths, headings)
		}
		d.row("", columns, widths, r)
	}
	d.pdf.Ln(2)
}

const cellHigh, cellPad = 4.8, 1.2

func (d *Document) rowHeight(widths []float64, cells []string) float64 {
	d.font("", 10)
	lines := 1
	for i, c := range cells {
		lines = max(lines, len(d.pdf.SplitText(d.latin(cleanLine(c)), widths[i]-2)))
	}
	return float64(lines)*cellHigh + 2*cellPad
}

func (d *Document) row(style string, columns []Column, widths []float64, cells []string) {
	height := d.rowHeight(widths, cells)
	d.font(style, 10)
	x, y := d.pdf.GetXY()
	for i, c := range cells {
		d.pdf.Rect(x, y, widths[i], height, "D")
		d.pdf.SetXY(x, y+cellPad)
		align := "L"
		if columns[i].Number {
			align = "R"
		}
		d.pdf.MultiCell(widths[i], cellHigh, d.latin(cleanLine(c)), "", align, false)
		x += widths[i]
	}
	d.pdf.SetXY(pageMargin, y+height)
}

// Write writes the document as a PDF.
func (d *Document) Write(w io.Writer) error { return d.pdf.Output(w) }
