package grade_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/lumbung-ledger/lumbung/ledger"
	"github.com/lumbung-ledger/lumbung/ledger/training/grade"
)

func TestEveryMisunderstandingIsNamed(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range answers {
		r, err := grade.Entry(a.question(t), lines(t, a.got), "id")
		if err != nil || r.Score != a.score || primary(r) != a.primary {
			t.Errorf("%s (%s) for (%s): %d %s %v, %v; want %d %s", a.story, a.got, a.want, r.Score, primary(r), r.Codes, err, a.score, a.primary)
		}
		seen[primary(r)] = true
	}
	for _, n := range numbers {
		r, err := grade.Number(figure(t, n.want), paths(t, n.paths), figure(t, n.got), n.try, "id")
		if err != nil || r.Score != n.score || primary(r) != n.primary {
			t.Errorf("%s: %+v, %s, %v; want %d %s", n.story, r, primary(r), err, n.score, n.primary)
		}
		seen[primary(r)] = true
	}
	for _, code := range allCodes() {
		if code != "E25" && !seen[code] { // which needs days
			t.Errorf("nothing provokes %s", code)
		}
	}
}

func allCodes() []string {
	var all []string
	for n := range 26 {
		all = append(all, fmt.Sprintf("E%02d", n))
	}
	for n := range 18 {
		all = append(all, fmt.Sprintf("N%02d", n+1))
	}
	return all
}

// workedAnswers are those of the worked case BK-16.
type workedAnswers struct {
	Inputs struct {
		Answers []struct {
			Item, Event string
			Expected    []grade.Line `json:"expected_entry"`
			Learner     []grade.Line `json:"learner_entry"`
		}
	}
	Expected struct {
		Results []struct {
			Item    string
			Score   int
			Primary *string
		}
	}
}

func TestTheWorkedAnswers(t *testing.T) {
	raw, err := os.ReadFile("testdata/BK-16.json")
	if err != nil {
		t.Fatal(err)
	}
	var c workedAnswers
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	if len(c.Inputs.Answers) != 14 || len(c.Expected.Results) != 14 {
		t.Fatalf("%d answers, %d results", len(c.Inputs.Answers), len(c.Expected.Results))
	}
	for i, a := range c.Inputs.Answers {
		want := c.Expected.Results[i]
		r, err := grade.Entry(grade.Question{Event: a.Event, Expected: a.Expected}, a.Learner, "id")
		if err != nil || r.Score != want.Score || primary(r) != primary(grade.Result{Primary: want.Primary}) {
			t.Errorf("%s: %d %s, %v; want %d %s", a.Item, r.Score, primary(r), err, want.Score, primary(grade.Result{Primary: want.Primary}))
		}
	}
}

// What trainers see beside the first code.
func TestAllCodesAreKept(t *testing.T) {
	for _, c := range []struct{ event, want, got, codes string }{
		{"bayar_angsuran", "D2201 100000, D8101 20000, C1101 120000", "D2201 100000, C8101 20000, C1101 120000", "E04 E24"},
		{"bayar_angsuran", "D2201 100000, D8101 20000, C1101 120000", "D8101 120000, C1101 120000", "E11 E18 E23"},
		{"jual_tunai", "D1101 150000, C4101 150000", "D1101 150000", "E02 E04 E18"},
		{"jual_tunai", "D1101 150000, C4101 150000", "D1101 150000, C4101 140000", "E04 E22"},
		{"jual_utang", "D1201 500000, C4101 500000", "D1101 500000, C4101 50000", "E04 E10 E16 E21"},
		{"jual_tunai", "D1101 150000, C4101 150000", "D6199 15000, C1101 15000", "E17 E21"},
		{"jual_tunai", "D1101 150000, C4101 150000", "D1101 275000, C4101 15000, D6103 1000", "E04 E19 E21 E23"},
	} {
		r, err := grade.Entry(grade.Question{Event: c.event, Expected: lines(t, c.want)}, lines(t, c.got), "id")
		if err != nil || strings.Join(r.Codes, " ") != c.codes {
			t.Errorf("%s for %s: %v, %v; want %s", c.got, c.want, r.Codes, err, c.codes)
		}
	}
}

