package paper

import "strings"

// entry reads a transaction: its first line, the comments below it, its
// postings with theirs. The first line has a date, perhaps a second one, a
// status mark, a code in parentheses, and the description. Refused: a date that
// is none (see [parseDate]), a code without its end with journal_code.
func (p *parser) entry(text string) error {
	e := &draft{JournalEntry: JournalEntry{Place: p.here()}}
	date2 := ""
	day, rest, code := parseDate(text, p.year)
	if code != "" {
		return refuseDate(e.Place, code)
	}
	e.Date = day
	year := int(day) / 10000
	if after, ok := strings.CutPrefix(rest, "="); ok {
		if day, rest, code = parseDate(after, year); code != "" {
			return refuseDate(e.Place, code)
		}
		date2 = "\ndate2:" + day.String()
	}
	if rest != "" && !indented(rest) {
		return refuse(e.Place, "journal_date")
	}
	e.Status, rest = takeStatus(rest)
	if inner, ok := strings.CutPrefix(trimLeft(rest), "("); ok && indented(rest) {
		if e.Code, rest, ok = strings.Cut(inner, ")"); !ok {
			return refuse(e.Place, "journal_code")
		}
		e.Code = cleanLine(e.Code)
	}
	e.Description, rest, _ = strings.Cut(rest, ";")
	e.Description = cleanLine(e.Description)
	e.Memo, e.Tags = p.comment(rest).split()
	e.Memo = cleanMemo(e.Memo + date2)
	for text, ok := p.below(); ok; text, ok = p.below() {
		p.next++
		posting, err := p.posting(text, year)
		if err != nil {
			return err
		}
		e.postings = append(e.postings, posting)
	}
	p.entries = append(p.entries, e)
	return nil
}

// posting reads a posting: a status mark, an account, an amount, a balance
// assertion, a comment. Refused besides what amounts and accounts are refused
// for: costs and lots with journal_cost, (accounts) in parentheses with
// journal_virtual.
func (p *parser) posting(text string, year int) (*draftPosting, error) {
	q := &draftPosting{JournalPosting: JournalPosting{Place: p.here()}}
	q.Status, text = takeStatus(text)
	written, rest := takeAccount(trimLeft(text))
	account, kind, err := p.account(q.Place, written)
	if err != nil {
		return nil, err
	}
	if kind == unbalancedPosting {
		return nil, refuse(q.Place, "journal_virtual")
	}
	q.Account, q.Virtual = account, kind == balancedPosting
	if rest != "" && rest[0] != '=' && rest[0] != ';' {
		if q.amount, rest, err = p.plainAmount(q.Place, rest); err != nil {
			return nil, err
		}
	}
	if after, ok := strings.CutPrefix(rest, "="); ok {
		q.assertion = &assertion{}
		after, q.assertion.total = strings.CutPrefix(after, "=")
		after, q.assertion.inclusive = strings.CutPrefix(after, "*")
		a, after, err := p.plainAmount(q.Place, trimLeft(after))
		if err != nil {
			return nil, err
		}
		q.assertion.amount, rest = *a, after
	}
	if rest != "" && rest[0] != ';' {
		return nil, refuse(q.Place, "journal_amount")
	}
	q.comment = p.comment(strings.TrimPrefix(rest, ";"))
	q.Memo, q.Tags = q.comment.split()
	day, code := ownDate(q.comment.text(), year)
	if code != "" {
		return nil, refuseDate(q.Place, code)
	}
	q.Date = day
	return q, nil
}

// plainAmount reads an amount that nothing but an assertion or a comment follows.
func (p *parser) plainAmount(at Place, s string) (*amount, string, error) {
	a, rest, code := p.amount(s)
	if code == "" && rest != "" && strings.IndexByte("@{[(", rest[0]) >= 0 {
		code = "journal_cost"
	}
	if code == "journal_amount_out_of_range" {
		return nil, "", outOfRange(at, p.places)
	}
	if code != "" {
		return nil, "", refuse(at, code)
	}
	return &a, rest, p.use(at, a)
}

// takeStatus takes a status mark and the spaces before it from the front of s.
func takeStatus(s string) (status, rest string) {
	bare := trimLeft(s)
	if bare != "" && (bare[0] == '*' || bare[0] == '!') {
		return bare[:1], bare[1:]
	}
	return "", s
}

// comment collects a comment: its text on the line just read, "" for none, and
// the indented lines below that begin with a semicolon.
func (p *parser) comment(own string) comment {
	c := comment{own: cleanLine(own)}
	for text, ok := p.below(); ok && text[0] == ';'; text, ok = p.below() {
		c.below = append(c.below, text[1:])
		p.next++
	}
	return c
}
