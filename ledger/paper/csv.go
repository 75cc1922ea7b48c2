package paper

import (
	"encoding/csv"
	"io"
	"strings"
)

// CSV writes rows as RFC 4180 says (commas, CRLF, quotes where needed), in
// UTF-8, safe to open in a spreadsheet: a cell that begins with = + - @, a tab,
// a carriage return or a line feed would be taken for a formula there and gets an
// apostrophe in front, unless it is a plain number like -12.50.
type CSV struct{ w *csv.Writer }

// NewCSV starts a table.
func NewCSV(w io.Writer) *CSV {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return &CSV{out}
}

// Row writes one row.
func (c *CSV) Row(cells ...string) error {
	safe := make([]string, len(cells))
	for i, cell := range cells {
		safe[i] = safeCell(cell)
	}
	return c.w.Write(safe)
}

// Flush writes out what is still held back and returns the first error of all.
func (c *CSV) Flush() error {
	c.w.Flush()
	return c.w.Error()
}

// safeCell puts an apostrophe before text that a spreadsheet would compute.
func safeCell(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if s != "" && strings.IndexByte("=+-@\t\r\n", s[0]) >= 0 && !plainNumber(s) {
		return "'" + s
	}
	return s
}

// plainNumber reports whether s is digits, perhaps with a minus in front and
// with decimals behind one point.
func plainNumber(s string) bool {
	whole, rest := digits(strings.TrimPrefix(s, "-"))
	if decimals, found := strings.CutPrefix(rest, "."); found {
		decimals, rest = digits(decimals)
		return whole != "" && decimals != "" && rest == ""
	}
	return whole != "" && rest == ""
}