// A misunderstanding is not seen in what the model answer has too.
func TestWhatLooksLikeAMisunderstandingButIsNone(t *testing.T) {
	for _, c := range []struct{ event, want, got, not string }{
		{"sesuai_stok", "D5101 80000, C1301 80000", "D5101 80000, C1101 80000", "E12"},
		{"terima_hibah", "D1102 500000, C4201 500000", "D1102 50000, C4201 50000", "E07"},
		{"terima_hibah", "D1101 500000, C4104 500000", "D1101 500000, C4103 500000, C4104 1000", "E08"},
		{"terima_angsuran", "D1101 120000, C1201 100000, C4101 20000", "D1101 120000, C1202 100000, C4101 20000", "E08"},
		{"jual_utang", "D1101 100000, D1201 200000, C4101 300000", "D1101 100000, D1201 250000, C4101 350000", "E10"},
		{"bayar_angsuran", "D2201 100000, D8101 20000, C1101 120000", "D2201 120000, D8101 20000, C1101 140000", "E11"},
		{"kasbon", "D1202 50000, C1101 50000", "D6106 50000, C1101 50000", "E10"},
	} {
		r, err := grade.Entry(grade.Question{Event: c.event, Expected: lines(t, c.want)}, lines(t, c.got), "id")
		if err != nil || slices.Contains(r.Codes, c.not) || len(r.Codes) == 0 {
			t.Errorf("%s for %s: %v, %v", c.got, c.want, r.Codes, err)
		}
	}
}

// Every name of an event that rules look at shows its misunderstanding, whatever the
// model answer looks like.
func TestEveryNameOfAnEvent(t *testing.T) {
	raw, err := os.ReadFile("events.json")
	if err != nil {
		t.Fatal(err)
	}
	var names map[string][]string
	if err := json.Unmarshal(raw, &names); err != nil {
		t.Fatal(err)
	}
	shows := map[string][3]string{
		"loan_in":      {"D1102 9000, C2301 9000", "D1102 9000, C4102 9000", "E06"},
		"capital_in":   {"D1102 9000, C3201 9000", "D1102 9000, C4202 9000", "E07"},
		"family_money": {"D1102 9000, C3201 9000", "D1102 9000, C4101 9000", "E07"},
		"grant_in":     {"D1102 9000, C3201 9000", "D1102 9000, C4102 9000", "E07"},
		"collection":   {"D1301 9000, C1202 9000", "D1301 9000, C4101 9000", "E08"},
		"advance":      {"D1301 9000, C2103 9000", "D1301 9000, C4101 9000", "E09"},
		"on_credit":    {"D1303 9000, C3201 9000", "D1102 9000, C3201 9000", "E10"},
		"instalment":   {"D2201 9000, C1301 9000", "D8101 9000, C1301 9000", "E11"},
		"goods_taken":  {"D3102 9000, C5201 9000", "D3102 9000, C4101 9000", "E14"},
	}
	for kind, all := range names {
		c, ok := shows[kind]
		if !ok || len(all) == 0 {
			t.Errorf("no rule looks at %s", kind)
		}
		for _, name := range append(all, strings.ToUpper(strings.ReplaceAll(all[0], "_", " "))) {
			r, err := grade.Entry(grade.Question{Event: name, Expected: lines(t, c[0])}, lines(t, c[1]), "id")
			if err != nil || primary(r) != c[2] {
				t.Errorf("%s: %s %v, %v", name, primary(r), r.Codes, err)
			}
		}
		if kind == "instalment" { // which the model answer shows in any case
			continue
		}
		if r, err := grade.Entry(grade.Question{Event: "jual_tunai", Expected: lines(t, c[0])}, lines(t, c[1]), "id"); err != nil || primary(r) == c[2] {
			t.Errorf("%s is seen in any event: %v, %v", c[2], r.Codes, err)
		}
	}
	if len(names) != len(shows) {
		t.Errorf("%d kinds, %d shown", len(names), len(shows))
	}
}

func TestTheOtherMonth(t *testing.T) {
	q := grade.Question{Event: "jual_tunai", Expected: lines(t, "D1101 5000, C4101 5000"), Day: ledger.MustDate("2026-03-31")}
	for day, want := range map[string]string{"2026-03-01": "", "2026-04-01": "E25", "2025-03-31": "E25"} {
		q.LearnerDay = ledger.MustDate(day)
		r, err := grade.Entry(q, q.Expected, "id")
		if err != nil || primary(r) != want || r.Score != 100 || (r.Verdict == "right") != (want == "") {
			t.Errorf("%s: %+v %s, %v", day, r, primary(r), err)
		}
	}
	q.LearnerDay = ledger.MustDate("2026-05-01")
	if r, err := grade.Entry(q, lines(t, "D1101 5000, C4102 5000"), "id"); err != nil || primary(r) != "E16" || slices.Contains(r.Codes, "E25") {
		t.Errorf("a wrong entry in another month: %+v, %v", r, err)
	}
	q.LearnerDay = ledger.Date(0)
	if r, err := grade.Entry(q, q.Expected, "id"); err != nil || primary(r) != "" {
		t.Errorf("no day asked for: %+v, %v", r, err)
	}
}

