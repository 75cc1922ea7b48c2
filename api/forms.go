package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/business"
)

// formLine is a line of an entry as a form gives it.
type formLine struct {
	Code   string         `json:"code" example:"1101"`
	Name   string         `json:"name" example:"Kas usaha"`
	Debit  *ledger.Figure `json:"debit,omitempty"`
	Credit *ledger.Figure `json:"credit,omitempty"`
}

type filledOut struct {
	Kind        string     `json:"kind" doc:"Of the entry" example:"business.cash_sale"`
	Lines       []formLine `json:"lines" doc:"None when a count found what the book says"`
	Explanation string     `json:"explanation" example:"Kas naik Rp450.000 karena jualan; untung ikut naik."`
	Language    string     `json:"language" enum:"id,en"`
}

// rowNumberSchema is [business.RowNumber] in the contract. The type checks itself.
type rowNumberSchema struct{}

func (rowNumberSchema) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Description: "The number of a row: a whole number, or a text of at most 20 letters, digits and the signs - . /", Examples: []any{7, "A1"}}
}

func addForms(s *Server) {
	add(s, Route{Method: http.MethodGet, Path: "/v1/forms", Public: true, Pure: true, Tag: "forms",
		Summary:     "The plain forms",
		Description: "What can happen to a household business, in plain words, and which fields each form has: for a screen to draw them."}, listForms)
	add(s, Route{Method: http.MethodPost, Path: "/v1/forms/{form}", Public: true, Pure: true, Status: http.StatusOK, Tag: "forms",
		Summary:     "See what a form becomes",
		Description: "The balanced entry in the business chart, and the sentence that explains it. Nothing is kept."}, fillForm)
	add(s, Route{Method: http.MethodPost, Path: "/v1/business-months", Public: true, Pure: true, Status: http.StatusOK, Tag: "forms",
		Summary: "Work out a month of a business",
		Description: "Cash book, trial balances, statements, the change of cash beside the profit, and the estimate of the final tax: what a trainer checks " +
			"a class's month against. Nothing is kept."}, closeMonth)
}

func listForms(_ context.Context, in *struct{ Paging }) (*reply[page[business.Sheet]], error) {
	keys, err := in.after("forms", 1)
	if err != nil {
		return nil, err
	}
	sheets := business.Sheets()
	if keys != nil {
		last := slices.IndexFunc(sheets, func(s business.Sheet) bool { return string(s.Form) == keys[0] })
		if last < 0 {
			return nil, ledger.E(ledger.Invalid, "invalid_cursor", "cursor")
		}
		sheets = sheets[last+1:]
	}
	return &reply[page[business.Sheet]]{pageOf("forms", sheets, in.Limit, func(s business.Sheet) []string { return []string{string(s.Form)} })}, nil
}

func fillForm(_ context.Context, in *struct {
	Form     business.Form `path:"form" maxLength:"64" doc:"The id of the form, as the table of forms has it" example:"jual_tunai"`
	Language string        `header:"Accept-Language" doc:"id or en"`
	Body     business.Event
}) (*reply[filledOut], error) {
	if in.Body.Form != "" && in.Body.Form != in.Form {
		return nil, ledger.E(ledger.Invalid, "not_in_list", "form")
	}
	in.Body.Form = in.Form
	chart := ledger.Chart(ledger.BusinessBook, ledger.ID{})
	entry, err := in.Body.Entry(ledger.ID{}, chart)
	if err != nil {
		return nil, err
	}
	lang := chooseLanguage(in.Language)
	out := filledOut{Kind: entry.Kind, Lines: []formLine{}, Explanation: in.Body.Explain(lang), Language: lang}
	like := in.Body.Amount.Or(in.Body.Part)
	for _, l := range entry.Lines {
		out.Lines = append(out.Lines, showFormLine(chart, l, like, lang))
	}
	return &reply[filledOut]{out}, nil
}

func showFormLine(chart []ledger.Account, l ledger.Line, like ledger.Figure, lang string) formLine {
	var out formLine
	for _, a := range chart {
		if a.ID == l.Account() {
			out.Code, out.Name = a.Code, a.Names.In(lang)
		}
	}
	amount := like.Like(l.Amount())
	if l.Side() == ledger.DebitSide {
		out.Debit = &amount
	} else {
		out.Credit = &amount
	}
	return out
}

// monthOut is a month worked out, with what was not used.
type monthOut struct {
	business.MonthBooks
	Unused
}

func closeMonth(_ context.Context, in *struct {
	Language string `header:"Accept-Language" doc:"id or en"`
	Body     lenient[business.Month]
}) (*reply[monthOut], error) {
	books, err := in.Body.In.Close(chooseLanguage(in.Language))
	if err != nil {
		return nil, err
	}
	return &reply[monthOut]{monthOut{books, Unused{in.Body.NotUsed}}}, nil
}
