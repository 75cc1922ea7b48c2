package api

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/words"
)

// maxAmountText is how many characters a text may have.
const maxAmountText = 200

type parseIn struct {
	Text     *string  `json:"text,omitempty" doc:"What somebody wrote, at most 200 characters" example:"1,5jt"`
	Texts    []string `json:"texts,omitempty" maxItems:"1000" doc:"Several, instead of text"`
	Language string   `json:"language,omitempty" enum:"id,en" doc:"Of the question and the words; else Accept-Language decides"`
}

// readingOut is a [words.Reading] as the API shows it.
type readingOut struct {
	Text     string       `json:"text"`
	Amount   *int64       `json:"amount" nullable:"true" doc:"Whole rupiah above zero; null when in doubt" example:"1500000"`
	Doubt    words.Doubt  `json:"doubt,omitempty" enum:"empty,unclear,fraction,zero,negative,large"`
	Question string       `json:"question,omitempty" doc:"What to ask the person about a doubt"`
	Maybe    []int64      `json:"maybe" doc:"What could be meant, smallest first; never to be taken unasked"`
	Words    string       `json:"words,omitempty" doc:"The amount in words" example:"satu juta lima ratus ribu rupiah"`
	Written  string       `json:"written,omitempty" doc:"The amount in figures" example:"Rp1.500.000"`
	Notes    []words.Note `json:"notes" doc:"The fewest banknotes and coins"`
	Rest     int64        `json:"rest" doc:"What no coin can pay"`
}

type sayIn struct {
	Amount   *ledger.Figure  `json:"amount,omitempty" doc:"Whole rupiah"`
	Amounts  []ledger.Figure `json:"amounts,omitempty" maxItems:"1000" doc:"Several, instead of amount"`
	Language string          `json:"language,omitempty" enum:"id,en" doc:"Of the text; else Accept-Language decides"`
}

type saidOut struct {
	Amount     ledger.Figure `json:"amount"`
	Text       string        `json:"text" doc:"In the language asked for" example:"dua belas ribu lima ratus rupiah"`
	Indonesian string        `json:"indonesian" example:"dua belas ribu lima ratus rupiah"`
	English    string        `json:"english" example:"twelve thousand five hundred rupiah"`
	Written    string        `json:"written" example:"Rp12.500"`
	Notes      []words.Note  `json:"notes" doc:"The fewest banknotes and coins"`
	Rest       int64         `json:"rest" doc:"What no coin can pay"`
}

// oneOrMany answers one question by one T, and a list of them by a list of T.
type oneOrMany[T interface{ listName() string }] struct {
	many []T
	one  *T
}

func (readingOut) listName() string { return "amounts" }
func (saidOut) listName() string    { return "words" }

// answerTo is the answer when one was asked for, or several.
func answerTo[T interface{ listName() string }](one bool, all []T) *reply[oneOrMany[T]] {
	if one {
		return &reply[oneOrMany[T]]{oneOrMany[T]{one: &all[0]}}
	}
	return &reply[oneOrMany[T]]{oneOrMany[T]{many: all}}
}

// MarshalJSON writes one or the list.
func (o oneOrMany[T]) MarshalJSON() ([]byte, error) {
	if o.one != nil {
		return json.Marshal(o.one, json.Deterministic(true))
	}
	var t T
	return json.Marshal(map[string][]T{t.listName(): o.many}, json.Deterministic(true))
}

// Schema is that of T with the list beside its fields.
func (oneOrMany[T]) Schema(r huma.Registry) *huma.Schema {
	var t T
	s := huma.SchemaFromType(r, reflect.TypeFor[T]())
	s.Properties[t.listName()] = &huma.Schema{
		Type: huma.TypeArray, Items: r.Schema(reflect.TypeFor[T](), true, ""), Description: "Instead of the rest, when several were asked for",
	}
	s.Required = nil
	return s
}

