package paper

import (
	"regexp"
	"strings"
)

// comment is what stands behind a semicolon: on the line of an entry or a
// posting itself, and on the indented lines below it.
type comment struct {
	own   string
	below []string
}

// text is all of the comment as a memo.
func (c comment) text() string {
	return cleanMemo(strings.Join(append([]string{c.own}, c.below...), "\n"))
}

// split separates the tags of a comment from its memo: when its own line is
// nothing but tags they are taken out, otherwise all of it is memo.
func (c comment) split() (memo string, tags []Tag) {
	if tags = parseTags(c.own); tags != nil {
		c.own = ""
	}
	return c.text(), tags
}

var tagName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

// parseTags reads a line of tags, "fund:social, party:12"; it returns nil when
// anything on the line is not a tag. A date is no tag but a claim (see
// [ownDate]), and an address like https://example.org is none either.
func parseTags(line string) []Tag {
	var tags []Tag
	for part := range strings.SplitSeq(line, ",") {
		name, value, found := strings.Cut(trim(part), ":")
		value = cleanLine(value)
		if !found || !validTagName(name) || value == "" ||
			strings.HasPrefix(value, "//") || strings.Contains(value, "[") {
			return nil
		}
		tags = append(tags, Tag{name, value})
	}
	return tags
}

func validTagName(name string) bool {
	return tagName.MatchString(name) && name != "date" && name != "date2"
}

// formatTags writes tags as parseTags reads them. Commas and brackets in values
// are replaced, tags without a value left out.
func formatTags(tags []Tag) string {
	var parts []string
	for _, t := range tags {
		value := cleanLine(strings.NewReplacer(",", ";", "[", "(").Replace(t.Value))
		value = strings.TrimLeftFunc(value, func(c rune) bool { return c == '/' || isSpace(c) })
		if value != "" {
			parts = append(parts, t.Name+":"+value)
		}
	}
	return strings.Join(parts, ", ")
}
