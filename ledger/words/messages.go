package words

import (
	"slices"
	"strings"
)

// The languages the house speaks. Indonesian is the default.
const (
	Indonesian = "id"
	English    = "en"
)

// Languages lists them, the default first.
var Languages = []string{Indonesian, English}

// catalogue is one language's part of the house's messages: a sentence for each
// code a person may meet, and a short title for each sort of trouble.
//
// A sentence may hold parts in square brackets with {parameters}: such a part is
// said only when every parameter in it is known, so that no sentence ever has a
// hole. Parameters are our own limits and names, never what the caller sent.
type catalogue struct {
	sentences map[string]string
	titles    map[string]string
	general   string
}

func catalogueOf(lang string) catalogue {
	if lang == English {
		return english
	}
	return indonesian
}

// Sentence says in the given language ("id" or "en"; anything else is
// Indonesian) what the code means and what to do. An unknown code gets a
// general sentence.
func Sentence(lang, code string, params map[string]string) string {
	c := catalogueOf(lang)
	sentence, ok := c.sentences[code]
	if !ok {
		return c.general
	}
	return fill(sentence, params)
}

// Title is the short name of a sort of trouble: one of the kinds of
// ledger.Error, "protocol" for requests that do not speak our language at all,
// and "internal" (which every unknown kind gets too).
func Title(lang, kind string) string {
	c := catalogueOf(lang)
	if title, ok := c.titles[kind]; ok {
		return title
	}
	return c.titles["internal"]
}

// Codes lists every code that has a sentence, in order.
func Codes() []string {
	codes := make([]string, 0, len(indonesian.sentences))
	for code := range indonesian.sentences {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return codes
}

// fill keeps each part in square brackets whose parameters are all known, and
// drops the others.
func fill(sentence string, params map[string]string) string {
	var b strings.Builder
	for {
		plain, rest, found := strings.Cut(sentence, "[")
		b.WriteString(plain)
		if !found {
			return b.String()
		}
		part, after, _ := strings.Cut(rest, "]")
		if said, ok := fillPart(part, params); ok {
			b.WriteString(said)
		}
		sentence = after
	}
}

// fillPart puts the parameters into one part, or reports that one is missing.
func fillPart(part string, params map[string]string) (string, bool) {
	var b strings.Builder
	for {
		plain, rest, found := strings.Cut(part, "{")
		b.WriteString(plain)
		if !found {
			return b.String(), true
		}
		name, after, _ := strings.Cut(rest, "}")
		value, ok := params[name]
		if !ok {
			return "", false
		}
		b.WriteString(value)
		part = after
	}
}