func addAmounts(s *Server) {
	add(s, Route{Method: http.MethodPost, Path: "/v1/amounts/parse", Public: true, Pure: true, Status: http.StatusOK, Tag: "amounts",
		Summary: "Read amounts as people write them",
		Description: "Indonesian writing: a dot groups thousands, a comma is the decimal sign, rb and ribu are thousands, jt and juta millions. What is " +
			"doubtful is never guessed: amount is null, and there is a question to ask."}, parseAmounts)
	add(s, Route{Method: http.MethodPost, Path: "/v1/amounts/say", Public: true, Pure: true, Status: http.StatusOK, Tag: "amounts",
		Summary: "Say amounts in words", Description: "In Indonesian and English, in figures, and in banknotes and coins."}, sayAmounts)
}

func parseAmounts(_ context.Context, in *struct {
	Accept string `header:"Accept-Language" doc:"id or en"`
	Body   parseIn
}) (*reply[oneOrMany[readingOut]], error) {
	lang := spoken(in.Body.Language, in.Accept)
	texts, one := in.Body.Texts, in.Body.Text != nil
	if err := oneOfTwo("text", one, "texts", texts != nil); err != nil {
		return nil, err
	}
	if one {
		texts = []string{*in.Body.Text}
	}
	var errs []*ledger.Error
	out := make([]readingOut, len(texts))
	for i, text := range texts {
		if utf8.RuneCountInString(text) > maxAmountText {
			errs = append(errs, ledger.E(ledger.Invalid, "too_long", placeInList("text", one, i), "max", fmt.Sprint(maxAmountText)))
		}
		out[i] = showReading(text, words.Parse(text), lang)
	}
	if err := ledger.Join(errs...); err != nil {
		return nil, err
	}
	return answerTo(one, out), nil
}

func showReading(text string, r words.Reading, lang string) readingOut {
	out := readingOut{Text: text, Doubt: r.Doubt, Question: r.Question(lang), Maybe: r.Maybe}
	if r.Doubt == "" {
		out.Amount, out.Words, out.Written = &r.Amount, words.Say(r.Amount, lang), words.Rupiah(r.Amount)
		out.Notes, out.Rest = words.Notes(r.Amount), words.Rest(r.Amount)
	}
	return out
}

func sayAmounts(_ context.Context, in *struct {
	Accept string `header:"Accept-Language" doc:"id or en"`
	Body   sayIn
}) (*reply[oneOrMany[saidOut]], error) {
	lang := spoken(in.Body.Language, in.Accept)
	amounts, one := in.Body.Amounts, in.Body.Amount != nil
	if err := oneOfTwo("amount", one, "amounts", amounts != nil); err != nil {
		return nil, err
	}
	if one {
		amounts = []ledger.Figure{*in.Body.Amount}
	}
	var errs []*ledger.Error
	out := make([]saidOut, len(amounts))
	for i, amount := range amounts {
		n, err := amount.Rupiah(placeInList("amount", one, i))
		if err != nil {
			errs = append(errs, err.(*ledger.Error))
			continue
		}
		out[i] = saidOut{
			Amount: amount.Like(ledger.IDR.Amount(n)), Text: words.Say(n, lang), Indonesian: words.Say(n, words.Indonesian), English: words.Say(n, words.English),
			Written: words.Rupiah(n), Notes: words.Notes(n), Rest: words.Rest(n),
		}
	}
	if err := ledger.Join(errs...); err != nil {
		return nil, err
	}
	return answerTo(one, out), nil
}

// spoken is the language asked for in a body, else in the header.
func spoken(language, header string) string {
	if language != "" {
		return language
	}
	return chooseLanguage(header)
}

// oneOfTwo refuses a body that has neither of two fields, or both.
func oneOfTwo(a string, hasA bool, b string, hasB bool) error {
	switch {
	case hasA && hasB:
		return ledger.E(ledger.Invalid, "one_of_two", b, "allowed", a+", "+b)
	case !hasA && !hasB:
		return ledger.E(ledger.Invalid, "required", a)
	}
	return nil
}

// placeInList names one field, or an item of the list of them.
func placeInList(name string, one bool, i int) string {
	if one {
		return name
	}
	return fmt.Sprintf("%ss[%d]", name, i)
}