func TestEitherPlaceOfMoney(t *testing.T) {
	sale := grade.Question{Event: "jual_tunai", Expected: lines(t, "D1101 5000, C4101 5000"), EitherPlace: true}
	moved := grade.Question{Event: "pindah_uang", Expected: lines(t, "D1102 5000, C1101 5000"), EitherPlace: true}
	for _, c := range []struct {
		q       grade.Question
		got     string
		primary string
	}{
		{sale, "D1101 5000, C4101 5000", ""}, {sale, "D1102 5000, C4101 5000", ""},
		{sale, "D1102 50000, C4101 50000", "E21"}, {sale, "D1201 5000, C4101 5000", "E10"},
		{moved, "D1101 5000, C1102 5000", "E03"},
	} {
		if r, err := grade.Entry(c.q, lines(t, c.got), "id"); err != nil || primary(r) != c.primary {
			t.Errorf("%s: %+v %s, %v", c.got, r, primary(r), err)
		}
	}
}

func TestWhatIsSaidDependsOnWhichWayRound(t *testing.T) {
	said := map[string]string{}
	for _, a := range answers {
		r, err := grade.Entry(a.question(t), lines(t, a.got), "id")
		if err != nil {
			t.Fatal(err)
		}
		said[a.story+" "+a.primary] = r.Sentence
	}
	for story, want := range map[string]string{
		"Toko Melati ambil barang Rp500.000, bayar nanti E10": "Uangnya belum berpindah.",
		"Jualan tunai Rp150.000 E10":                          "Uangnya sudah berpindah.",
		"Beli tepung tunai Rp200.000 E10":                     "Uangnya sudah berpindah.",
		"Beli alat pres Rp480.000 tunai E12":                  "Barang ini masih ada dan dipakai lama, jadi harta.",
		"Bayar sewa tempat Rp250.000 E12":                     "Ini habis terpakai, jadi biaya, bukan harta.",
		"Jualan lewat QRIS Rp85.000 E15":                      "Uangnya masuk rekening, bukan kaleng.",
		"Jualan tunai Rp85.000 E15":                           "Uangnya masuk kaleng, bukan rekening.",
		"Bayar internet dari rekening Rp60.000 E15":           "Uangnya keluar dari rekening, bukan kaleng.",
		"Bayar retribusi tunai Rp5.000 E15":                   "Uangnya keluar dari kaleng, bukan rekening.",
		"Bayar ongkos kirim Rp25.000 E16":                     "Hampir; pilih nama biaya yang lebih tepat.",
		"Pinjaman kelompok ditulis pinjaman bank E16":         "Hampir; pilih nama yang lebih tepat.",
	} {
		if said[story] != want {
			t.Errorf("%s: %q, want %q", story, said[story], want)
		}
	}
}

func TestEveryCodeHasASentenceInBothLanguages(t *testing.T) {
	seen := map[string]string{}
	for _, code := range allCodes() {
		id, en := grade.Sentence(code, "id"), grade.Sentence(code, "en")
		if !grade.Known(code) || id == "" || en == "" || id == en || grade.Sentence(code, "fr") != id {
			t.Errorf("%s: %q, %q", code, id, en)
		}
		if len(strings.Fields(id)) > 12 {
			t.Errorf("%s is a long sentence: %s", code, id)
		}
		if other, twice := seen[id]; twice {
			t.Errorf("%s and %s say the same", code, other)
		}
		seen[id] = code
	}
	for _, code := range []string{"", "E26", "N00", "N19", "right", "E10_paid", "e01"} {
		if grade.Known(code) || grade.Sentence(code, "id") != "" {
			t.Errorf("%q is a code", code)
		}
	}
}

