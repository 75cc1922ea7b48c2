package grade_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

// The vectors of the web app's grader: what is asked, what is answered, and what the
// grader here says in both languages, or how it refuses. Amounts are texts, so that no
// float comes near them.
type vectorLine struct {
	Code   string `json:"code"`
	Side   string `json:"side"`
	Amount string `json:"amount"`
}

type entryVector struct {
	Event       string         `json:"event"`
	Expected    []vectorLine   `json:"expected"`
	Accepted    [][]vectorLine `json:"accepted,omitempty"`
	EitherPlace bool           `json:"eitherPlace,omitempty"`
	Day         string         `json:"day,omitempty"`
	LearnerDay  string         `json:"learnerDay,omitempty"`
	Learner     []vectorLine   `json:"learner"`
	outcome
}

type numberVector struct {
	Expected string `json:"expected"`
	Paths    []path `json:"wrongPaths"`
	Answer   string `json:"answer"`
	Try      int    `json:"try"`
	outcome
}

type path struct {
	Code  string `json:"code"`
	Value string `json:"value"`
}

type outcome struct {
	Result  *grade.Result `json:"result,omitempty"`
	EN      string        `json:"en,omitempty"` // the sentence in English
	Refused []refusal     `json:"refused,omitempty"`
}

type refusal struct {
	Code  string `json:"code"`
	Field string `json:"field"`
}

func outcomeOf(t *testing.T, of func(lang string) (grade.Result, error)) outcome {
	t.Helper()
	id, err := of("id")
	if err != nil {
		var e *ledger.Error
		if !errors.As(err, &e) {
			t.Fatal(err)
		}
		all := e.Errors
		if len(all) == 0 {
			all = []*ledger.Error{e}
		}
		var out outcome
		for _, e := range all {
			out.Refused = append(out.Refused, refusal{e.Code, e.Field})
		}
		return out
	}
	en, err := of("en")
	if err != nil {
		t.Fatal(err)
	}
	return outcome{Result: &id, EN: en.Sentence}
}

// Written anew by go test ./ledger/training/grade -update.
func TestTheWebAppGradesLikeThis(t *testing.T) {
	var out bytes.Buffer
	write := func(v any) {
		raw, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(raw)
	}
	list := func(name string, n int, each func(i int)) {
		out.WriteString("\"" + name + "\":[\n")
		for i := range n {
			each(i)
			if i < n-1 {
				out.WriteByte(',')
			}
			out.WriteByte('\n')
		}
		out.WriteByte(']')
	}
	out.WriteByte('{')
	entries := entryVectors(t)
	list("entries", len(entries), func(i int) { write(entries[i]) })
	out.WriteString(",\n")
	numbers := numberVectors(t)
	list("numbers", len(numbers), func(i int) { write(numbers[i]) })
	out.WriteString(",\n\"sentences\":")
	sentences := map[string][2]string{}
	for _, code := range allCodes() {
		sentences[code] = [2]string{grade.Sentence(code, "id"), grade.Sentence(code, "en")}
	}
	write(sentences)
	out.WriteString("}\n")
	golden(t, out.Bytes(), "../../../web/src/lib/rules/testdata/grade.json")

	events, err := os.ReadFile("events.json")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, events, "../../../web/src/lib/rules/events.json")
}

func entryVectors(t *testing.T) []entryVector {
	t.Helper()
	var all []entryVector
	add := func(q grade.Question, learner []grade.Line) {
		v := entryVector{Event: q.Event, Expected: written(q.Expected), EitherPlace: q.EitherPlace, Learner: written(learner)}
		for _, a := range q.Accepted {
			v.Accepted = append(v.Accepted, written(a))
		}
		if !q.Day.IsZero() {
			v.Day = q.Day.String()
		}
		if !q.LearnerDay.IsZero() {
			v.LearnerDay = q.LearnerDay.String()
		}
		v.outcome = outcomeOf(t, func(lang string) (grade.Result, error) { return grade.Entry(q, learner, lang) })
		all = append(all, v)
	}
	for _, a := range answers {
		q := a.question(t)
		add(q, lines(t, a.got))
		q.EitherPlace, q.Event = true, ""
		add(q, lines(t, a.got))
	}
	sale := lines(t, "D1101 5000, C4101 5000")
	for _, days := range [][2]string{{"2026-03-31", "2026-03-01"}, {"2026-03-31", "2026-04-01"}} {
		add(grade.Question{Expected: sale, Day: ledger.MustDate(days[0]), LearnerDay: ledger.MustDate(days[1])}, sale)
	}
	add(grade.Question{Expected: sale, Day: ledger.MustDate("2026-03-31")}, sale)
	for _, bad := range []grade.Line{
		{}, {Code: "1101", Side: "D", Amount: figure(t, "-5")}, {Code: "1101", Side: "K", Amount: figure(t, "1.50")},
		{Code: strings.Repeat("1", 21), Side: "D", Amount: ledger.Fig(ledger.MaxMinor + 1)}, {Code: "1101", Side: "D", Amount: ledger.Fig(0)},
	} {
		add(grade.Question{Expected: sale}, []grade.Line{bad})
		add(grade.Question{Expected: sale, Accepted: [][]grade.Line{sale, {bad}}}, sale)
	}
	add(grade.Question{Expected: sale}, slices.Repeat(sale, 51))
	add(grade.Question{Expected: sale, Accepted: make([][]grade.Line, 21)}, sale)
	add(grade.Question{Expected: sale[:1]}, sale)

	r := randomly(20260301)
	for range 260 {
		model := r.entry(2 + r.below(7))
		q := grade.Question{Event: someEvents[r.below(len(someEvents))], Expected: model, EitherPlace: r.below(4) == 0}
		if r.below(4) == 0 {
			q.Accepted = [][]grade.Line{r.entry(2 + r.below(3))}
		}
		add(q, r.spoilt(model))
	}
	for range 6 { // as long as they come
		model := r.entry(40)
		add(grade.Question{Expected: model}, r.spoilt(r.spoilt(model)))
	}
	return all
}

