package paper

import (
	"io"
	"maps"
	"slices"

	"github.com/lumbung-ledger/lumbung/ledger"
)

// parser holds what has been read of a journal so far.
type parser struct {
	opts ReadOptions
	scope
	marks map[string]rune // decimal marks by commodity directives; they outlive their file

	path  string   // of the file being read
	lines []string // its lines
	next  int      // the index of the line to be read next
	depth int      // of includes
	files int      // included so far

	commodity string
	known     bool // whether the commodity is known already
	places    int32
	accounts  []string
	seen      map[string]bool
	entries   []*draft
	guesses   []Place
	guessed   map[rune]Place // the first guess that took the mark for a decimal mark
	grouping  map[rune]bool  // marks that group digits beyond doubt
}

// scope is what directives set until the end of their file.
type scope struct {
	year             int
	mark             rune // of decimal-mark
	hasDefault       bool
	defaultCommodity string
	defaultMark      rune
	parents          []string
	aliases          []alias
	names            map[string]string // what account names became, by parents and aliases
}

// draft is an entry as read, before its amounts are settled.
type draft struct {
	JournalEntry
	postings []*draftPosting
}

type draftPosting struct {
	JournalPosting
	amount    *amount // nil: left blank
	assertion *assertion
	comment   comment
}

// assertion is what stands behind "=": the balance an account must have, or,
// when the posting's amount is blank, shall get.
type assertion struct {
	amount
	total, inclusive bool
}

func newParser(opts ReadOptions) *parser {
	return &parser{
		opts:  opts,
		scope: scope{names: map[string]string{}},
		marks: map[string]rune{},
		seen:  map[string]bool{},

		guessed:  map[rune]Place{},
		grouping: map[rune]bool{},
	}
}

// file reads one file, the journal itself or an included one.
func (p *parser) file(r io.Reader, path string) error {
	lines, err := readLines(r, path)
	if err != nil {
		return err
	}
	p.path, p.lines, p.next = path, lines, 0
	for p.next < len(p.lines) {
		if err := p.item(); err != nil {
			return err
		}
	}
	return nil
}

// include reads another file within this one. What its directives set ends with
// it, except the decimal marks of commodity directives.
func (p *parser) include(at Place, path string) error {
	path = trim(path)
	outer := *p
	inner, err := p.open(at, path)
	if err != nil {
		return err
	}
	defer func() { _ = inner.Close() }()
	p.depth++
	p.parents, p.aliases, p.names = slices.Clone(p.parents), slices.Clone(p.aliases), maps.Clone(p.names)
	if err := p.file(inner, joinPath(outer.path, path)); err != nil {
		return err
	}
	p.scope, p.path, p.lines, p.next, p.depth = outer.scope, outer.path, outer.lines, outer.next, outer.depth
	return nil
}

// here is the place of the line read last.
func (p *parser) here() Place { return Place{p.path, p.next} }

// line returns the next line and goes on.
func (p *parser) line() string {
	p.next++
	return p.lines[p.next-1]
}

// below reports whether the next line is indented and not blank, and returns it
// without its indentation.
func (p *parser) below() (string, bool) {
	if p.next == len(p.lines) {
		return "", false
	}
	text := trimLeft(p.lines[p.next])
	return text, text != "" && indented(p.lines[p.next])
}

// skipBelow passes over the indented lines that follow.
func (p *parser) skipBelow() {
	for _, ok := p.below(); ok; _, ok = p.below() {
		p.next++
	}
}

// item reads one transaction, directive, rule, comment or blank line.
func (p *parser) item() error {
	text := p.line()
	bare := trim(text)
	switch {
	case bare == "" || bare[0] == ';' || bare[0] == '#' || bare[0] == '*':
		return nil
	case indented(text):
		return refuse(p.here(), "journal_line")
	case text[0] >= '0' && text[0] <= '9':
		return p.entry(text)
	case text[0] == '~' || text[0] == '=':
		p.skipBelow()
		return nil
	case bare == "comment":
		p.skipComment()
		return nil
	}
	return p.directive(text)
}

// skipComment passes over a comment block, to "end comment" or the end of file.
func (p *parser) skipComment() {
	for p.next < len(p.lines) {
		if trimRight(p.line()) == "end comment" {
			return
		}
	}
}

// use takes an amount of a transaction into the account of the journal: its
// commodity must be the one of all, and its decimals count.
func (p *parser) use(at Place, a amount) error {
	p.places = max(p.places, a.places)
	if a.guessed {
		p.guesses = append(p.guesses, at)
		if _, before := p.guessed[a.mark]; !before {
			p.guessed[a.mark] = at
		}
	}
	if a.groups != 0 {
		p.grouping[a.groups] = true
	}
	if a.symbol == "" && a.value.IsZero() {
		return nil
	}
	if !p.known {
		p.known, p.commodity = true, a.symbol
	}
	if a.symbol != p.commodity {
		return refuse(at, "journal_second_commodity", "first", p.commodity, "second", a.symbol)
	}
	return nil
}

// minor counts a value in the journal's smallest units.
func (p *parser) minor(at Place, a amount) (int64, error) {
	n, err := ledger.Currency{Places: p.places}.Minor(a.value)
	if err != nil {
		return 0, outOfRange(at, p.places)
	}
	return n, nil
}

func outOfRange(at Place, places int32) error {
	return refuse(at, "journal_amount_out_of_range", "max", ledger.Currency{Places: places}.Format(ledger.MaxMinor))
}