func TestWhatCannotBeGraded(t *testing.T) {
	good := lines(t, "D1101 5000, C4101 5000")
	with := func(change func(*grade.Line)) []grade.Line {
		out := slices.Clone(good)
		change(&out[1])
		return out
	}
	huge := ledger.Figure{Decimal: decimal.New(1, 2_000_000_000)}
	tiny := ledger.Figure{Decimal: decimal.New(1, -2_000_000_000)}
	for name, c := range map[string]struct {
		bad  []grade.Line
		want string
	}{
		"no account":       {with(func(l *grade.Line) { l.Code = "" }), "required (learner_entry[1].code)"},
		"a long account":   {with(func(l *grade.Line) { l.Code = strings.Repeat("1", 21) }), "too_long (learner_entry[1].code)"},
		"no side":          {with(func(l *grade.Line) { l.Side = "" }), "not_in_list (learner_entry[1].side)"},
		"another side":     {with(func(l *grade.Line) { l.Side = "K" }), "not_in_list (learner_entry[1].side)"},
		"nothing":          {with(func(l *grade.Line) { l.Amount = ledger.Fig(0) }), "amount_not_positive (learner_entry[1].amount)"},
		"below nothing":    {with(func(l *grade.Line) { l.Amount = ledger.Fig(-1) }), "amount_not_positive (learner_entry[1].amount)"},
		"half a rupiah":    {with(func(l *grade.Line) { l.Amount = figure(t, "1.5") }), "too_many_places (learner_entry[1].amount)"},
		"too much":         {with(func(l *grade.Line) { l.Amount = ledger.Fig(ledger.MaxMinor + 1) }), "amount_too_large (learner_entry[1].amount)"},
		"absurdly much":    {with(func(l *grade.Line) { l.Amount = huge }), "amount_too_large (learner_entry[1].amount)"},
		"absurdly little":  {with(func(l *grade.Line) { l.Amount = tiny }), "too_many_places (learner_entry[1].amount)"},
		"1,000 lines":      {slices.Repeat(good, 500), "too_many_lines (learner_entry)"},
		"two things wrong": {with(func(l *grade.Line) { l.Code, l.Side = "", "" }), "several_problems; required (learner_entry[1].code); not_in_list (learner_entry[1].side)"},
	} {
		if _, err := grade.Entry(grade.Question{Expected: good}, c.bad, "id"); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		bad := strings.ReplaceAll(c.want, "learner_entry", "accepted_entries[0]")
		if _, err := grade.Entry(grade.Question{Expected: good, Accepted: [][]grade.Line{c.bad}}, good, "id"); err == nil || err.Error() != bad {
			t.Errorf("%s, accepted: %v, want %s", name, err, bad)
		}
	}
	if _, err := grade.Entry(grade.Question{Expected: lines(t, "D1101 5000")}, good, "id"); err == nil || err.Error() != "unbalanced (expected_entry)" {
		t.Errorf("an unbalanced model: %v", err)
	}
	if _, err := grade.Entry(grade.Question{Expected: good, Accepted: make([][]grade.Line, 21)}, good, "id"); ledger.CodeOf(err) != "too_many_items" {
		t.Errorf("many accepted entries: %v", err)
	}
	if r, err := grade.Entry(grade.Question{Expected: good}, slices.Repeat(good, 50), "id"); err != nil || primary(r) != "E23" {
		t.Errorf("100 lines: %+v, %v", r, err)
	}

	five := ledger.Fig(5)
	for want, of := range map[string]func() (grade.Result, error){
		"amount_too_large (answer)": func() (grade.Result, error) { return grade.Number(five, nil, huge, 1, "id") },
		"too_many_places (answer)":  func() (grade.Result, error) { return grade.Number(five, nil, tiny, 1, "id") },
		"out_of_range (try)":        func() (grade.Result, error) { return grade.Number(five, nil, five, -1, "id") },
		"not_in_list (wrong_paths[0].code)": func() (grade.Result, error) {
			return grade.Number(five, []grade.WrongPath{{Code: "N99", Value: five}}, five, 1, "id")
		},
		"amount_too_large (wrong_paths[0].value)": func() (grade.Result, error) {
			return grade.Number(five, []grade.WrongPath{{Code: "N01", Value: huge}}, five, 1, "id")
		},
		"too_many_items (wrong_paths)": func() (grade.Result, error) {
			return grade.Number(five, make([]grade.WrongPath, 51), five, 1, "id")
		},
	} {
		if _, err := of(); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
