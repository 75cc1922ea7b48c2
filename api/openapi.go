package api

import (
	"context"
	"encoding/json"

	"github.com/danielgtaylor/huma/v2"

	"github.com/lumbung-ledger/lumbung/ledger/words"
)

// securityScheme is the name of bearer tokens in the contract.
const securityScheme = "bearer"

// conventions is what holds for every operation, one paragraph each.
const conventions = `Ids are UUIDs in their canonical form. Whoever creates a thing makes its id (version 7), so that the same request can safely be sent twice.

Commands change something. Give each one an id, in the body or in the Idempotency-Key header: the same id with the same body is the same command and gets the same answer, with another body it is refused with id_reused.

Money goes in as a decimal string ("1250000", "12.50") or as a JSON integer; a number with a point or an exponent is refused. Money comes out as a string with exactly the decimals of its currency.

Days are written YYYY-MM-DD and have no time zone: they are the day the treasurer says it is.

Lists are answered in pages: limit says how long a page is, next_cursor where the next one begins; it is null on the last page.

Bodies are JSON objects in UTF-8, at most 32 levels deep. Unknown fields, fields given twice, unknown parameters, broken UTF-8 and NUL characters are refused.

Problems are answered as application/problem+json. Programs look at code, which never changes its meaning; people read detail, in Indonesian or, with Accept-Language: en, in English. errors names every field concerned. A 503 may be sent again as it is after the time in Retry-After. A 426 is for the web app alone, which names its protocol in Lumbung-App: it must be brought up to date first.`

// contract is how huma is set up: no pages and no files of its own, no links to
// schemas in answers.
func contract(version string) huma.Config {
	codes := map[string]any{}
	for _, code := range words.Codes() {
		sentences := map[string]string{}
		for _, lang := range words.Languages {
			sentences[lang] = words.Sentence(lang, code, nil)
		}
		codes[code] = sentences
	}
	return huma.Config{
		OpenAPI: &huma.OpenAPI{
			OpenAPI: "3.1.0",
			Info:    &huma.Info{Title: "Lumbung", Version: version, Description: conventions},
			Tags:    []*huma.Tag{{Name: "system", Description: "About the program itself"}},
			Components: &huma.Components{
				Schemas: newRegistry(),
				SecuritySchemes: map[string]*huma.SecurityScheme{
					securityScheme: {Type: "http", Scheme: "bearer", Description: "Authorization: Bearer, followed by the token"},
				},
			},
			Extensions: map[string]any{"x-problem-codes": codes},
		},
		// "json" is what huma looks for when it writes problem+json.
		Formats:       map[string]huma.Format{jsonType: jsonFormat, "json": jsonFormat},
		DefaultFormat: jsonType,
	}
}

// document returns the contract as OpenAPI. It is written once, after all routes
// have been added.
func (s *Server) document() []byte {
	s.documentOnce.Do(func() {
		document, err := json.Marshal(s.huma.OpenAPI())
		if err != nil {
			panic("api: the contract cannot be written: " + err.Error())
		}
		s.documentJSON = document
	})
	return s.documentJSON
}

func (s *Server) showDocument(context.Context, *struct{}) (*text, error) {
	return &text{ContentType: jsonType, Body: s.document()}, nil
}
