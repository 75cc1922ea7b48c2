package api

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

const (
	gradedSale = `[{"code":"1101","side":"D","amount":150000},{"code":"4101","side":"C","amount":"150000"}]`
	asLoan     = `{"event":"terima_pinjaman","expected_entry":[{"code":"1101","side":"D","amount":1},{"code":"2201","side":"C","amount":1}],` +
		`"learner_entry":[{"code":"1101","side":"D","amount":1},{"code":"4101","side":"C","amount":1}]`
)

func TestAnswersAreGradedAsInTheWorkedCase(t *testing.T) {
	h := calculator(t)
	c := workedCase(t, "ledger", "training", "grade", "testdata", "BK-16.json")
	h.solves("/v1/grade", c)
	a := h.asked("/v1/grade", string(c.Inputs))
	says(t, a, "not_used.0", "answers[0].text", "not_used.14", "scheme", "results.12.codes.1", "E16", "results.0.verdict", "right",
		"results.12.sentence", "Uangnya belum berpindah.")
	says(t, h.asked("/v1/grade", string(c.Inputs), "Accept-Language", "en"), "results.12.sentence", "The money has not moved yet.")

	var inputs struct {
		Answers []json.RawMessage `json:"answers"`
	}
	if err := json.Unmarshal(c.Inputs, &inputs); err != nil {
		t.Fatal(err)
	}
	one := h.asked("/v1/grade", string(inputs.Answers[12])) // by itself
	says(t, one, "item", "m", "score", "63", "primary", "E10", "verdict", "almost", "not_used.0", "text", "results", "null")
}

func TestOneAnswerIsGraded(t *testing.T) {
	h := calculator(t)
	right := h.asked("/v1/grade", `{"expected_entry":`+gradedSale+`,"learner_entry":`+gradedSale+`}`)
	says(t, right, "score", "100", "verdict", "right", "sentence", "Benar.")
	for _, part := range []string{`"primary":null`, `"codes":[]`, `"not_used":[]`} {
		if !strings.Contains(right.body, part) {
			t.Errorf("no %s in %s", part, right.body)
		}
	}
	says(t, h.asked("/v1/grade", asLoan+`,"language":"en","hint":"x"}`), "primary", "E06", "score", "50", "sentence", "A loan must be paid back; it is not a sale.", "not_used.0", "hint")
	says(t, h.asked("/v1/grade", asLoan+`,"answer":5,"try":2,"wrong_paths":{}}`), "primary", "E06", "not_used.0", "answer", "not_used.1", "try", "not_used.2", "wrong_paths")
	says(t, h.asked("/v1/grade", `{"expected_entry":`+gradedSale+`,"learner_entry":[]}`), "primary", "E00", "score", "0", "verdict", "again")
	says(t, h.asked("/v1/grade", `{"expected_entry":[],"learner_entry":`+gradedSale+`}`), "primary", "E01", "score", "0")
	says(t, h.asked("/v1/grade", `{"expected_entry":[],"learner_entry":[]}`), "score", "100")
	bank := strings.Replace(gradedSale, "1101", "1102", 1)
	says(t, h.asked("/v1/grade", `{"expected_entry":`+gradedSale+`,"learner_entry":`+bank+`}`), "primary", "E15")
	says(t, h.asked("/v1/grade", `{"expected_entry":`+gradedSale+`,"either_place":true,"learner_entry":`+bank+`}`), "score", "100")
	says(t, h.asked("/v1/grade", `{"expected_entry":`+gradedSale+`,"accepted_entries":[`+bank+`],"learner_entry":`+bank+`}`), "score", "100")
	days := `{"expected_entry":` + gradedSale + `,"learner_entry":` + gradedSale + `,"expected_day":"2026-03-31","learner_day":"2026-04-01"}`
	says(t, h.asked("/v1/grade", days), "primary", "E25", "score", "100", "verdict", "almost")
}

func TestANumberIsGraded(t *testing.T) {
	h := calculator(t)
	for _, c := range []struct{ rest, score, primary, unused string }{
		{`"answer":"9000.0"`, "100", "null", "null"},
		{`"answer":9000,"try":2`, "70", "null", "null"},
		{`"answer":7500,"wrong_paths":{"N01":7500,"N02":"8000"}`, "40", "N01", "null"},
		{`"answer":8000,"wrong_paths":{"N02":"8000","N01":8000}`, "40", "N01", "null"},
		{`"answer":7500,"wrong_paths":[{"code":"N02","value":1},{"code":"N01","value":7500,"why":"x"}]`, "40", "N01", "wrong_paths[1].why"},
		{`"answer":900,"wrong_paths":[],"event":"x"`, "70", "E21", "event"},
		{`"answer":1,"wrong_paths":null`, "0", "E23", "null"},
	} {
		says(t, h.asked("/v1/grade", `{"expected":9000,`+c.rest+`}`), "score", c.score, "primary", c.primary, "not_used.0", c.unused)
	}
	both := `{"answers":[{"item":1,"expected":5,"answer":5},{"item":"b","language":"en","expected":5,"answer":50},` + asLoan + `,"item":"c/1","why":"y"}]}`
	says(t, h.asked("/v1/grade", both), "results.0.item", "1", "results.0.score", "100", "results.1.primary", "E21", "results.1.sentence",
		"There is a zero too few or too many.", "results.2.primary", "E06", "results.2.item", "c/1", "not_used.0", "answers[2].why")
	if a := h.asked("/v1/grade", `{"answers":[]}`); a.body != `{"results":[],"not_used":[]}` {
		t.Error(a.body)
	}
}

