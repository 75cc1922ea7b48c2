package ledger_test

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/lumbung-ledger/lumbung/ledger"
)

func TestADayIsReadOrRefused(t *testing.T) {
	for text, code := range map[string]string{
		"2026-03-01": "", "2024-02-29": "", "2000-02-29": "", "1900-01-01": "", "2199-12-31": "", "2026-12-31": "",
		"2026-02-29": "invalid_date", "1900-02-29": "invalid_date", "2026-13-01": "invalid_date", "2026-00-10": "invalid_date",
		"2026-04-31": "invalid_date", "2026-01-00": "invalid_date", "0000-00-00": "invalid_date",
		"1899-12-31": "date_out_of_range", "2200-01-01": "date_out_of_range", "0001-01-01": "date_out_of_range", "9999-12-31": "date_out_of_range",
		"": "invalid_date", "2026-3-1": "invalid_date", "20260301": "invalid_date", "2026/03/01": "invalid_date", "2026-03-01T": "invalid_date",
		"-026-03-01": "invalid_date", "+026-03-01": "invalid_date", " 026-03-01": "invalid_date", "2026-03-0１": "invalid_date", "01-03-2026": "invalid_date",
	} {
		d, err := ledger.ParseDate(text)
		if ledger.CodeOf(err) != code || err != nil && d != 0 || err == nil && d.String() != text {
			t.Errorf("%q: %s %v, want %q", text, d, err, code)
		}
	}
}

func TestEveryDayOfTheCalendarHasOneNumberAndOneText(t *testing.T) {
	n := 0
	for at := ledger.MinDate.Time(); at.Year() < 2200; at = at.AddDate(0, 0, 1) {
		d := ledger.DateOf(at)
		back, err := ledger.ParseDate(at.Format(time.DateOnly))
		if err != nil || back != d || !d.Valid() || !d.Time().Equal(at) || d.AddDays(1).AddDays(-1) != d {
			t.Fatalf("%s: %d %d %v", at, d, back, err)
		}
		n++
	}
	if n != 109573 {
		t.Errorf("%d days", n)
	}
}

func TestANumberThatIsNoDayIsNotValid(t *testing.T) {
	days := 0
	for n := 1899_00_00; n <= 2200_99_99; n++ {
		if ledger.Date(n).Valid() {
			days++
		}
	}
	if days != 109573 {
		t.Errorf("%d numbers are days", days)
	}
	for _, d := range []ledger.Date{0, -1, math.MaxInt32, math.MinInt32, -20260301} {
		if d.Valid() {
			t.Errorf("%d is a day", int32(d))
		}
	}
}

func TestDaysOrderAsTheirNumbersDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := ledger.MinDate.AddDays(rapid.IntRange(0, 109572).Draw(t, "a"))
		n := rapid.IntRange(-1000, 1000).Draw(t, "n")
		b := a.AddDays(n)
		if (b > a) != (n > 0) || (b < a) != (n < 0) || b.Time().Sub(a.Time()) != time.Duration(n)*24*time.Hour {
			t.Fatalf("%s + %d = %s", a, n, b)
		}
		if int(a.Month()) != int(a)/100 {
			t.Fatalf("%s is in month %d", a, a.Month())
		}
	})
}

func TestTheDayOfAnInstantIsThatOfItsPlace(t *testing.T) {
	at := time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC)
	if got := ledger.DateOf(at.In(time.FixedZone("WIB", 7*3600))); got != ledger.MustDate("2026-03-02") {
		t.Errorf("%s", got)
	}
}

func TestADayGoesThroughJSONAsText(t *testing.T) {
	var x struct{ Day, None ledger.Date }
	if err := json.Unmarshal([]byte(`{"Day":"2026-03-01","None":""}`), &x); err != nil || x.Day != 2026_03_01 || !x.None.IsZero() {
		t.Fatalf("%+v %v", x, err)
	}
	raw, err := json.Marshal(x)
	if err != nil || string(raw) != `{"Day":"2026-03-01","None":""}` {
		t.Errorf("%s %v", raw, err)
	}
	if err := json.Unmarshal([]byte(`{"Day":"2026-02-30"}`), &x); ledger.CodeOf(err) != "invalid_date" || x.Day != 2026_03_01 {
		t.Errorf("%+v %v", x, err)
	}
	if err := json.Unmarshal([]byte(`{"Day":20260301}`), &x); err == nil {
		t.Error("a bare number was taken for a day")
	}
}

func TestADayFromTheDatabaseIsNeverCutToFit(t *testing.T) {
	var d ledger.Date
	for _, src := range []any{int64(2026_03_01), "20260301", []byte("20260301")} {
		d = 0
		if err := d.Scan(src); err != nil || d != 2026_03_01 {
			t.Errorf("%v: %d %v", src, d, err)
		}
	}
	for _, src := range []any{int64(2026_03_01) + 1<<32, int64(math.MinInt64), "x", 1.5, nil, fmt.Sprint(int64(2026_03_01) + 1<<32)} {
		if err := d.Scan(src); ledger.CodeOf(err) != "internal" {
			t.Errorf("%v: %d %v", src, d, err)
		}
	}
}

func TestMustDatePanicsOnBadInput(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	ledger.MustDate("2026-02-30")
}
