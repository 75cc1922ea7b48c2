package paper

import (
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Limits of included files: how deep, and how many in all.
const (
	maxDepth = 20
	maxFiles = 1000
)

// directive reads a directive and the indented lines that belong to it. One we
// do not know, or whose meaning would change amounts in a way hledger does not
// share, is refused with journal_directive; clock entries with journal_timeclock.
func (p *parser) directive(text string) error {
	if len(text) > 1 && (text[0] == '!' || text[0] == '@') {
		text = text[1:]
	}
	for _, d := range directives {
		rest, ok := cutWords(text, d.words)
		if !ok {
			continue
		}
		if err := d.read(p, p.here(), rest); err != nil {
			return err
		}
		if !d.alone {
			p.skipBelow()
		}
		return nil
	}
	if len(text) > 1 && strings.IndexByte("iIoObh", text[0]) >= 0 && text[1] == ' ' {
		return refuse(p.here(), "journal_timeclock")
	}
	return refuse(p.here(), "journal_directive")
}

// cutWords takes words from the front of s, whatever spaces stand between them,
// and the spaces behind. One capital letter may also touch a number (Y2026).
func cutWords(s, words string) (rest string, ok bool) {
	for word := range strings.SplitSeq(words, " ") {
		after, found := strings.CutPrefix(s, word)
		touches := after != "" && !indented(after)
		number, _ := digits(after)
		if !found || touches && (len(word) > 1 || number == "") {
			return s, false
		}
		s = trimLeft(after)
	}
	return s, true
}

// directives are those we understand. Those that mean nothing for amounts and
// names are skipped. alone: no indented lines belong to it.
var directives []directive

type directive struct {
	words string
	read  func(p *parser, at Place, rest string) error
	alone bool
}

func init() {
	skip := func(*parser, Place, string) error { return nil }
	directives = []directive{
		{words: "account", read: (*parser).accountDirective},
		{words: "alias", read: (*parser).aliasDirective, alone: true},
		{words: "apply account", read: (*parser).applyDirective, alone: true},
		{words: "apply year", read: (*parser).yearDirective, alone: true},
		{words: "commodity", read: (*parser).commodityDirective},
		{words: "D", read: (*parser).defaultDirective},
		{words: "decimal-mark", read: (*parser).decimalMarkDirective, alone: true},
		{words: "end aliases", read: (*parser).endAliasesDirective, alone: true},
		{words: "end apply account", read: (*parser).endApplyDirective, alone: true},
		{words: "include", read: (*parser).include, alone: true},
		{words: "year", read: (*parser).yearDirective, alone: true},
		{words: "Y", read: (*parser).yearDirective, alone: true},
		{words: "C", read: skip},
		{words: "end apply year", read: skip},
		{words: "end tag", read: skip},
		{words: "N", read: skip},
		{words: "P", read: skip},
		{words: "payee", read: skip},
		{words: "pop", read: skip},
		{words: "tag", read: skip},
	}
}

func (p *parser) accountDirective(at Place, rest string) error {
	name, rest := takeAccount(rest)
	if rest != "" && rest[0] != ';' {
		return refuse(at, "journal_account")
	}
	_, _, err := p.account(at, name)
	return err
}

func (p *parser) aliasDirective(at Place, rest string) error {
	a, ok := parseAlias(rest)
	if !ok || len(p.aliases) == maxAliases {
		return refuse(at, "journal_alias")
	}
	p.aliases = append(p.aliases, a)
	clear(p.names)
	return nil
}

func (p *parser) endAliasesDirective(Place, string) error {
	p.aliases = nil
	clear(p.names)
	return nil
}

func (p *parser) applyDirective(at Place, rest string) error {
	name, rest := takeAccount(rest)
	if name == "" || rest != "" {
		return refuse(at, "journal_account")
	}
	p.parents = append(p.parents, name)
	clear(p.names)
	return nil
}

func (p *parser) endApplyDirective(at Place, _ string) error {
	if len(p.parents) == 0 {
		return refuse(at, "journal_end_without_apply")
	}
	p.parents = p.parents[:len(p.parents)-1]
	clear(p.names)
	return nil
}

// yearDirective takes the year of dates without one; at least four digits.
func (p *parser) yearDirective(at Place, rest string) error {
	number, _ := digits(rest)
	year, err := strconv.Atoi(number)
	if err != nil || len(number) < 4 {
		return refuse(at, "journal_year")
	}
	p.year = year
	return nil
}

func (p *parser) decimalMarkDirective(at Place, rest string) error {
	if !strings.HasPrefix(rest, ".") && !strings.HasPrefix(rest, ",") {
		return refuse(at, "journal_decimal_mark")
	}
	p.mark = rune(rest[0])
	return nil
}

// defaultDirective takes the commodity and the decimal mark of plain numbers.
func (p *parser) defaultDirective(at Place, rest string) error {
	a, err := p.sample(at, rest)
	if err == nil {
		p.hasDefault, p.defaultCommodity, p.defaultMark = true, a.symbol, a.mark
	}
	return err
}

// commodityDirective takes the decimal mark of a commodity from a sample
// amount, on the line itself or behind "format" on a line below.
func (p *parser) commodityDirective(at Place, rest string) error {
	rest, _, _ = strings.Cut(rest, ";")
	name, after, ok := symbol(rest)
	if !ok || name == "" || trim(after) != "" {
		a, err := p.sample(at, rest)
		if err == nil {
			p.marks[a.symbol] = a.mark
		}
		return err
	}
	for text, ok := p.below(); ok; text, ok = p.below() {
		p.next++
		if format, ok := cutWords(text, "format"); ok {
			format, _, _ = strings.Cut(format, ";")
			a, err := p.sample(p.here(), format)
			if err != nil {
				return err
			}
			if a.symbol != name {
				return refuse(p.here(), "journal_commodity_format")
			}
			p.marks[name] = a.mark
		}
	}
	return nil
}

// sample reads a sample amount, which must show a decimal mark so that nobody
// has to guess; else it is refused with journal_commodity_format.
func (p *parser) sample(at Place, s string) (amount, error) {
	a, rest, code := p.amount(s)
	if code != "" || rest != "" && rest[0] != ';' || a.mark == 0 {
		return a, refuse(at, "journal_commodity_format")
	}
	return a, nil
}

// open opens an included file. Refused with journal_include: no way to open
// files, patterns, names of formats in front, a file that does not open;
// with journal_include_depth: files within files too deep, or too many.
func (p *parser) open(at Place, name string) (io.ReadCloser, error) {
	p.files++
	if p.depth >= maxDepth || p.files > maxFiles {
		return nil, refuse(at, "journal_include_depth")
	}
	if p.opts.Include == nil || name == "" || strings.ContainsAny(name, "*?[{:") {
		return nil, refuse(at, "journal_include")
	}
	file, err := p.opts.Include(joinPath(at.File, name))
	if err != nil {
		return nil, refuse(at, "journal_include")
	}
	return file, nil
}

// joinPath joins a path to the folder of the file that names it.
func joinPath(from, name string) string {
	if path.IsAbs(name) || slices.Contains([]string{"", "."}, path.Dir(from)) {
		return name
	}
	return path.Join(path.Dir(from), name)
}