func numberVectors(t *testing.T) []numberVector {
	t.Helper()
	var all []numberVector
	add := func(want string, wrong []path, answer string, try int) {
		given := []grade.WrongPath{}
		for _, p := range wrong {
			given = append(given, grade.WrongPath{Code: p.Code, Value: figure(t, p.Value)})
		}
		w, a := figure(t, want), figure(t, answer)
		v := numberVector{Expected: want, Paths: wrong, Answer: answer, Try: try}
		v.outcome = outcomeOf(t, func(lang string) (grade.Result, error) { return grade.Number(w, given, a, try, lang) })
		all = append(all, v)
	}
	for _, n := range numbers {
		wrong := []path{}
		for _, p := range paths(t, n.paths) {
			wrong = append(wrong, path{p.Code, p.Value.String()})
		}
		add(n.want, wrong, n.got, n.try)
	}
	for _, answer := range []string{"0", "-0", "00", "0.00", "-0.5", "0.5", "5", "50.0", "005", "999999999999999999", "0.000000000000000001", "-5"} {
		add("5", []path{{"N01", "6"}, {"N02", "6.0"}, {"N01", "6"}}, answer, 1)
		add("0", []path{{"N01", "0"}}, answer, 2)
	}
	add("5", []path{{"N01", "6"}, {"N02", "6.0"}, {"N01", "6"}}, "6", 1)
	add("5", []path{{"N99", "6"}, {"", "7"}}, "6", -1)
	add("5", slices.Repeat([]path{{"N01", "6"}}, 51), "6", 1)
	r := randomly(7)
	for range 60 {
		want, answer := strconv.Itoa(r.below(1000)), strconv.Itoa(r.below(1000))
		if r.below(2) == 0 {
			want, answer = want+"."+strconv.Itoa(r.below(100)), answer+".5"
		}
		add(want, []path{{"N05", strconv.Itoa(r.below(1000))}}, answer, r.below(3))
	}
	return all
}

func written(all []grade.Line) []vectorLine {
	out := []vectorLine{}
	for _, l := range all {
		out = append(out, vectorLine{l.Code, l.Side, l.Amount.String()})
	}
	return out
}

// dice are the same at every run.
type dice uint64

func randomly(seed uint64) *dice { d := dice(seed); return &d }

func (d *dice) below(n int) int {
	*d ^= *d << 13
	*d ^= *d >> 7
	*d ^= *d << 17
	return int(*d>>1) % n
}

// entry is a balanced entry of about n lines.
func (d *dice) entry(n int) []grade.Line {
	var out []grade.Line
	sum := int64(0)
	for range n - 1 {
		amount := int64(1+d.below(400)) * 500
		side := grade.Debit
		if d.below(2) == 0 {
			side, sum = grade.Credit, sum-amount
		} else {
			sum += amount
		}
		out = append(out, grade.Line{Code: someCodes[d.below(len(someCodes))], Side: side, Amount: ledger.Fig(amount)})
	}
	switch {
	case sum > 0:
		out = append(out, grade.Line{Code: "4101", Side: grade.Credit, Amount: ledger.Fig(sum)})
	case sum < 0:
		out = append(out, grade.Line{Code: "1101", Side: grade.Debit, Amount: ledger.Fig(-sum)})
	}
	return out
}

// spoilt is an entry with one or two things wrong, as learners write them.
func (d *dice) spoilt(model []grade.Line) []grade.Line {
	out := slices.Clone(model)
	for range 1 + d.below(2) {
		if len(out) == 0 {
			return out
		}
		i := d.below(len(out))
		l := &out[i]
		switch d.below(7) {
		case 0:
			l.Side = map[string]string{"D": "C", "C": "D"}[l.Side]
		case 1:
			l.Code = someCodes[d.below(len(someCodes))]
		case 2:
			l.Amount = ledger.Figure{Decimal: l.Amount.Shift(1)}
		case 3:
			l.Amount = ledger.Fig(int64(1+d.below(400)) * 500)
		case 4:
			out = slices.Delete(out, i, i+1)
		case 5:
			out = append(out, grade.Line{Code: someCodes[d.below(len(someCodes))], Side: grade.Debit, Amount: ledger.Fig(1000)})
		case 6: // every line on its other side
			for j := range out {
				out[j].Side = map[string]string{"D": "C", "C": "D"}[out[j].Side]
			}
		}
	}
	return out
}
