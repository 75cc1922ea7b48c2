package api

import (
	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/language"

	"github.com/lumbung-ledger/lumbung/ledger/words"
)

// maxAcceptLanguage is how much of that header we are willing to parse.
const maxAcceptLanguage = 256

// languages matches what a caller wants with what the house speaks; the first
// one is the answer to everything else.
var languages = func() language.Matcher {
	var tags []language.Tag
	for _, name := range words.Languages {
		tags = append(tags, language.MustParse(name))
	}
	return language.NewMatcher(tags)
}()

// languageOf is the language to answer c in: the one it asks for, else the one in which
// whoever sent it is spoken to.
func (s *Server) languageOf(c *fiber.Ctx) string {
	by := CallerFrom(c.UserContext())
	if header := c.Get(fiber.HeaderAcceptLanguage); header != "" || by.Person.IsZero() || by.Operator || s.config.People == nil {
		return chooseLanguage(header)
	}
	who, err := s.config.People.Card(c.UserContext(), by.Person)
	if err != nil { // the problem itself matters more
		return words.Indonesian
	}
	return chooseLanguage(who.Language)
}

// chooseLanguage returns "id" or "en" for the value of an Accept-Language header.
func chooseLanguage(header string) string {
	if header == "" || len(header) > maxAcceptLanguage {
		return words.Indonesian
	}
	wanted, weights, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return words.Indonesian
	}
	var acceptable []language.Tag
	for i, tag := range wanted {
		if weights[i] > 0 {
			acceptable = append(acceptable, tag)
		}
	}
	_, index, confidence := languages.Match(acceptable...)
	if confidence == language.No {
		return words.Indonesian
	}
	return words.Languages[index]
}