func TestWhatCannotBeGradedIsRefused(t *testing.T) {
	h := calculator(t)
	entry := func(line string) string {
		return `{"expected_entry":` + gradedSale + `,"learner_entry":[` + line + `]}`
	}
	for body, want := range map[string]string{
		`{}`: "expected_entry:required",
		`{"expected_entry":[],"expected":5,"answer":5}`:                                "expected:one_of_two",
		`{"expected_entry":[]}`:                                                        "learner_entry:required",
		`{"expected":5}`:                                                               "answer:required",
		`{"expected":5,"answer":"lima"}`:                                               "answer:invalid_amount",
		`{"expected":5,"answer":5,"try":-1}`:                                           "try:out_of_range",
		`{"expected":5,"answer":5,"wrong_paths":{"N99":5}}`:                            "wrong_paths[0].code:not_in_list",
		`{"expected":5,"answer":5,"wrong_paths":{"N01":"x"}}`:                          "wrong_paths.N01:invalid_amount",
		`{"expected":5,"answer":5,"wrong_paths":[{"code":1}]}`:                         "wrong_paths[0].code:invalid_type",
		`{"expected":5,"answer":5,"wrong_paths":"N01"}`:                                "wrong_paths:invalid_type",
		`{"expected":5,"answer":5,"language":"fr"}`:                                    "language:not_in_list",
		`{"expected":5,"answer":5,"answers":[]}`:                                       "answers:one_of_two",
		`{"answers":[{"expected":5,"answer":5},{"expected":5},{"expected_entry":[]}]}`: "answers[1].answer:required answers[2].learner_entry:required",
		`{"answers":[{"item":"a b","expected":5,"answer":5}]}`:                         "answers[0].item:invalid_type",
		`{"answers":[` + strings.Repeat(`{},`, 200) + `{}]}`:                           "answers:too_many_items",
		entry(`{"code":"1101","side":"D","amount":0}`):                                 "learner_entry[0].amount:amount_not_positive",
		entry(`{"code":"1101","side":"D","amount":-5}`):                                "learner_entry[0].amount:amount_not_positive",
		entry(`{"code":"1101","side":"D","amount":1e5}`):                               "learner_entry[0].amount:invalid_amount",
		entry(`{"code":"1101","side":"D","amount":99999999999999999}`):                 "learner_entry[0].amount:amount_too_large",
		entry(`{"code":"1101","side":"K","amount":5}`):                                 "learner_entry[0].side:not_in_list",
		entry(`{"code":"","side":"D","amount":5}`):                                     "learner_entry[0].code:required",
		entry(`{"code":"1101","side":"D"}`):                                            "learner_entry[0].amount:required",
		entry(strings.Repeat(`{"code":"1101","side":"D","amount":5},`, 100) + `{"code":"1101","side":"D","amount":5}`): "learner_entry:too_many_lines",
		`{"expected_entry":[{"code":"1101","side":"D","amount":5}],"learner_entry":[]}`:                                "expected_entry:unbalanced",
		`{"expected_entry":[],"learner_entry":[],"accepted_entries":[` + strings.Repeat(`[],`, 20) + `[]]}`:            "accepted_entries:too_many_items",
	} {
		h.refused(422, want, "POST", "/v1/grade", body, "Authorization", "")
	}
}

// The largest question there is takes no longer than others may wait.
func TestTheLargestAnswersAreGraded(t *testing.T) {
	lines := func(first int) string {
		var b strings.Builder
		for i := range 50 {
			fmt.Fprintf(&b, `{"code":"%d","side":"D","amount":%d},{"code":"%d","side":"C","amount":%d},`, first+i, i+1, first+100+i, i+1)
		}
		return "[" + strings.TrimSuffix(b.String(), ",") + "]"
	}
	var models []string
	for i := range 20 {
		models = append(models, lines(1000+i*100))
	}
	body := `{"expected_entry":` + lines(4000) + `,"learner_entry":` + lines(5000) + `,"accepted_entries":[` + strings.Join(models, ",") + `]}`
	says(t, calculator(t).asked("/v1/grade", body), "primary", "E17")
}
