package paper

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of account names: the longest in bytes, after aliases, and the number
// of aliases at a time.
const (
	maxAccount = 1000
	maxAliases = 1000
)

// The kinds of postings an account name tells by its brackets.
type postingKind int

const (
	realPosting       postingKind = iota // name
	balancedPosting                      // [name]
	unbalancedPosting                    // (name)
)

// alias rewrites account names: a full name and everything below it, or
// whatever a regular expression matches.
type alias struct {
	old, new string
	pattern  *regexp.Regexp
}

// takeAccount takes an account name from the front of s: words with one space
// between them, ended by two spaces, a tab or the end of the line.
func takeAccount(s string) (name, rest string) {
	var b strings.Builder
	for s != "" {
		c, size := utf8.DecodeRuneInString(s)
		if isSpace(c) {
			if c == '\t' || len(s) == size || indented(s[size:]) {
				break
			}
			c = ' '
		}
		b.WriteRune(c)
		s = s[size:]
	}
	return b.String(), trimLeft(s)
}

// unbracket takes off one pair of brackets that encloses all of a name.
func unbracket(name string) (string, postingKind) {
	if len(name) < 2 {
		return name, realPosting
	}
	switch inner := name[1 : len(name)-1]; {
	case name[0] == '[' && name[len(name)-1] == ']':
		return inner, balancedPosting
	case name[0] == '(' && name[len(name)-1] == ')':
		return inner, unbalancedPosting
	}
	return name, realPosting
}

// account turns a written name into the full one: below the parents of "apply
// account", then rewritten by every alias, the latest first. It refuses names
// that could not be written again (empty, double spaces made by an alias,
// brackets within brackets) with journal_account and overlong ones with
// journal_account_too_long.
func (p *parser) account(at Place, written string) (string, postingKind, error) {
	name, kind := unbracket(written)
	full, known := p.names[name]
	if !known {
		full = strings.Join(append(append([]string{}, p.parents...), name), ":")
		for i := len(p.aliases) - 1; i >= 0; i-- {
			full = p.aliases[i].rewrite(full)
			if len(full) > maxAccount {
				break
			}
		}
		full, _ = unbracket(full)
		if len(full) > maxAccount {
			return "", kind, refuse(at, "journal_account_too_long", "max", strconv.Itoa(maxAccount))
		}
		if full == "" || cleanAccount(full) != full {
			return "", kind, refuse(at, "journal_account")
		}
		p.names[name] = full
	}
	if !p.seen[full] {
		p.seen[full] = true
		p.accounts = append(p.accounts, full)
	}
	return full, kind, nil
}

func (a alias) rewrite(name string) string {
	if a.pattern != nil {
		var b strings.Builder
		end := 0
		for _, m := range a.pattern.FindAllStringSubmatchIndex(name, -1) {
			b.WriteString(name[end:m[0]])
			a.expand(&b, name, m)
			end = m[1]
		}
		return b.String() + name[end:]
	}
	if name == a.old || strings.HasPrefix(name, a.old+":") {
		return a.new + name[len(a.old):]
	}
	return name
}

// expand writes the replacement with \1, \2 ... filled in from a match.
func (a alias) expand(b *strings.Builder, name string, match []int) {
	for i := 0; i < len(a.new); i++ {
		number, _ := digits(a.new[i+1:])
		if a.new[i] != '\\' || number == "" {
			b.WriteByte(a.new[i])
			continue
		}
		i += len(number)
		if n, err := strconv.Atoi(number); err == nil && n < len(match)/2 && match[2*n] >= 0 {
			b.WriteString(name[match[2*n]:match[2*n+1]])
		}
	}
}

// parseAlias reads what stands behind "alias": OLD = NEW or /REGEX/ = NEW.
func parseAlias(s string) (alias, bool) {
	if pattern, ok := strings.CutPrefix(s, "/"); ok {
		pattern, after, closed := strings.Cut(pattern, "/")
		replacement, isAlias := strings.CutPrefix(trimLeft(after), "=")
		re, err := regexp.Compile("(?i)" + pattern)
		if !closed || !isAlias || pattern == "" || err != nil {
			return alias{}, false
		}
		re.Longest()
		return alias{new: trimLeft(replacement), pattern: re}, true
	}
	old, name, found := strings.Cut(s, "=")
	old, name = trim(old), trim(name)
	return alias{old: old, new: name}, found && old != ""
}
